using EmsDashboard.Features.Alarms;
using EmsDashboard.Features.Demo.Domain;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Infrastructure.Time;

namespace EmsDashboard.Features.Demo;

/// <summary>
/// Gives the demo estate a past by the product's own code: the quota check runs as of instants of the last weeks, the demo's staff
/// acknowledge some of what it raised and resolve a little of it, and at last it runs as of now.
/// </summary>
internal sealed class DemoHistory(IServiceScopeFactory scopes)
{
    private static readonly TimeSpan Past = TimeSpan.FromDays(66), Step = TimeSpan.FromDays(2), UntilSomebodyLooks = TimeSpan.FromHours(5);

    /// <summary>What was raised in the last days waits for whoever opens the demo.</summary>
    private static readonly TimeSpan LeftAlone = TimeSpan.FromDays(3);

    public async Task ReplayAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Access>().Use(new Actor($"{Policies.Staff}@demo.example", Policies.Staff));
        for (var at = now - Past; at < now; at += Step)
        {
            await Checker(scope.ServiceProvider, new EmsClock(at)).RunAsync(new() { All = true }, cancellationToken);
            if (at < now - LeftAlone) await TendAsync(scope.ServiceProvider, new EmsClock(at + UntilSomebodyLooks), cancellationToken);
        }

        var today = DateOnly.FromDateTime(now.UtcDateTime);
        await Checker(scope.ServiceProvider, scope.ServiceProvider.GetRequiredService<TimeProvider>()).RunAsync(new()
        {
            Kind = CheckRunKind.Recompute, Trigger = CheckRunTrigger.CommandLine, All = true, Range = new(today.AddMonths(-DemoEstate.Months), today),
        }, cancellationToken);
    }

    private static QuotaChecker Checker(IServiceProvider services, TimeProvider clock) => ActivatorUtilities.CreateInstance<QuotaChecker>(services, clock);

    /// <summary>Half of the new alarms find somebody, half of those are somebody's to see to, one in eight is settled by hand; the choice depends on the alarm alone.</summary>
    private static async Task TendAsync(IServiceProvider services, EmsClock clock, CancellationToken cancellationToken)
    {
        var alarms = services.GetRequiredService<AlarmQueries>();
        var desk = ActivatorUtilities.CreateInstance<AlarmDesk>(services, clock);
        var waiting = await alarms.SelectAsync(new AlarmFilter { Tab = AlarmTab.ToAcknowledge }, cancellationToken);
        foreach (var alarm in await alarms.ByIdAsync([.. waiting.Select(alarm => alarm.Id)], cancellationToken))
        {
            var share = new Noise(DemoCreation.Seed).Uniform(alarm.QuotaCode, alarm.PeriodStart.DayNumber);
            if (share < 0.5) await desk.AcknowledgeAsync([alarm.Seen], DemoComments.Acknowledged(alarm, share), cancellationToken);
            if (share is > 0.25 and < 0.5) await desk.AssignAsync([new(alarm.Id)], $"{(share < 0.4 ? Policies.Staff : Policies.Manager)}@demo.example", null, cancellationToken);
            if (share < 0.125) await desk.ResolveAsync([new(alarm.Id)], DemoComments.Resolved(alarm), cancellationToken);
        }
    }
}
