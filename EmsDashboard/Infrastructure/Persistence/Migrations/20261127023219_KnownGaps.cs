using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NpgsqlTypes;

#nullable disable

namespace EmsDashboard.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class KnownGaps : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<NpgsqlRange<DateOnly>[]>(
                name: "known_gaps",
                schema: "ems",
                table: "device",
                type: "datemultirange",
                nullable: false,
                defaultValueSql: "'{}'::datemultirange");

            migrationBuilder.SqlFile("DeviceService");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP TRIGGER quota_version_not_emptied ON ems.quota_version;
                DROP TRIGGER quota_usage_revision_not_emptied ON ems.quota_usage_revision;
                DROP FUNCTION ems.mark_service;
                DROP VIEW ems.device_out_of_service, ems.device_service;
                """);

            migrationBuilder.DropColumn(
                name: "known_gaps",
                schema: "ems",
                table: "device");
        }
    }
}
