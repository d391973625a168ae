using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmsDashboard.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Provenance : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "data_revision",
                schema: "ems",
                table: "import_batch",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_audit_log_subject_id",
                schema: "ems",
                table: "audit_log",
                columns: new[] { "subject", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_audit_log_subject_id",
                schema: "ems",
                table: "audit_log");

            migrationBuilder.DropColumn(
                name: "data_revision",
                schema: "ems",
                table: "import_batch");
        }
    }
}
