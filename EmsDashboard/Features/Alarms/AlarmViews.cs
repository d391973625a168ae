using EmsDashboard.Features.Alarms.Domain;
using EmsDashboard.Features.Quotas.Domain;

namespace EmsDashboard.Features.Alarms;

/// <summary>The desk's tabs: each shows alarms in certain states.</summary>
public enum AlarmTab
{
    /// <summary>The condition holds, acknowledged or not, and nobody has put it aside.</summary>
    Open,

    /// <summary>The condition holds and nobody has taken it on.</summary>
    ToAcknowledge,

    /// <summary>Whoever looks is to take care of it.</summary>
    Mine,

    /// <summary>Somebody has put it aside until a later time.</summary>
    Shelved,

    /// <summary>The condition is gone before anybody acknowledged.</summary>
    Cleared,

    /// <summary>Nothing is left to do.</summary>
    Resolved,
}

/// <summary>What a list of alarms is narrowed to. Null or empty means all.</summary>
/// <param name="Group">Code of a group; takes in its descendants. Quotas on whole energy types belong to no group.</param>
/// <param name="Search">Part of the quota's name or code, or of what somebody wrote, whatever the case.</param>
/// <param name="Assignee">E-mail of who takes care of it, or <see cref="Nobody"/>.</param>
public sealed record AlarmFilter(
    AlarmTab Tab = AlarmTab.Open, AlarmSeverity? Severity = null, string? EnergyType = null, string? Group = null, string? Search = null, AlarmKind? Kind = null, string? Assignee = null)
{
    /// <summary>Stands for alarms that nobody takes care of.</summary>
    public const string Nobody = "-";

    public bool IsNarrowed => Narrowings > 0;

    /// <summary>How many of its conditions are set, the tab left aside.</summary>
    public int Narrowings => (Severity is null ? 0 : 1) + (string.IsNullOrEmpty(EnergyType) ? 0 : 1) + (string.IsNullOrEmpty(Group) ? 0 : 1) + (string.IsNullOrWhiteSpace(Search) ? 0 : 1)
        + (Kind is null ? 0 : 1) + (string.IsNullOrEmpty(Assignee) ? 0 : 1);

    public AlarmFilter Widened => new(Tab);
}

/// <summary>Somebody who may work on alarms.</summary>
/// <param name="Name">How the person is called; the e-mail without a display name.</param>
public sealed record AlarmPerson(string Email, string Name);

/// <summary>An alarm as lists and the drawer show it.</summary>
public sealed record AlarmRow
{
    public required long Id { get; init; }
    public required int QuotaId { get; init; }
    public required string QuotaCode { get; init; }
    public required string QuotaName { get; init; }
    public required QuotaScope Scope { get; init; }
    public required string? TargetCode { get; init; }

    /// <summary>Name of the device or group; null for a whole energy type and for a target that is gone.</summary>
    public required string? TargetName { get; init; }
    public required string EnergyType { get; init; }

    /// <summary>IANA zone in which the period's days begin.</summary>
    public required string TimeZone { get; init; }
    public required AlarmKind Kind { get; init; }
    public required DateOnly PeriodStart { get; init; }
    public required DateOnly PeriodEnd { get; init; }
    public required AlarmSeverity Severity { get; init; }

    /// <summary>What was used when the alarm last changed, or expected of the period's end, in <see cref="Unit"/>.</summary>
    public required decimal Value { get; init; }
    public required decimal Threshold { get; init; }
    public required decimal QuotaValue { get; init; }
    public required decimal UsageRatePct { get; init; }
    public required string Unit { get; init; }
    public required DateTimeOffset RaisedAt { get; init; }
    public required DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>How the person is called; the e-mail address without a display name.</summary>
    public required string? AcknowledgedBy { get; init; }
    public required string? AcknowledgeComment { get; init; }
    public required DateTimeOffset? ClearedAt { get; init; }
    public required string? ClearReason { get; init; }
    public required DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>How the person is called; null when the system did it.</summary>
    public required string? ResolvedBy { get; init; }
    public required string? ResolveReason { get; init; }
    public required int Occurrences { get; init; }
    public required int Version { get; init; }

    /// <summary>Who takes care of it, as the person is called; null while nobody does.</summary>
    public string? Assignee { get; init; }

    /// <summary>E-mail of that person.</summary>
    public string? AssigneeEmail { get; init; }

    /// <summary>Until when it is put aside; null when it is not, or no longer.</summary>
    public DateTimeOffset? ShelvedUntil { get; init; }
    public string? ShelvedBy { get; init; }
    public string? ShelveReason { get; init; }

    /// <summary>What somebody wrote last; null while nobody has.</summary>
    public string? LastComment { get; init; }

    /// <summary>How that person is called.</summary>
    public string? LastCommentBy { get; init; }

    /// <summary>The quota that this one is part of; null for none.</summary>
    public int? ParentQuotaId { get; init; }

