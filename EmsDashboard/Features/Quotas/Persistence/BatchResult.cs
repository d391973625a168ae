using EmsDashboard.Features.Quotas.Domain;

namespace EmsDashboard.Features.Quotas.Persistence;

/// <summary>What one batch of quotas came to.</summary>
internal sealed record BatchResult
{
    public static readonly BatchResult Empty = new();

    public int Evaluated { get; init; }
    public int Changed { get; init; }
    public int Normal { get; init; }
    public int Warning { get; init; }
    public int Exceeded { get; init; }
    public AlarmFigures Alarms { get; init; }
    public IReadOnlyList<CheckFailure> Failures { get; init; } = [];
    public IReadOnlyList<UsageDifference> Differences { get; init; } = [];

    public static BatchResult Failed(CheckFailure failure) => new() { Failures = [failure] };

    public BatchResult Add(BatchResult other) => new()
    {
        Evaluated = Evaluated + other.Evaluated,
        Changed = Changed + other.Changed,
        Normal = Normal + other.Normal,
        Warning = Warning + other.Warning,
        Exceeded = Exceeded + other.Exceeded,
        Alarms = new AlarmFigures(Alarms.Raised + other.Alarms.Raised, Alarms.Escalated + other.Alarms.Escalated, Alarms.Cleared + other.Alarms.Cleared,
            Alarms.Closed + other.Alarms.Closed, Alarms.Total + other.Alarms.Total),
        Failures = [.. Failures, .. other.Failures],
        Differences = [.. Differences, .. other.Differences],
    };

    public CheckReport ToReport(long? runId, CheckRunState state, TimeSpan elapsed) => new()
    {
        RunId = runId,
        State = state,
        Evaluated = Evaluated,
        Changed = Changed,
        Normal = Normal,
        Warning = Warning,
        Exceeded = Exceeded,
        Raised = Alarms.Raised,
        Escalated = Alarms.Escalated,
        Cleared = Alarms.Cleared,
        Closed = Alarms.Closed,
        Failures = Failures,
        Differences = Differences,
        Elapsed = elapsed,
    };
}
