using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Security;

namespace EmsDashboard.Tests.Features.Quotas;

public sealed class RunQueriesTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly EstateSeed _estate = new(database.DataSource);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private RunQueries Queries => new(database.Contexts, new TestAccess(Policies.Manager));

    public async ValueTask InitializeAsync() => await _estate.ExecuteAsync("TRUNCATE check_run, check_run_failure, quota, app_user CASCADE");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task ListAsync_Runs_ComeLatestFirstWithWhoTriggeredThem()
    {
        await new AlarmSeed(database.DataSource).PersonAsync("mo@example.org", "M. Okafor");
        await _estate.QuotaAsync("a", QuotaScope.EnergyType);
        await _estate.QuotaAsync("b", QuotaScope.EnergyType, active: false);
        await RunAsync(CheckRunKind.Check, startedAgo: 30, evaluated: 10);
        await RunAsync(CheckRunKind.Recompute, startedAgo: 20, by: "mo@example.org", failed: 2);
        await RunAsync(CheckRunKind.Check, startedAgo: 10, by: "someone");

        var page = await Queries.ListAsync(new RunFilter(), 1, 2, Cancel);

        Assert.Equal((3, 1), (page.Total, page.ActiveQuotas));
        Assert.Equal(["someone", "M. Okafor"], page.Items.Select(r => r.TriggeredBy));
        Assert.Equal(10, Assert.Single((await Queries.ListAsync(new RunFilter(), 2, 2, Cancel)).Items).Evaluated);
        Assert.Equal([CheckRunKind.Recompute], (await Queries.ListAsync(new RunFilter(OnlyWithFailures: true), 1, 9, Cancel)).Items.Select(r => r.Kind));
        Assert.Equal(2, (await Queries.ListAsync(new RunFilter(CheckRunKind.Check), 1, 9, Cancel)).Total);
    }

    [Fact]
    public async Task FailuresAsync_OneRun_NamesItsQuotasAndWhy()
    {
        var known = await _estate.QuotaAsync("known", QuotaScope.EnergyType);
        var run = await RunAsync(CheckRunKind.Check, startedAgo: 1, failed: 2);
        var other = await RunAsync(CheckRunKind.Check, startedAgo: 2, failed: 1);
        await FailureAsync(run, known, "known", "The target is gone.");
        await FailureAsync(run, 9999, "deleted", "Broken.");
        await FailureAsync(other, known, "known", "Another run's.");

        Assert.Equal(
            [new RunFailureRow("deleted", null, "Broken."), new RunFailureRow("known", "Quota known", "The target is gone.")],
            await Queries.FailuresAsync(run, Cancel));
    }

    [Fact]
    public async Task EveryQuery_BelowManager_IsDenied()
    {
        var queries = new RunQueries(database.Contexts, new TestAccess(Policies.Staff));

        await Assert.ThrowsAsync<AccessDeniedException>(() => queries.ListAsync(new RunFilter(), 1, 50, Cancel));
        await Assert.ThrowsAsync<AccessDeniedException>(() => queries.FailuresAsync(1, Cancel));
    }

    private async Task<long> RunAsync(CheckRunKind kind, int startedAgo, string? by = null, int evaluated = 0, int failed = 0)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Cancel);
        var started = AlarmSeed.Noon.AddMinutes(-startedAgo);
        var run = new CheckRun(kind, by is null ? CheckRunTrigger.Schedule : CheckRunTrigger.Manual, by, started);
        run.Count(evaluated, changed: 0, normal: 0, warning: 0, exceeded: 0, raised: 0, escalated: 0, cleared: 0, closed: 0, failed);
        run.Finish(failed > 0 ? CheckRunState.SucceededWithFailures : CheckRunState.Succeeded, started.AddSeconds(1), 1000, null);
        db.Add(run);
        await db.SaveChangesAsync(Cancel);
        return run.Id;
    }

    private async Task FailureAsync(long run, int quota, string code, string reason)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Cancel);
        db.Add(new CheckRunFailure { RunId = run, QuotaId = quota, QuotaCode = code, Reason = reason });
        await db.SaveChangesAsync(Cancel);
    }
}
