using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.CommandLine;

namespace EmsDashboard.Features.Quotas;

/// <summary>Closed periods to be computed anew: those that hold any of these days.</summary>
public sealed record RecomputeRange(DateOnly From, DateOnly To);

/// <summary>What a run is to do and on whose account.</summary>
public sealed record CheckRequest
{
    public CheckRunKind Kind { get; init; } = CheckRunKind.Check;
    public CheckRunTrigger Trigger { get; init; } = CheckRunTrigger.Schedule;

    /// <summary>Name of the person; null when nobody in particular asked.</summary>
    public string? TriggeredBy { get; init; }

    /// <summary>Every active quota instead of only those that are marked or due.</summary>
    public bool All { get; init; }

    /// <summary>Only quotas with these codes; null means no narrowing.</summary>
    public IReadOnlyCollection<string>? Codes { get; init; }

    /// <summary>Periods to be judged beside the running one and the marked ones.</summary>
    public RecomputeRange? Range { get; init; }

    /// <summary>Finds out what would change and stores nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Told after every batch; null when nobody wants to know.</summary>
    public IProgress<CheckProgress>? Progress { get; init; }
}

/// <summary>How many of the quotas of a run have been judged.</summary>
public readonly record struct CheckProgress(int Done, int Total);

/// <summary>A quota that could not be judged, and why.</summary>
public sealed record CheckFailure(int QuotaId, string Code, CheckReason Reason);

/// <summary>A usage record that came out differently. Amounts are in <see cref="Unit"/>.</summary>
/// <param name="OldActual">Null when there was no record.</param>
public sealed record UsageDifference(
    string Code, PeriodSpan Period, string Unit, decimal? OldActual, decimal NewActual, QuotaStatus? OldStatus, QuotaStatus NewStatus)
{
    /// <summary>The period is the month of a split year.</summary>
    public bool IsMonth { get; init; }
}

/// <summary>What a run found and did.</summary>
public sealed record CheckReport
{
    /// <summary>Null after a dry run, which leaves no trace.</summary>
    public required long? RunId { get; init; }
    public required CheckRunState State { get; init; }

    /// <summary>Quotas that were judged.</summary>
    public required int Evaluated { get; init; }

    /// <summary>Of them those with a record that came out differently.</summary>
    public required int Changed { get; init; }
    public required int Normal { get; init; }
    public required int Warning { get; init; }
    public required int Exceeded { get; init; }
    public required int Raised { get; init; }
    public required int Escalated { get; init; }
    public required int Cleared { get; init; }
    public required int Closed { get; init; }
    public required IReadOnlyList<CheckFailure> Failures { get; init; }

    /// <summary>Every record that came out differently; filled only when a range of periods was asked for.</summary>
    public required IReadOnlyList<UsageDifference> Differences { get; init; }
    public required TimeSpan Elapsed { get; init; }
}

/// <summary>A quota was named that does not exist.</summary>
public sealed class UnknownQuotaException(IReadOnlyList<string> codes) : RefusedInputException($"There is no quota {string.Join(", ", codes)}.")
{
    public IReadOnlyList<string> Codes { get; } = codes;
    public override object Document => new { State = "refused", Reason = Message, Unknown = Codes };
}
