using EmsDashboard.Features.Quotas.Domain;

namespace EmsDashboard.Tests.Support;

/// <summary>Check runs in whatever state a test of the read side needs.</summary>
internal sealed class RunSeed(TestDatabase database)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A run that ended after a second.</summary>
    /// <param name="startedAgo">Minutes before <see cref="AlarmSeed.Noon"/>.</param>
    /// <param name="error">Why the run itself failed; null when it reached its end.</param>
    public async Task<long> RunAsync(CheckRunKind kind, int startedAgo, string? by = null, int evaluated = 0, int failed = 0, int exceeded = 0, int raised = 0, CheckReason? error = null)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Cancel);
        var run = Begin(kind, startedAgo, by);
        run.Count(evaluated, changed: 0, normal: evaluated - exceeded, warning: 0, exceeded, raised, escalated: 0, cleared: 0, closed: 0, failed);
        run.Finish(error is not null ? CheckRunState.Failed : failed > 0 ? CheckRunState.SucceededWithFailures : CheckRunState.Succeeded, run.StartedAt.AddSeconds(1), 1000, error);
        db.Add(run);
        await db.SaveChangesAsync(Cancel);
        return run.Id;
    }

    /// <summary>A run that is at work.</summary>
    public async Task<long> RunningAsync(int startedAgo, int evaluated)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Cancel);
        var run = Begin(CheckRunKind.Check, startedAgo, by: null);
        run.Count(evaluated, changed: 0, normal: evaluated, warning: 0, exceeded: 0, raised: 0, escalated: 0, cleared: 0, closed: 0, failed: 0);
        db.Add(run);
        await db.SaveChangesAsync(Cancel);
        return run.Id;
    }

    public async Task FailureAsync(long run, int quota, string code, CheckReason reason)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Cancel);
        db.Add(new CheckRunFailure { RunId = run, QuotaId = quota, QuotaCode = code, ReasonCode = reason.Code, ReasonFacts = [.. reason.Facts] });
        await db.SaveChangesAsync(Cancel);
    }

    private static CheckRun Begin(CheckRunKind kind, int startedAgo, string? by) =>
        new(kind, by is null ? CheckRunTrigger.Schedule : CheckRunTrigger.Manual, by, AlarmSeed.Noon.AddMinutes(-startedAgo));
}
