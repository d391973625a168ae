namespace EmsDashboard.Features.Alarms.Domain;

/// <summary>What an alarm is about. One alarm per quota, period and kind for its whole life.</summary>
public enum AlarmKind
{
    /// <summary>What was used of the running period's quota.</summary>
    Usage,

    /// <summary>The same of the running month of a split year.</summary>
    Month,

    /// <summary>What will have been used by the running period's end.</summary>
    Forecast,

    /// <summary>What late data made of a closed period.</summary>
    Restatement,
}

public enum AlarmSeverity
{
    Warning,
    Critical,
}

/// <summary>Derived from the timestamps, never stored.</summary>
public enum AlarmState
{
    /// <summary>The condition holds and nobody acknowledged.</summary>
    Active,

    /// <summary>The condition holds and somebody took it on.</summary>
    Acknowledged,

    /// <summary>The condition is gone, nobody acknowledged yet.</summary>
    Cleared,
    Resolved,
}

/// <summary>An alarm. Facts are timestamps; every change goes through one service and leaves an <see cref="AlarmTransition"/>.</summary>
public sealed class AlarmEvent
{
    public long Id { get; init; }
    public int QuotaId { get; init; }
    public DateOnly PeriodStart { get; init; }

    /// <summary>First day after the period. Moves when the period is cut by a change of the quota's rule.</summary>
    public DateOnly PeriodEnd { get; set; }
    public AlarmKind Kind { get; init; }
    public AlarmSeverity Severity { get; set; }

    /// <summary>Usage at the last change, or what was expected of the period's end, in <see cref="Unit"/>.</summary>
    public decimal Value { get; set; }

    /// <summary>The amount whose reaching raised this severity, in <see cref="Unit"/>.</summary>
    public decimal Threshold { get; set; }
    public decimal QuotaValue { get; set; }
    public decimal UsageRatePct { get; set; }
    public string Unit { get; set; } = null!;
    public DateTimeOffset RaisedAt { get; set; }
    public DateTimeOffset? AcknowledgedAt { get; set; }
    public string? AcknowledgedBy { get; set; }
    public string? AcknowledgeComment { get; set; }
    public DateTimeOffset? ClearedAt { get; set; }
    public string? ClearReason { get; set; }
    public DateTimeOffset? ResolvedAt { get; set; }

    /// <summary>Who closed it by hand; null when the system did.</summary>
    public string? ResolvedBy { get; set; }
    public string? ResolveReason { get; set; }

    /// <summary>E-mail of the person who takes care of it; null while nobody does.</summary>
    public string? Assignee { get; set; }

    /// <summary>Since when it is out of the way. It stays so until <see cref="ShelvedUntil"/>, whether somebody writes its return down at that time or later.</summary>
    public DateTimeOffset? ShelvedAt { get; set; }
    public DateTimeOffset? ShelvedUntil { get; set; }
    public string? ShelvedBy { get; set; }
    public string? ShelveReason { get; set; }
    public int Occurrences { get; set; }

    /// <summary>Counts changes; an update that names an older version changes nothing.</summary>
    public int Version { get; set; }

    /// <summary>Carries out a step of <see cref="AlarmLifecycle"/> on this alarm.</summary>
    /// <param name="reason">Why, for a step that ends something; one of <see cref="AlarmReasons"/>.</param>
    public void Take(AlarmStep step, DateTimeOffset at, string reason)
    {
        // Who put it aside had seen less than this.
        if (step.Type is AlarmTransitionType.Escalated || step.Severity > Severity) LeaveShelf();
        Severity = step.Severity;
        switch (step.Type)
        {
            case AlarmTransitionType.Escalated when ResolvedAt is null:
                Unacknowledge();
                break;
            case AlarmTransitionType.Escalated or AlarmTransitionType.Reactivated:
                Unacknowledge();
                (ClearedAt, ClearReason, ResolvedAt, ResolvedBy, ResolveReason) = (null, null, null, null, null);
                Occurrences++;
                break;
            case AlarmTransitionType.Cleared:
                (ClearedAt, ClearReason) = (NotBefore(at), reason);
                break;
            case AlarmTransitionType.PeriodClosed:
                (ResolvedAt, ResolvedBy, ResolveReason) = (NotBefore(at), null, reason);
                LeaveShelf();
                break;
        }
        Version++;
    }

