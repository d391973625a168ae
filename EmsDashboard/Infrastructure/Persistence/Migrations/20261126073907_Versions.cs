using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace EmsDashboard.Infrastructure.Persistence.Migrations
{
    /// <summary>The terms of quotas become versions; what the present ones were judged by is not lost.</summary>
    public partial class Versions : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<decimal>(
                name: "carried_value",
                schema: "ems",
                table: "quota_usage",
                type: "numeric(24,6)",
                precision: 24,
                scale: 6,
                nullable: false,
                defaultValue: 0m);

            migrationBuilder.AddColumn<int>(
                name: "expected_days",
                schema: "ems",
                table: "quota_usage",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "revision_count",
                schema: "ems",
                table: "quota_usage",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "version_number",
                schema: "ems",
                table: "quota_usage",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "quota_usage_revision",
                schema: "ems",
                columns: table => new
                {
                    quota_id = table.Column<int>(type: "integer", nullable: false),
                    period_start = table.Column<DateOnly>(type: "date", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    old_actual_value = table.Column<decimal>(type: "numeric(28,9)", precision: 28, scale: 9, nullable: false),
                    new_actual_value = table.Column<decimal>(type: "numeric(28,9)", precision: 28, scale: 9, nullable: false),
                    old_quota_value = table.Column<decimal>(type: "numeric(24,6)", precision: 24, scale: 6, nullable: false),
                    new_quota_value = table.Column<decimal>(type: "numeric(24,6)", precision: 24, scale: 6, nullable: false),
                    old_unit = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    new_unit = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    old_usage_rate_pct = table.Column<decimal>(type: "numeric", nullable: false),
                    new_usage_rate_pct = table.Column<decimal>(type: "numeric", nullable: false),
                    old_status = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    new_status = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    run_id = table.Column<long>(type: "bigint", nullable: false),
                    data_revision = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_quota_usage_revision", x => new { x.quota_id, x.period_start, x.number });
                    table.ForeignKey(
                        name: "fk_quota_usage_revision_quota_quota_id",
                        column: x => x.quota_id,
                        principalSchema: "ems",
                        principalTable: "quota",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "quota_version",
                schema: "ems",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    quota_id = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    is_retroactive = table.Column<bool>(type: "boolean", nullable: false),
                    period = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    fiscal_start_month = table.Column<int>(type: "integer", nullable: false),
                    start_day = table.Column<int>(type: "integer", nullable: false),
                    period_from = table.Column<DateOnly>(type: "date", nullable: true),
                    period_to = table.Column<DateOnly>(type: "date", nullable: true),
                    quota_value = table.Column<decimal>(type: "numeric(24,6)", precision: 24, scale: 6, nullable: false),
                    unit = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    thresholds = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    is_prorated = table.Column<bool>(type: "boolean", nullable: false),
                    carry_over = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    carry_over_min = table.Column<decimal>(type: "numeric(24,6)", precision: 24, scale: 6, nullable: true),
                    carry_over_max = table.Column<decimal>(type: "numeric(24,6)", precision: 24, scale: 6, nullable: true),
                    distribution = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    created_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_quota_version", x => x.id);
                    table.ForeignKey(
                        name: "fk_quota_version_quota_quota_id",
                        column: x => x.quota_id,
                        principalSchema: "ems",
                        principalTable: "quota",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_quota_version_quota_id_number",
                schema: "ems",
                table: "quota_version",
                columns: new[] { "quota_id", "number" },
                unique: true);

            migrationBuilder.SqlFile("Versions");

            migrationBuilder.DropColumn(
                name: "alert_threshold_pct",
                schema: "ems",
                table: "quota");

            migrationBuilder.DropColumn(
                name: "period",
                schema: "ems",
                table: "quota");

            migrationBuilder.DropColumn(
                name: "quota_value",
                schema: "ems",
                table: "quota");

            migrationBuilder.DropColumn(
                name: "unit",
                schema: "ems",
                table: "quota");

            migrationBuilder.DropColumn(
                name: "warning_threshold_pct",
                schema: "ems",
                table: "quota");
        }
    }
}
