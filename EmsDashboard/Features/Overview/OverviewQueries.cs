using EmsDashboard.Features.Alarms;
using EmsDashboard.Features.Energy;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Components;
using EmsDashboard.Infrastructure.Scheduling;
using EmsDashboard.Infrastructure.Time;

namespace EmsDashboard.Features.Overview;

/// <summary>Asks the other slices for what the start page shows. A fixed number of statements, however many quotas there are.</summary>
public sealed class OverviewQueries(QuotaQueries quotas, QuotaSeriesQueries series, AlarmQueries alarms, MeterQueries meterQueries, ViewerClock clock, IJobSchedule schedule)
{
    /// <param name="steps">How often "show more" was asked for.</param>
    /// <exception cref="Infrastructure.Security.AccessDeniedException">The actor may not look.</exception>
    public async Task<OverviewModel> LoadAsync(QuotaFilter filter, int steps, CancellationToken cancellationToken)
    {
        var cards = OverviewModel.CardsAtOnce * (steps + 1);
        // One after the other: a hundred people at their start pages must not need eight connections each.
        var all = await quotas.CountAsync(new(), cancellationToken);
        var (items, total) = await quotas.ListAsync(filter, QuotaSort.Urgency, descending: false, new(1, cards + OverviewModel.MaxRest), cancellationToken);
        var meters = await meterQueries.TallyAsync(cancellationToken);
        var next = await schedule.NextAsync(QuotaCheckJob.Id, cancellationToken);
        QuotaView[] first = [.. items.Take(cards)];
        return new OverviewModel
        {
            AllCounts = all,
            Counts = filter.IsEmpty ? all : await quotas.CountAsync(filter, cancellationToken),
            Cards = await CardsAsync(first, cancellationToken),
            Rest = [.. items.Skip(cards)],
            Total = total,
            CanShowMore = total > first.Length && steps < OverviewModel.MaxSteps,
            EnergyTypes = [.. meters.Select(m => m.EnergyType)],
            Meters = meters,
            Waiting = await alarms.WaitingAsync(cancellationToken),
            Freshness = await quotas.FreshnessAsync(cancellationToken),
            Now = clock.Now,
            NextCheckAt = next is { } at ? clock.Local(at) : null,
        };
    }

    private async Task<IReadOnlyList<QuotaCardModel>> CardsAsync(QuotaView[] shown, CancellationToken cancellationToken)
    {
        if (shown.Length == 0) return [];
        var (from, through) = QuotaCardModel.DaysFor(shown);
        var days = await series.DailyAsync([.. shown.Select(q => q.Id)], from, through, cancellationToken);
        return [.. shown.Select(q => QuotaCardModel.Of(q, days[q.Id]))];
    }
}
