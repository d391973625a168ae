namespace EmsDashboard.Features.Quotas.Domain;

public enum CheckRunKind
{
    /// <summary>Dirty and due quotas only.</summary>
    Check,

    /// <summary>All active quotas; failures also name those whose record was wrong although nothing had marked it.</summary>
    FullCheck,

    /// <summary>All active quotas and every period in the late-data window.</summary>
    Recompute,

    /// <summary>No quotas: the monthly roll-ups against the daily rows. Evaluated are months, changed are roll-ups that were wrong.</summary>
    Rebuild,
}

public enum CheckRunTrigger
{
    Schedule,
    Manual,
    CommandLine,
    Import,

    /// <summary>No run had begun when one was due.</summary>
    Watchdog,
}

public enum CheckRunState
{
    Running,
    Succeeded,

    /// <summary>Finished, but some quotas could not be judged; see the run's failures.</summary>
    SucceededWithFailures,
    Failed,
}

/// <summary>One run of the quota check: when, why, by whom and what it found.</summary>
public sealed class CheckRun
{
    private CheckRun() { }

    public CheckRun(CheckRunKind kind, CheckRunTrigger trigger, string? triggeredBy, DateTimeOffset startedAt)
    {
        Kind = kind;
        Trigger = trigger;
        TriggeredBy = triggeredBy;
        StartedAt = startedAt;
        State = CheckRunState.Running;
    }

    public long Id { get; private set; }
    public CheckRunKind Kind { get; private set; }
    public CheckRunTrigger Trigger { get; private set; }
    public string? TriggeredBy { get; private set; }

    /// <summary>It looked at quotas with certain codes only: of what the day makes out of date it has not seen all.</summary>
    public bool IsPartial { get; private set; }
    public DateTimeOffset StartedAt { get; private set; }
    public DateTimeOffset? FinishedAt { get; private set; }
    public CheckRunState State { get; private set; }
    public int Evaluated { get; private set; }
    public int Changed { get; private set; }
    public int Normal { get; private set; }
    public int Warning { get; private set; }
    public int Exceeded { get; private set; }
    public int Raised { get; private set; }
    public int Escalated { get; private set; }
    public int Cleared { get; private set; }
    public int Closed { get; private set; }
    public int Failed { get; private set; }
    public long? ElapsedMs { get; private set; }

    /// <summary>Code of the <see cref="CheckReason"/> why the whole run failed; null otherwise.</summary>
    public string? ErrorCode { get; private set; }
    public string[] ErrorFacts { get; private set; } = [];

    public void Finish(CheckRunState state, DateTimeOffset at, long elapsedMs, CheckReason? error)
    {
        State = state;
        FinishedAt = at;
        ElapsedMs = elapsedMs;
        ErrorCode = error?.Code;
        ErrorFacts = [.. error?.Facts ?? []];
    }

    public void Count(int evaluated, int changed, int normal, int warning, int exceeded, int raised, int escalated, int cleared, int closed, int failed)
    {
        Evaluated += evaluated;
        Changed += changed;
        Normal += normal;
        Warning += warning;
        Exceeded += exceeded;
        Raised += raised;
        Escalated += escalated;
        Cleared += cleared;
        Closed += closed;
        Failed += failed;
    }
}

/// <summary>A quota that a run could not judge, and why.</summary>
public sealed class CheckRunFailure
{
    public long Id { get; private set; }
    public required long RunId { get; init; }
    public required int QuotaId { get; init; }
    public required string QuotaCode { get; init; }
    public required string ReasonCode { get; init; }
    public required string[] ReasonFacts { get; init; }
}
