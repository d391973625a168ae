using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace EmsDashboard.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "ems");

            migrationBuilder.CreateTable(
                name: "app_role",
                schema: "ems",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    normalized_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    concurrency_stamp = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_app_role", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "app_user",
                schema: "ems",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    display_name = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    user_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    normalized_user_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    normalized_email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    email_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    password_hash = table.Column<string>(type: "text", nullable: true),
                    security_stamp = table.Column<string>(type: "text", nullable: true),
                    concurrency_stamp = table.Column<string>(type: "text", nullable: true),
                    phone_number = table.Column<string>(type: "text", nullable: true),
                    phone_number_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    two_factor_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    lockout_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lockout_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    access_failed_count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_app_user", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "audit_log",
                schema: "ems",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    actor = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    action = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    subject = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    detail = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_log", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "check_run",
                schema: "ems",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    trigger = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    triggered_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    evaluated = table.Column<int>(type: "integer", nullable: false),
                    changed = table.Column<int>(type: "integer", nullable: false),
                    normal = table.Column<int>(type: "integer", nullable: false),
                    warning = table.Column<int>(type: "integer", nullable: false),
                    exceeded = table.Column<int>(type: "integer", nullable: false),
                    raised = table.Column<int>(type: "integer", nullable: false),
                    escalated = table.Column<int>(type: "integer", nullable: false),
                    cleared = table.Column<int>(type: "integer", nullable: false),
                    closed = table.Column<int>(type: "integer", nullable: false),
                    failed = table.Column<int>(type: "integer", nullable: false),
                    elapsed_ms = table.Column<long>(type: "bigint", nullable: true),
                    error = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_check_run", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "data_protection_key",
                schema: "ems",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    friendly_name = table.Column<string>(type: "text", nullable: true),
                    xml = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_protection_key", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "device_group",
                schema: "ems",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    code = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    parent_id = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_device_group", x => x.id);
                    table.ForeignKey(
                        name: "fk_device_group_device_group_parent_id",
                        column: x => x.parent_id,
                        principalSchema: "ems",
                        principalTable: "device_group",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "import_batch",
                schema: "ems",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    kind = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    file_name = table.Column<string>(type: "character varying(260)", maxLength: 260, nullable: false),
                    imported_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    rows_read = table.Column<int>(type: "integer", nullable: false),
                    inserted = table.Column<int>(type: "integer", nullable: false),
                    updated = table.Column<int>(type: "integer", nullable: false),
                    unchanged = table.Column<int>(type: "integer", nullable: false),
                    rejected_total = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_batch", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "app_role_claim",
                schema: "ems",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    role_id = table.Column<int>(type: "integer", nullable: false),
                    claim_type = table.Column<string>(type: "text", nullable: true),
                    claim_value = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_app_role_claim", x => x.id);
                    table.ForeignKey(
                        name: "fk_app_role_claim_app_role_role_id",
                        column: x => x.role_id,
                        principalSchema: "ems",
                        principalTable: "app_role",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "app_user_claim",
                schema: "ems",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    claim_type = table.Column<string>(type: "text", nullable: true),
                    claim_value = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_app_user_claim", x => x.id);
                    table.ForeignKey(
                        name: "fk_app_user_claim_app_user_user_id",
                        column: x => x.user_id,
                        principalSchema: "ems",
                        principalTable: "app_user",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "app_user_login",
                schema: "ems",
                columns: table => new
                {
                    login_provider = table.Column<string>(type: "text", nullable: false),
                    provider_key = table.Column<string>(type: "text", nullable: false),
                    provider_display_name = table.Column<string>(type: "text", nullable: true),
                    user_id = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_app_user_login", x => new { x.login_provider, x.provider_key });
                    table.ForeignKey(
                        name: "fk_app_user_login_app_user_user_id",
                        column: x => x.user_id,
                        principalSchema: "ems",
                        principalTable: "app_user",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "app_user_role",
                schema: "ems",
                columns: table => new
                {
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    role_id = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_app_user_role", x => new { x.user_id, x.role_id });
                    table.ForeignKey(
                        name: "fk_app_user_role_app_role_role_id",
                        column: x => x.role_id,
                        principalSchema: "ems",
                        principalTable: "app_role",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_app_user_role_app_user_user_id",
                        column: x => x.user_id,
                        principalSchema: "ems",
                        principalTable: "app_user",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "app_user_token",
                schema: "ems",
                columns: table => new
                {
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    login_provider = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_app_user_token", x => new { x.user_id, x.login_provider, x.name });
                    table.ForeignKey(
                        name: "fk_app_user_token_app_user_user_id",
                        column: x => x.user_id,
                        principalSchema: "ems",
                        principalTable: "app_user",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "check_run_failure",
                schema: "ems",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    run_id = table.Column<long>(type: "bigint", nullable: false),
                    quota_id = table.Column<int>(type: "integer", nullable: false),
                    quota_code = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_check_run_failure", x => x.id);
                    table.ForeignKey(
                        name: "fk_check_run_failure_check_run_run_id",
                        column: x => x.run_id,
                        principalSchema: "ems",
                        principalTable: "check_run",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "device",
                schema: "ems",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    code = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    energy_type = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    unit = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    group_id = table.Column<int>(type: "integer", nullable: false),
                    site = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    time_zone = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    area_m2 = table.Column<decimal>(type: "numeric(18,3)", precision: 18, scale: 3, nullable: true),
                    floors = table.Column<int>(type: "integer", nullable: true),
                    source_id = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    first_date = table.Column<DateOnly>(type: "date", nullable: true),
                    last_date = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_device", x => x.id);
                    table.ForeignKey(
                        name: "fk_device_device_group_group_id",
                        column: x => x.group_id,
                        principalSchema: "ems",
                        principalTable: "device_group",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "quota",
                schema: "ems",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    code = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    scope = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    target_device_id = table.Column<int>(type: "integer", nullable: true),
                    target_group_id = table.Column<int>(type: "integer", nullable: true),
                    target_code = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    energy_type = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    period = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    time_zone = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    quota_value = table.Column<decimal>(type: "numeric(24,6)", precision: 24, scale: 6, nullable: false),
                    unit = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    warning_threshold_pct = table.Column<decimal>(type: "numeric(9,3)", precision: 9, scale: 3, nullable: false),
                    alert_threshold_pct = table.Column<decimal>(type: "numeric(9,3)", precision: 9, scale: 3, nullable: false),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    note = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    next_due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_quota", x => x.id);
                    table.ForeignKey(
                        name: "fk_quota_device_group_target_group_id",
                        column: x => x.target_group_id,
                        principalSchema: "ems",
                        principalTable: "device_group",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_quota_device_target_device_id",
                        column: x => x.target_device_id,
                        principalSchema: "ems",
                        principalTable: "device",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "alarm_event",
                schema: "ems",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    quota_id = table.Column<int>(type: "integer", nullable: false),
                    period_start = table.Column<DateOnly>(type: "date", nullable: false),
                    period_end = table.Column<DateOnly>(type: "date", nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    severity = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    value = table.Column<decimal>(type: "numeric(28,9)", precision: 28, scale: 9, nullable: false),
                    threshold = table.Column<decimal>(type: "numeric(28,9)", precision: 28, scale: 9, nullable: false),
                    quota_value = table.Column<decimal>(type: "numeric(24,6)", precision: 24, scale: 6, nullable: false),
                    usage_rate_pct = table.Column<decimal>(type: "numeric", nullable: false),
                    unit = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    raised_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    acknowledged_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    acknowledged_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    acknowledge_comment = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    cleared_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    clear_reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    resolved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    resolved_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    resolve_reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    occurrences = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alarm_event", x => x.id);
                    table.CheckConstraint("ck_alarm_event_acknowledged", "(acknowledged_at IS NULL) = (acknowledged_by IS NULL)");
                    table.CheckConstraint("ck_alarm_event_order", "(acknowledged_at >= raised_at OR acknowledged_at IS NULL) AND (resolved_at >= raised_at OR resolved_at IS NULL)");
                    table.CheckConstraint("ck_alarm_event_reason", "(resolved_at IS NULL) = (resolve_reason IS NULL) AND (cleared_at IS NULL) = (clear_reason IS NULL)");
                    table.ForeignKey(
                        name: "fk_alarm_event_quota_quota_id",
                        column: x => x.quota_id,
                        principalSchema: "ems",
                        principalTable: "quota",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "quota_usage",
                schema: "ems",
                columns: table => new
                {
                    quota_id = table.Column<int>(type: "integer", nullable: false),
                    period_start = table.Column<DateOnly>(type: "date", nullable: false),
                    period_end = table.Column<DateOnly>(type: "date", nullable: false),
                    actual_value = table.Column<decimal>(type: "numeric(28,9)", precision: 28, scale: 9, nullable: false),
                    quota_value = table.Column<decimal>(type: "numeric(24,6)", precision: 24, scale: 6, nullable: false),
                    unit = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    warning_threshold_pct = table.Column<decimal>(type: "numeric(9,3)", precision: 9, scale: 3, nullable: false),
                    alert_threshold_pct = table.Column<decimal>(type: "numeric(9,3)", precision: 9, scale: 3, nullable: false),
                    usage_rate_pct = table.Column<decimal>(type: "numeric", nullable: false),
                    status = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    day_count = table.Column<int>(type: "integer", nullable: false),
                    data_through = table.Column<DateOnly>(type: "date", nullable: true),
                    is_current = table.Column<bool>(type: "boolean", nullable: false),
                    calculated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    run_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_quota_usage", x => new { x.quota_id, x.period_start });
                    table.ForeignKey(
                        name: "fk_quota_usage_quota_quota_id",
                        column: x => x.quota_id,
                        principalSchema: "ems",
                        principalTable: "quota",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "alarm_transition",
                schema: "ems",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    alarm_id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    type = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    actor = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    comment = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    severity = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    usage_rate_pct = table.Column<decimal>(type: "numeric", nullable: false),
                    run_id = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alarm_transition", x => x.id);
                    table.ForeignKey(
                        name: "fk_alarm_transition_alarm_event_alarm_id",
                        column: x => x.alarm_id,
                        principalSchema: "ems",
                        principalTable: "alarm_event",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.InsertData(
                schema: "ems",
                table: "app_role",
                columns: new[] { "id", "concurrency_stamp", "name", "normalized_name" },
                values: new object[,]
                {
                    { 1, "viewer", "viewer", "VIEWER" },
                    { 2, "staff", "staff", "STAFF" },
                    { 3, "manager", "manager", "MANAGER" },
                    { 4, "admin", "admin", "ADMIN" }
                });

            migrationBuilder.CreateIndex(
                name: "ix_alarm_event_quota_id_period_start_kind",
                schema: "ems",
                table: "alarm_event",
                columns: new[] { "quota_id", "period_start", "kind" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_alarm_event_raised_at",
                schema: "ems",
                table: "alarm_event",
                column: "raised_at");

            migrationBuilder.CreateIndex(
                name: "ix_alarm_event_raised_at1",
                schema: "ems",
                table: "alarm_event",
                column: "raised_at",
                filter: "resolved_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_alarm_transition_alarm_id_id",
                schema: "ems",
                table: "alarm_transition",
                columns: new[] { "alarm_id", "id" });

            migrationBuilder.CreateIndex(
                name: "RoleNameIndex",
                schema: "ems",
                table: "app_role",
                column: "normalized_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_app_role_claim_role_id",
                schema: "ems",
                table: "app_role_claim",
                column: "role_id");

            migrationBuilder.CreateIndex(
                name: "EmailIndex",
                schema: "ems",
                table: "app_user",
                column: "normalized_email");

            migrationBuilder.CreateIndex(
                name: "UserNameIndex",
                schema: "ems",
                table: "app_user",
                column: "normalized_user_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_app_user_claim_user_id",
                schema: "ems",
                table: "app_user_claim",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_app_user_login_user_id",
                schema: "ems",
                table: "app_user_login",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_app_user_role_role_id",
                schema: "ems",
                table: "app_user_role",
                column: "role_id");

            migrationBuilder.CreateIndex(
                name: "ix_audit_log_at",
                schema: "ems",
                table: "audit_log",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_check_run_started_at",
                schema: "ems",
                table: "check_run",
                column: "started_at");

            migrationBuilder.CreateIndex(
                name: "ix_check_run_failure_run_id",
                schema: "ems",
                table: "check_run_failure",
                column: "run_id");

            migrationBuilder.CreateIndex(
                name: "ix_device_code",
                schema: "ems",
                table: "device",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_device_group_id",
                schema: "ems",
                table: "device",
                column: "group_id");

            migrationBuilder.CreateIndex(
                name: "ix_device_group_code",
                schema: "ems",
                table: "device_group",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_device_group_parent_id",
                schema: "ems",
                table: "device_group",
                column: "parent_id");

            migrationBuilder.CreateIndex(
                name: "ix_import_batch_started_at",
                schema: "ems",
                table: "import_batch",
                column: "started_at");

            migrationBuilder.CreateIndex(
                name: "ix_quota_code",
                schema: "ems",
                table: "quota",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_quota_next_due_at",
                schema: "ems",
                table: "quota",
                column: "next_due_at",
                filter: "is_active");

            migrationBuilder.CreateIndex(
                name: "ix_quota_target_device_id",
                schema: "ems",
                table: "quota",
                column: "target_device_id");

            migrationBuilder.CreateIndex(
                name: "ix_quota_target_group_id",
                schema: "ems",
                table: "quota",
                column: "target_group_id");

            migrationBuilder.CreateIndex(
                name: "ix_quota_usage_period_start",
                schema: "ems",
                table: "quota_usage",
                column: "period_start");

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

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "alarm_transition",
                schema: "ems");

            migrationBuilder.DropTable(
                name: "app_role_claim",
                schema: "ems");

            migrationBuilder.DropTable(
                name: "app_user_claim",
                schema: "ems");

            migrationBuilder.DropTable(
                name: "app_user_login",
                schema: "ems");

            migrationBuilder.DropTable(
                name: "app_user_role",
                schema: "ems");

            migrationBuilder.DropTable(
                name: "app_user_token",
                schema: "ems");

            migrationBuilder.DropTable(
                name: "audit_log",
                schema: "ems");

            migrationBuilder.DropTable(
                name: "check_run_failure",
                schema: "ems");

            migrationBuilder.DropTable(
                name: "data_protection_key",
                schema: "ems");

            migrationBuilder.DropTable(
                name: "import_batch",
                schema: "ems");

            migrationBuilder.DropTable(
                name: "quota_usage",
                schema: "ems");

            migrationBuilder.DropTable(
                name: "alarm_event",
                schema: "ems");

            migrationBuilder.DropTable(
                name: "app_role",
                schema: "ems");

            migrationBuilder.DropTable(
                name: "app_user",
                schema: "ems");

            migrationBuilder.DropTable(
                name: "check_run",
                schema: "ems");

            migrationBuilder.DropTable(
                name: "quota",
                schema: "ems");

            migrationBuilder.DropTable(
                name: "device",
                schema: "ems");

            migrationBuilder.DropTable(
                name: "device_group",
                schema: "ems");
        }
    }
}
