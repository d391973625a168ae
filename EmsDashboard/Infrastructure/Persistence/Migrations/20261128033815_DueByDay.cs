using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmsDashboard.Infrastructure.Persistence.Migrations
{
    /// <summary>
    /// What a day makes out of date is told by when the last run that looked at all of it was begun, not by a time on every quota that each
    /// day's first check would rewrite. What is left to say of a quota is that it needs a check whatever the day. The
    /// column next_due_at stays for one version: instances that run on until they are restarted still write it.
    /// </summary>
    public partial class DueByDay : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "needs_check",
                schema: "ems",
                table: "quota",
                type: "boolean",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_partial",
                schema: "ems",
                table: "check_run",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.Sql("""
                CREATE OR REPLACE FUNCTION ems.release_quotas(of_device integer, of_group integer) RETURNS void LANGUAGE sql AS $$
                    UPDATE ems.quota SET needs_check = true WHERE target_device_id = of_device OR target_group_id = of_group;
                $$;
                """);
        }
    }
}