    /// <summary>Somebody takes note. An alarm whose condition is already gone is resolved by it.</summary>
    /// <returns>False when somebody has done so before, or nothing is left to take note of; the alarm is unchanged then. So with all that people do.</returns>
    public bool Acknowledge(string by, DateTimeOffset at, string comment)
    {
        if (AcknowledgedAt is not null || ResolvedAt is not null) return false;
        (AcknowledgedAt, AcknowledgedBy, AcknowledgeComment) = (NotBefore(at), by, comment);
        return Changed();
    }

    /// <summary>Closes it by hand. While the condition holds that accepts it for this period at this severity.</summary>
    public bool Resolve(string by, DateTimeOffset at, string reason)
    {
        if (State is AlarmState.Resolved) return false;
        (ResolvedAt, ResolvedBy, ResolveReason) = (NotBefore(at), by, reason);
        LeaveShelf();
        return Changed();
    }

    /// <param name="to">E-mail of the person; null for nobody.</param>
    public bool Assign(string? to)
    {
        if (State is AlarmState.Resolved || Assignee == to) return false;
        Assignee = to;
        return Changed();
    }

    /// <summary>Puts it out of the way for a time. Only what holds can be put aside; what is aside already stays so until it was to.</summary>
    public bool Shelve(string by, DateTimeOffset at, DateTimeOffset until, string reason)
    {
        var since = at < RaisedAt ? RaisedAt : at;
        if (ClearedAt is not null || ResolvedAt is not null || IsShelved(at) || until <= since) return false;
        (ShelvedAt, ShelvedUntil, ShelvedBy, ShelveReason) = (since, until, by, reason);
        return Changed();
    }

    /// <summary>Brings it back before its time, or at its time.</summary>
    public bool Unshelve()
    {
        if (ShelvedAt is null) return false;
        LeaveShelf();
        return Changed();
    }

    public bool IsShelved(DateTimeOffset at) => ShelvedUntil > at;

    /// <summary>A worse or returned condition asks for somebody again; who took on the last one stays in the timeline.</summary>
    private void Unacknowledge() => (AcknowledgedAt, AcknowledgedBy, AcknowledgeComment) = (null, null, null);

    private void LeaveShelf() => (ShelvedAt, ShelvedUntil, ShelvedBy, ShelveReason) = (null, null, null, null);

    private bool Changed()
    {
        Version++;
        return true;
    }

    /// <summary>Two hosts' clocks may differ by a little; what happened later is never dated before what happened earlier.</summary>
    private DateTimeOffset NotBefore(DateTimeOffset at) => new[] { at, RaisedAt, AcknowledgedAt ?? at, ClearedAt ?? at }.Max();

    public AlarmState State => (ResolvedAt, ClearedAt, AcknowledgedAt) switch
    {
        ({ }, _, _) => AlarmState.Resolved,
        (null, { }, null) => AlarmState.Cleared,
        (null, { }, { }) => AlarmState.Resolved,
        (null, null, { }) => AlarmState.Acknowledged,
        _ => AlarmState.Active,
    };
}

public enum AlarmTransitionType
{
    Raised,
    Escalated,
    Lowered,
    Reactivated,
    Acknowledged,
    Commented,
    Cleared,
    Resolved,
    PeriodClosed,
    Assigned,
    Shelved,
    Unshelved,
}

/// <summary>A line of an alarm's timeline.</summary>
public sealed class AlarmTransition
{
    public long Id { get; init; }
    public long AlarmId { get; init; }
    public DateTimeOffset At { get; init; }
    public AlarmTransitionType Type { get; init; }

    /// <summary>E-mail of the person; null when the system did it.</summary>
    public string? Actor { get; init; }
    public string? Comment { get; init; }
    public AlarmSeverity Severity { get; init; }
    public decimal UsageRatePct { get; init; }
    public long? RunId { get; init; }

    /// <summary>Of an assignment: to whom; null for nobody.</summary>
    public string? Assignee { get; init; }

    /// <summary>Of a shelving: until when.</summary>
    public DateTimeOffset? Until { get; init; }
}
