using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Security;

namespace EmsDashboard.Tests.Features.Quotas;

public sealed class RunQueriesTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly EstateSeed _estate = new(database.DataSource);
    private readonly RunSeed _runs = new(database);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private RunQueries Queries => new(database.Contexts, new TestAccess(Policies.Manager));

    public async ValueTask InitializeAsync() => await _estate.EmptyAsync("check_run, check_run_failure, quota, app_user");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task ListAsync_Runs_ComeLatestFirstWithWhoTriggeredThem()
    {
        await new AlarmSeed(database.DataSource).PersonAsync("mo@example.org", "M. Okafor");
        await _estate.QuotaAsync("a", QuotaScope.EnergyType);
        await _estate.QuotaAsync("b", QuotaScope.EnergyType, active: false);
        await _runs.RunAsync(CheckRunKind.Check, startedAgo: 30, evaluated: 10);
        await _runs.RunAsync(CheckRunKind.Recompute, startedAgo: 20, by: "mo@example.org", failed: 2);
        await _runs.RunAsync(CheckRunKind.Check, startedAgo: 10, by: "someone");

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
        var run = await _runs.RunAsync(CheckRunKind.Check, startedAgo: 1, failed: 2);
        var other = await _runs.RunAsync(CheckRunKind.Check, startedAgo: 2, failed: 1);
        await _runs.FailureAsync(run, known, "known", CheckReason.TargetGone(QuotaScope.Device, "M1"));
        await _runs.FailureAsync(run, 9999, "deleted", CheckReason.Other("Broken."));
        await _runs.FailureAsync(other, known, "known", CheckReason.Locked);

        Assert.Equal(
            [new RunFailureRow("deleted", null, CheckReason.Other("Broken.")), new RunFailureRow("known", "Quota known", CheckReason.TargetGone(QuotaScope.Device, "M1"))],
            await Queries.FailuresAsync(run, Cancel));
    }

    [Fact]
    public async Task EveryQuery_BelowManager_IsDenied()
    {
        var queries = new RunQueries(database.Contexts, new TestAccess(Policies.Staff));

        await Assert.ThrowsAsync<AccessDeniedException>(() => queries.ListAsync(new RunFilter(), 1, 50, Cancel));
        await Assert.ThrowsAsync<AccessDeniedException>(() => queries.FailuresAsync(1, Cancel));
    }
}
