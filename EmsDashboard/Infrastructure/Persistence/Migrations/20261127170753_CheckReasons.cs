using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmsDashboard.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class CheckReasons : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "reason_code",
                schema: "ems",
                table: "check_run_failure",
                type: "character varying(64)",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string[]>(
                name: "reason_facts",
                schema: "ems",
                table: "check_run_failure",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.AddColumn<string>(
                name: "error_code",
                schema: "ems",
                table: "check_run",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string[]>(
                name: "error_facts",
                schema: "ems",
                table: "check_run",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            // What runs have said so far stays as it was said.
            migrationBuilder.Sql("UPDATE ems.check_run_failure SET reason_code = 'other', reason_facts = ARRAY[reason]");
            migrationBuilder.Sql("UPDATE ems.check_run SET error_code = 'other', error_facts = ARRAY[error] WHERE error IS NOT NULL");

            migrationBuilder.DropColumn(
                name: "reason",
                schema: "ems",
                table: "check_run_failure");

            migrationBuilder.DropColumn(
                name: "error",
                schema: "ems",
                table: "check_run");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "reason",
                schema: "ems",
                table: "check_run_failure",
                type: "character varying(2000)",
                maxLength: 2000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "error",
                schema: "ems",
                table: "check_run",
                type: "character varying(2000)",
                maxLength: 2000,
                nullable: true);

            migrationBuilder.Sql("UPDATE ems.check_run_failure SET reason = left(concat_ws(' ', reason_code, array_to_string(reason_facts, ', ')), 2000)");
            migrationBuilder.Sql("UPDATE ems.check_run SET error = left(concat_ws(' ', error_code, array_to_string(error_facts, ', ')), 2000) WHERE error_code IS NOT NULL");

            migrationBuilder.DropColumn(
                name: "reason_code",
                schema: "ems",
                table: "check_run_failure");

            migrationBuilder.DropColumn(
                name: "reason_facts",
                schema: "ems",
                table: "check_run_failure");

            migrationBuilder.DropColumn(
                name: "error_code",
                schema: "ems",
                table: "check_run");

            migrationBuilder.DropColumn(
                name: "error_facts",
                schema: "ems",
                table: "check_run");
        }
    }
}
