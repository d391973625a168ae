using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmsDashboard.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class QuotaMonths : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_quota_usage_revision",
                schema: "ems",
                table: "quota_usage_revision");

            migrationBuilder.DropPrimaryKey(
                name: "pk_quota_usage",
                schema: "ems",
                table: "quota_usage");

            migrationBuilder.DropIndex(
                name: "ix_quota_usage_quota_id",
                schema: "ems",
                table: "quota_usage");

            migrationBuilder.DropIndex(
                name: "ix_quota_usage_status_usage_rate_pct",
                schema: "ems",
                table: "quota_usage");

            migrationBuilder.AddColumn<bool>(
                name: "is_month",
                schema: "ems",
                table: "quota_usage_revision",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "is_month",
                schema: "ems",
                table: "quota_usage",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddPrimaryKey(
                name: "pk_quota_usage_revision",
                schema: "ems",
                table: "quota_usage_revision",
                columns: new[] { "quota_id", "is_month", "period_start", "number" });

            migrationBuilder.AddPrimaryKey(
                name: "pk_quota_usage",
                schema: "ems",
                table: "quota_usage",
                columns: new[] { "quota_id", "is_month", "period_start" });

            migrationBuilder.CreateIndex(
                name: "ix_quota_usage_quota_id_is_month",
                schema: "ems",
                table: "quota_usage",
                columns: new[] { "quota_id", "is_month" },
                unique: true,
                filter: "is_current");

            migrationBuilder.CreateIndex(
                name: "ix_quota_usage_status_usage_rate_pct",
                schema: "ems",
                table: "quota_usage",
                columns: new[] { "status", "usage_rate_pct" },
                filter: "is_current AND NOT is_month");

            // Their months have never been judged.
            migrationBuilder.Sql("SELECT ems.mark_quotas(ARRAY(SELECT DISTINCT quota_id FROM ems.quota_version WHERE distribution IS NOT NULL))");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_quota_usage_revision",
                schema: "ems",
                table: "quota_usage_revision");

            migrationBuilder.DropPrimaryKey(
                name: "pk_quota_usage",
                schema: "ems",
                table: "quota_usage");

            migrationBuilder.DropIndex(
                name: "ix_quota_usage_quota_id_is_month",
                schema: "ems",
                table: "quota_usage");

            migrationBuilder.DropIndex(
                name: "ix_quota_usage_status_usage_rate_pct",
                schema: "ems",
                table: "quota_usage");

            migrationBuilder.DropColumn(
                name: "is_month",
                schema: "ems",
                table: "quota_usage_revision");

            migrationBuilder.DropColumn(
                name: "is_month",
                schema: "ems",
                table: "quota_usage");

            migrationBuilder.AddPrimaryKey(
                name: "pk_quota_usage_revision",
                schema: "ems",
                table: "quota_usage_revision",
                columns: new[] { "quota_id", "period_start", "number" });

            migrationBuilder.AddPrimaryKey(
                name: "pk_quota_usage",
                schema: "ems",
                table: "quota_usage",
                columns: new[] { "quota_id", "period_start" });

            migrationBuilder.CreateIndex(
                name: "ix_quota_usage_quota_id",
                schema: "ems",
                table: "quota_usage",
                column: "quota_id",
                unique: true,
                filter: "is_current");

            migrationBuilder.CreateIndex(
                name: "ix_quota_usage_status_usage_rate_pct",
                schema: "ems",
                table: "quota_usage",
                columns: new[] { "status", "usage_rate_pct" },
                filter: "is_current");
        }
    }
}