    /// <summary>Alarms of quotas that are parts of this one's, and of their parts, that are in the same list; they stand under this one.</summary>
    public IReadOnlyList<AlarmRow> Parts { get; init; } = [];

    /// <summary>It stands under the alarm of the quota that its own is part of.</summary>
    public bool IsPart { get; init; }

    /// <summary>What the period's usage record says now; null without one.</summary>
    public required AlarmUsage? Now { get; init; }

    /// <summary>Share of the quota that is used now; null where nothing is known of it.</summary>
    public decimal? RateNow => Now?.UsageRatePct;

    /// <summary>Share when the alarm ended. One that its period's end closed stands with the whole period, which may have gone on after the alarm last changed.</summary>
    public decimal RateAtEnd => (ResolveReason ?? ClearReason) == AlarmReasons.PeriodEnded ? RateNow ?? UsageRatePct : UsageRatePct;

    public AlarmState State => (ResolvedAt, ClearedAt, AcknowledgedAt) switch
    {
        ({ }, _, _) => AlarmState.Resolved,
        (null, { }, null) => AlarmState.Cleared,
        (null, { }, { }) => AlarmState.Resolved,
        (null, null, { }) => AlarmState.Acknowledged,
        _ => AlarmState.Active,
    };

    /// <summary>As it is seen here.</summary>
    public AlarmSeen Seen => new(Id, Version);

    public bool IsShelved => ShelvedUntil is not null;

    /// <summary>When the alarm stopped holding; null while it holds.</summary>
    public DateTimeOffset? EndedAt => ClearedAt ?? ResolvedAt;
}

/// <summary>The usage record of an alarm's quota and period as it stands now.</summary>
public sealed record AlarmUsage
{
    public required decimal ActualValue { get; init; }

    /// <summary>Null where there is no forecast now.</summary>
    public required decimal? ForecastValue { get; init; }

    /// <summary>Day on which the quota will be exceeded; null where it will not.</summary>
    public required DateOnly? ExceedsOn { get; init; }
    public required decimal QuotaValue { get; init; }
    public required string Unit { get; init; }

    /// <summary>forecast ÷ quota × 100, for display; null without a forecast or a limit.</summary>
    public decimal? ForecastRatePct => ForecastValue is { } forecast && QuotaValue > 0 ? Math.Round(forecast * 100 / QuotaValue, 6) : null;
    public required decimal UsageRatePct { get; init; }
    public required decimal WarningThresholdPct { get; init; }
    public required decimal AlertThresholdPct { get; init; }
    public required QuotaStatus Status { get; init; }
    public required DateOnly? DataThrough { get; init; }
    public required DateTimeOffset CalculatedAt { get; init; }
}

/// <summary>An alarm as a selection of many knows it.</summary>
public readonly record struct AlarmChoice(long Id, int Version, bool IsAcknowledged)
{
    public AlarmSeen Seen => new(Id, Version);
}

/// <summary>A page of alarms with how many each tab holds under the same filter.</summary>
/// <param name="Items">Alarms that stand under another one are in its parts.</param>
/// <param name="Total">How many there are on all pages, those under others left aside.</param>
public sealed record AlarmPage(IReadOnlyList<AlarmRow> Items, int Total, AlarmCounts Counts);

/// <summary>How many alarms each tab holds.</summary>
public sealed record AlarmCounts(int Open, int ToAcknowledge, int Cleared, int Resolved, int Mine = 0, int Shelved = 0)
{
    public int this[AlarmTab tab] => tab switch
    {
        AlarmTab.ToAcknowledge => ToAcknowledge,
        AlarmTab.Mine => Mine,
        AlarmTab.Shelved => Shelved,
        AlarmTab.Cleared => Cleared,
        AlarmTab.Resolved => Resolved,
        _ => Open,
    };
}

/// <summary>Alarms that nobody has acknowledged.</summary>
/// <param name="NewestAt">When the newest of them was raised; null when none waits.</param>
public sealed record WaitingAlarms(int Count, DateTimeOffset? NewestAt)
{
    public static readonly WaitingAlarms None = new(0, null);
}

/// <summary>One alarm with everything that happened to it, the latest first.</summary>
public sealed record AlarmDetail(AlarmRow Alarm, IReadOnlyList<AlarmMoment> Timeline);

/// <summary>A line of an alarm's timeline.</summary>
/// <param name="Person">How the person is called; null when the system did it.</param>
public sealed record AlarmMoment(
    long Id, DateTimeOffset At, AlarmTransitionType Type, string? Person, string? Comment, AlarmSeverity Severity, decimal UsageRatePct, long? RunId)
{
    /// <summary>Of an assignment: to whom, as the person is called; null for nobody.</summary>
    public string? Assignee { get; init; }

    /// <summary>Of a shelving: until when.</summary>
    public DateTimeOffset? Until { get; init; }
}
