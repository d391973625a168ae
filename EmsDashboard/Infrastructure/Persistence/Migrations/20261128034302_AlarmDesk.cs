using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmsDashboard.Infrastructure.Persistence.Migrations
{
    /// <summary>Who takes care of an alarm, and until when it is put aside; the order in which things can have happened to one.</summary>
    public partial class AlarmDesk : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_alarm_event_order",
                schema: "ems",
                table: "alarm_event");

            migrationBuilder.AddColumn<string>(
                name: "assignee",
                schema: "ems",
                table: "alarm_transition",
                type: "character varying(256)",
                maxLength: 256,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "until",
                schema: "ems",
                table: "alarm_transition",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "assignee",
                schema: "ems",
                table: "alarm_event",
                type: "character varying(256)",
                maxLength: 256,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "shelve_reason",
                schema: "ems",
                table: "alarm_event",
                type: "character varying(2000)",
                maxLength: 2000,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "shelved_at",
                schema: "ems",
                table: "alarm_event",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "shelved_by",
                schema: "ems",
                table: "alarm_event",
                type: "character varying(256)",
                maxLength: 256,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "shelved_until",
                schema: "ems",
                table: "alarm_event",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_alarm_transition_at",
                schema: "ems",
                table: "alarm_transition",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_alarm_event_shelved_until",
                schema: "ems",
                table: "alarm_event",
                column: "shelved_until",
                filter: "shelved_until IS NOT NULL");

            // Hosts whose clocks differed may have dated an end a moment before its beginning; the start must not fail on that.
            migrationBuilder.Sql("UPDATE ems.alarm_event SET cleared_at = raised_at WHERE cleared_at < raised_at");
            migrationBuilder.Sql("UPDATE ems.alarm_event SET resolved_at = greatest(raised_at, acknowledged_at, cleared_at) WHERE resolved_at < greatest(raised_at, acknowledged_at, cleared_at)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_alarm_event_counts",
                schema: "ems",
                table: "alarm_event",
                sql: "occurrences >= 1 AND version >= 1 AND period_end > period_start");

            migrationBuilder.AddCheckConstraint(
                name: "ck_alarm_event_order",
                schema: "ems",
                table: "alarm_event",
                sql: "(acknowledged_at >= raised_at OR acknowledged_at IS NULL) AND (cleared_at >= raised_at OR cleared_at IS NULL)\nAND (resolved_at >= greatest(raised_at, acknowledged_at, cleared_at) OR resolved_at IS NULL)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_alarm_event_resolved_by",
                schema: "ems",
                table: "alarm_event",
                sql: "resolved_by IS NULL OR resolved_at IS NOT NULL");

            migrationBuilder.AddCheckConstraint(
                name: "ck_alarm_event_shelved",
                schema: "ems",
                table: "alarm_event",
                sql: "num_nulls(shelved_at, shelved_until, shelved_by, shelve_reason) = 4\nOR num_nulls(shelved_at, shelved_until, shelved_by, shelve_reason) = 0 AND shelved_at >= raised_at AND shelved_until > shelved_at AND resolved_at IS NULL");
        }
    }
}
