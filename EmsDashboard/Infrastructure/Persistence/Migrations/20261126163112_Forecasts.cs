using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmsDashboard.Infrastructure.Persistence.Migrations
{
    /// <summary>What a period is expected to end at, and how the forecasts of a quota did in its past.</summary>
    public partial class Forecasts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<decimal>(
                name: "allowance_per_day",
                schema: "ems",
                table: "quota_usage",
                type: "numeric",
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "estimated_share",
                schema: "ems",
                table: "quota_usage",
                type: "numeric(4,3)",
                precision: 4,
                scale: 3,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "exceeds_earliest",
                schema: "ems",
                table: "quota_usage",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "exceeds_latest",
                schema: "ems",
                table: "quota_usage",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "exceeds_on",
                schema: "ems",
                table: "quota_usage",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "forecast_error_pct",
                schema: "ems",
                table: "quota_usage",
                type: "numeric",
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "forecast_high",
                schema: "ems",
                table: "quota_usage",
                type: "numeric",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "forecast_is_fallback",
                schema: "ems",
                table: "quota_usage",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<decimal>(
                name: "forecast_low",
                schema: "ems",
                table: "quota_usage",
                type: "numeric",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "forecast_method",
                schema: "ems",
                table: "quota_usage",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "forecast_status",
                schema: "ems",
                table: "quota_usage",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "normal");

            migrationBuilder.AddColumn<decimal>(
                name: "forecast_value",
                schema: "ems",
                table: "quota_usage",
                type: "numeric",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "no_forecast",
                schema: "ems",
                table: "quota_usage",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "threshold_streaks",
                schema: "ems",
                table: "quota_usage",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "forecast_method",
                schema: "ems",
                table: "quota",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "forecast_calibration",
                schema: "ems",
                columns: table => new
                {
                    quota_id = table.Column<int>(type: "integer", nullable: false),
                    data_through = table.Column<DateOnly>(type: "date", nullable: true),
                    weekday_weights = table.Column<double[]>(type: "double precision[]", nullable: false),
                    method = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    linear = table.Column<double[]>(type: "double precision[]", nullable: false),
                    seasonal = table.Column<double[]>(type: "double precision[]", nullable: false),
                    calculated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_forecast_calibration", x => x.quota_id);
                    table.ForeignKey(
                        name: "fk_forecast_calibration_quota_quota_id",
                        column: x => x.quota_id,
                        principalSchema: "ems",
                        principalTable: "quota",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "forecast_calibration",
                schema: "ems");

            migrationBuilder.DropColumn(
                name: "allowance_per_day",
                schema: "ems",
                table: "quota_usage");

            migrationBuilder.DropColumn(
                name: "estimated_share",
                schema: "ems",
                table: "quota_usage");

            migrationBuilder.DropColumn(
                name: "exceeds_earliest",
                schema: "ems",
                table: "quota_usage");

            migrationBuilder.DropColumn(
                name: "exceeds_latest",
                schema: "ems",
                table: "quota_usage");

            migrationBuilder.DropColumn(
                name: "exceeds_on",
                schema: "ems",
                table: "quota_usage");

            migrationBuilder.DropColumn(
                name: "forecast_error_pct",
                schema: "ems",
                table: "quota_usage");

            migrationBuilder.DropColumn(
                name: "forecast_high",
                schema: "ems",
                table: "quota_usage");

            migrationBuilder.DropColumn(
                name: "forecast_is_fallback",
                schema: "ems",
                table: "quota_usage");

            migrationBuilder.DropColumn(
                name: "forecast_low",
                schema: "ems",
                table: "quota_usage");

            migrationBuilder.DropColumn(
                name: "forecast_method",
                schema: "ems",
                table: "quota_usage");

            migrationBuilder.DropColumn(
                name: "forecast_status",
                schema: "ems",
                table: "quota_usage");

            migrationBuilder.DropColumn(
                name: "forecast_value",
                schema: "ems",
                table: "quota_usage");

            migrationBuilder.DropColumn(
                name: "no_forecast",
                schema: "ems",
                table: "quota_usage");

            migrationBuilder.DropColumn(
                name: "threshold_streaks",
                schema: "ems",
                table: "quota_usage");

            migrationBuilder.DropColumn(
                name: "forecast_method",
                schema: "ems",
                table: "quota");
        }
    }
}
