using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmsDashboard.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class DeviceMoves : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "device_past_group",
                schema: "ems",
                columns: table => new
                {
                    device_id = table.Column<int>(type: "integer", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: false),
                    group_id = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_device_past_group", x => new { x.device_id, x.until });
                    table.ForeignKey(
                        name: "fk_device_past_group_device_device_id",
                        column: x => x.device_id,
                        principalSchema: "ems",
                        principalTable: "device",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_device_past_group_device_group_group_id",
                        column: x => x.group_id,
                        principalSchema: "ems",
                        principalTable: "device_group",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_device_past_group_group_id",
                schema: "ems",
                table: "device_past_group",
                column: "group_id");

            migrationBuilder.SqlFile("DeviceMoves");
        }
    }
}
