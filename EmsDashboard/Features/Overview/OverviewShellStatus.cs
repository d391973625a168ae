using EmsDashboard.Features.Alarms;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Scheduling;
using EmsDashboard.Infrastructure.Time;
using EmsDashboard.Shared.Shell;

namespace EmsDashboard.Features.Overview;

/// <summary>What the frame says on every page: how fresh data and results are, how many alarms wait, whether the clock is a training clock.</summary>
internal sealed class OverviewShellStatus(QuotaQueries quotas, AlarmQueries alarms, IJobSchedule schedule, EmsClock clock, ViewerClock viewer) : IShellStatus
{
    public async Task<ShellStatus> GetAsync(CancellationToken cancellationToken)
    {
        var freshness = await quotas.FreshnessAsync(cancellationToken);
        var waiting = await alarms.WaitingAsync(cancellationToken);
        var now = viewer.Now;
        return new ShellStatus(freshness.DataThrough, freshness.LastCheckAt is { } at ? viewer.Local(at) : null, waiting.Count, now,
            clock.IsSimulated ? now : null,
            IsDataLate: freshness.DataThrough is { } through && through < DataFreshness.FreshFrom(DateOnly.FromDateTime(now.DateTime)),
            CheckOverdueFrom: freshness.LastCheckAt is { } last && schedule.OverdueFrom(QuotaCheckJob.Id, last) is { } overdue ? viewer.Local(overdue) : null);
    }
}
