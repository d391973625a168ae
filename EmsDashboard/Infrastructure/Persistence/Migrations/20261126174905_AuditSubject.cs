using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmsDashboard.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class AuditSubject : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
        }
    }
}
