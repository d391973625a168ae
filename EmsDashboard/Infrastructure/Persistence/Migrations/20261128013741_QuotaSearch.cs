using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmsDashboard.Infrastructure.Persistence.Migrations
{
    /// <summary>
    /// A search raises what it looks through once, when it is stored; the highest rates come off an index of their own. The index that goes led
    /// with the status, which no list asks for alone, and every change of status was a reason not to rewrite a record in its place.
    /// </summary>
    public partial class QuotaSearch : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_quota_usage_status_usage_rate_pct",
                schema: "ems",
                table: "quota_usage");

            migrationBuilder.AddColumn<string>(
                name: "search_text",
                schema: "ems",
                table: "quota",
                type: "text",
                nullable: true,
                computedColumnSql: "upper(name || E'\\n' || code || E'\\n' || coalesce(target_code, ''))",
                stored: true);

            migrationBuilder.CreateIndex(
                name: "ix_quota_usage_usage_rate_pct",
                schema: "ems",
                table: "quota_usage",
                column: "usage_rate_pct",
                filter: "is_current AND NOT is_month");
        }
    }
}
