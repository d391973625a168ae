using EmsDashboard.Features.Quotas.Domain;
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
    public required QuotaPeriod Period { get; init; }
    public required string TimeZone { get; init; }
    public required decimal QuotaValue { get; init; }
    public required string Unit { get; init; }
    public required decimal WarningThresholdPct { get; init; }
    public required decimal AlertThresholdPct { get; init; }
    public required bool IsActive { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    public char ScopeKind => Scope switch
    {
        QuotaScope.Device => 'd',
        QuotaScope.Group => 'g',
        _ => 't',
    };

    public UsageTerms Terms => new(QuotaValue, Energy.Domain.Unit.Get(Unit), WarningThresholdPct, AlertThresholdPct);

    /// <summary>Why this quota cannot be judged, in a sentence for people; null when it can.</summary>
    public string? Obstacle =>
        ScopeId is null ? $"The {(Scope == QuotaScope.Device ? "meter" : "group")} {TargetCode} that the quota is set on does not exist any more."
        : Energy.Domain.EnergyType.Find(EnergyType) is not { } type ? $"The energy type '{EnergyType}' is unknown."
        : TargetEnergyType is { } measured && measured != EnergyType ? $"The meter {TargetCode} measures {measured} now, not {EnergyType}."
        : Energy.Domain.Unit.Find(Unit) is not { } unit ? $"The unit '{Unit}' is unknown."
        : unit.Dimension != type.CanonicalUnit.Dimension ? $"{EnergyType} is not measured in {Unit}."
        : QuotaCalendar.IsKnownZone(TimeZone) ? null
        : $"The time zone '{TimeZone}' is unknown.";

    private const string Columns = """
        id, code, scope, CASE scope WHEN 'device' THEN target_device_id WHEN 'group' THEN target_group_id ELSE 0 END, target_code, energy_type,
        period, time_zone, quota_value, unit, warning_threshold_pct, alert_threshold_pct, is_active, updated_at,
        (SELECT d.energy_type FROM ems.device d WHERE d.id = target_device_id)
        """;

    /// <summary>Reads and locks. Always in the order of ids, so that runs at the same time wait for each other and never in a circle.</summary>
    public static Task<List<CheckedQuota>> LockAsync(NpgsqlConnection connection, int[] ids, CancellationToken cancellationToken) =>
        connection.QueryAsync($"SELECT {Columns} FROM ems.quota WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE", [ids], Read, cancellationToken);

    /// <param name="codes">Only these; null means all.</param>
    public static Task<List<CheckedQuota>> ActiveAsync(NpgsqlConnection connection, IReadOnlyCollection<string>? codes, CancellationToken cancellationToken) =>
        connection.QueryAsync($"SELECT {Columns} FROM ems.quota WHERE is_active AND ($1::text[] IS NULL OR code = ANY ($1)) ORDER BY code COLLATE \"C\"",
            [codes?.ToArray()], Read, cancellationToken);

    public static Task<string> CodeAsync(NpgsqlConnection connection, int id, CancellationToken cancellationToken) =>
        connection.ScalarAsync<string>("SELECT code FROM ems.quota WHERE id = $1", [id], cancellationToken);

    private static CheckedQuota Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetInt32(0),
        Code = row.GetString(1),
        Scope = SnakeCaseEnum.Parse<QuotaScope>(row.GetString(2)),
        ScopeId = row.Optional<int>(3),
        TargetCode = row.IsDBNull(4) ? null : row.GetString(4),
        EnergyType = row.GetString(5),
        Period = SnakeCaseEnum.Parse<QuotaPeriod>(row.GetString(6)),
        TimeZone = row.GetString(7),
        QuotaValue = row.GetDecimal(8),
        Unit = row.GetString(9),
        WarningThresholdPct = row.GetDecimal(10),
        AlertThresholdPct = row.GetDecimal(11),
        IsActive = row.GetBoolean(12),
        UpdatedAt = row.GetFieldValue<DateTimeOffset>(13),
        TargetEnergyType = row.IsDBNull(14) ? null : row.GetString(14),
    };
}
