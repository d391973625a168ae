using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmsDashboard.Infrastructure.Persistence.Migrations;

/// <summary>Marks by month, and an index for the open alarms of a batch of quotas.</summary>
public partial class Marks : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateIndex("ix_alarm_event_quota_id", schema: "ems", table: "alarm_event", column: "quota_id", filter: "resolved_at IS NULL");
        migrationBuilder.SqlFile("Marks");
    }
}
