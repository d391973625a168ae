using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Domain.Forecasting;
using EmsDashboard.Infrastructure.Persistence;
using Npgsql;

namespace EmsDashboard.Features.Quotas.Persistence;

/// <summary>A quota as the check reads it, with text left as it is stored: what cannot be understood is that quota's failure, not the batch's.</summary>
internal sealed record CheckedQuota
{
    public required int Id { get; init; }
    public required string Code { get; init; }
    public required QuotaScope Scope { get; init; }
    public required int? ScopeId { get; init; }
    public required string? TargetCode { get; init; }

    /// <summary>What the target measures, if it is a device.</summary>
    public required string? TargetEnergyType { get; init; }
    public required string EnergyType { get; init; }
    public required string TimeZone { get; init; }
    public required bool IsActive { get; init; }

    /// <summary>As <see cref="Domain.Quota.NeedsCheck"/>.</summary>
    public required bool NeedsCheck { get; init; }

    /// <summary>Chosen by hand; null for the better one of the past.</summary>
    public required ForecastMethod? ForecastMethod { get; init; }

    /// <summary>Its periods and what they are judged by; null when a version cannot be understood.</summary>
    public QuotaTimeline? Timeline { get; private init; }

    private CheckReason? VersionFault { get; init; }

    public char ScopeKind => Scope switch
    {
        QuotaScope.Device => 'd',
        QuotaScope.Group => 'g',
        _ => 't',
    };

    /// <summary>Why this quota cannot be judged; null when it can.</summary>
    public CheckReason? Obstacle =>
        ScopeId is null ? CheckReason.TargetGone(Scope, TargetCode)
        : Energy.Domain.EnergyType.Find(EnergyType) is not { } type ? CheckReason.UnknownEnergyType(EnergyType)
        : TargetEnergyType is { } measured && measured != EnergyType ? CheckReason.MeasuresOther(TargetCode, measured, EnergyType)
        : Timeline is null ? VersionFault
        : Timeline.Versions.FirstOrDefault(v => v.Unit.Dimension != type.CanonicalUnit.Dimension) is { } wrong ? CheckReason.OtherDimension(EnergyType, wrong.Unit.Symbol)
        : QuotaCalendar.IsKnownZone(TimeZone) ? null
        : CheckReason.UnknownZone(TimeZone);

    private const string Columns = """
        id, code, scope, CASE scope WHEN 'device' THEN target_device_id WHEN 'group' THEN target_group_id ELSE 0 END, target_code, energy_type,
        time_zone, is_active, forecast_method, (SELECT d.energy_type FROM ems.device d WHERE d.id = target_device_id), needs_check
        """;

    /// <summary>Reads and locks. Always in the order of ids, so that runs at the same time wait for each other and never in a circle.</summary>
    public static async Task<List<CheckedQuota>> LockAsync(NpgsqlConnection connection, int[] ids, CancellationToken cancellationToken) =>
        await WithVersionsAsync(connection, await connection.QueryAsync(
            $"SELECT {Columns} FROM ems.quota WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE", [ids], Read, cancellationToken), cancellationToken);

    /// <param name="codes">Only these; null means all.</param>
    public static async Task<List<CheckedQuota>> ActiveAsync(NpgsqlConnection connection, IReadOnlyCollection<string>? codes, CancellationToken cancellationToken) =>
        await WithVersionsAsync(connection, await connection.QueryAsync(
            $"SELECT {Columns} FROM ems.quota WHERE is_active AND ($1::text[] IS NULL OR code = ANY ($1)) ORDER BY code COLLATE \"C\"",
            [codes?.ToArray()], Read, cancellationToken), cancellationToken);

    public static Task<string> CodeAsync(NpgsqlConnection connection, int id, CancellationToken cancellationToken) =>
        connection.ScalarAsync<string>("SELECT code FROM ems.quota WHERE id = $1", [id], cancellationToken);

    private static async Task<List<CheckedQuota>> WithVersionsAsync(NpgsqlConnection connection, List<CheckedQuota> quotas, CancellationToken cancellationToken)
    {
        var versions = (await connection.QueryAsync("""
            SELECT quota_id, number, valid_from, is_retroactive, period, fiscal_start_month, start_day, period_from, period_to, quota_value, unit, thresholds,
                is_prorated, carry_over, carry_over_min, carry_over_max, distribution
            FROM ems.quota_version WHERE quota_id = ANY ($1) ORDER BY quota_id, number
            """, [quotas.Select(q => q.Id).ToArray()], ReadVersion, cancellationToken)).ToLookup(v => v.QuotaId);
        return [.. quotas.Select(q => q.With(versions[q.Id]))];
    }

    private CheckedQuota With(IEnumerable<QuotaVersion> versions)
    {
        try
        {
            return this with { Timeline = new QuotaTimeline(versions.Select(v => v.ToTerms())) };
        }
        catch (UnreadableVersionException fault)
        {
            return this with { VersionFault = fault.Reason };
        }
    }

    private static CheckedQuota Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetInt32(0),
        Code = row.GetString(1),
        Scope = SnakeCaseEnum.Parse<QuotaScope>(row.GetString(2)),
        ScopeId = row.Optional<int>(3),
        TargetCode = row.Text(4),
        EnergyType = row.GetString(5),
        TimeZone = row.GetString(6),
        IsActive = row.GetBoolean(7),
        ForecastMethod = row.Text(8) is { } method ? SnakeCaseEnum.Parse<ForecastMethod>(method) : null,
        TargetEnergyType = row.Text(9),
        NeedsCheck = row.GetBoolean(10),
    };

    private static QuotaVersion ReadVersion(NpgsqlDataReader row) => new()
    {
        QuotaId = row.GetInt32(0),
        Number = row.GetInt32(1),
        ValidFrom = row.GetFieldValue<DateOnly>(2),
        IsRetroactive = row.GetBoolean(3),
        Period = SnakeCaseEnum.Parse<PeriodKind>(row.GetString(4)),
        FiscalStartMonth = row.GetInt32(5),
        StartDay = row.GetInt32(6),
        PeriodFrom = row.Optional<DateOnly>(7),
        PeriodTo = row.Optional<DateOnly>(8),
        QuotaValue = row.GetDecimal(9),
        Unit = row.GetString(10),
        Thresholds = row.GetString(11),
        IsProrated = row.GetBoolean(12),
        CarryOver = SnakeCaseEnum.Parse<CarryOverMode>(row.GetString(13)),
        CarryOverMin = row.Optional<decimal>(14),
        CarryOverMax = row.Optional<decimal>(15),
        Distribution = row.Text(16),
    };
}
