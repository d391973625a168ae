using EmsDashboard.Features.Alarms;
using EmsDashboard.Features.Energy;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Components;
using EmsDashboard.Infrastructure.Scheduling;
using EmsDashboard.Infrastructure.Time;

namespace EmsDashboard.Features.Overview;

/// <summary>Asks the other slices for what the start page shows. A fixed number of statements, however many quotas there are.</summary>
public sealed class OverviewQueries(QuotaQueries quotas, QuotaSeriesQueries series, AlarmQueries alarms, EstateQueries estate, ViewerClock clock, IJobSchedule schedule)
{
    /// <param name="steps">How often "show more" was asked for.</param>
    /// <exception cref="Infrastructure.Security.AccessDeniedException">The actor may not look.</exception>
    public async Task<OverviewModel> LoadAsync(QuotaFilter filter, int steps, CancellationToken cancellationToken)
    {
        var cards = OverviewModel.CardsAtOnce * (steps + 1);
        var all = quotas.CountAsync(new(), cancellationToken);
        var counts = filter.IsEmpty ? all : quotas.CountAsync(filter, cancellationToken);
        var page = quotas.ListAsync(filter, QuotaSort.Urgency, descending: false, new(1, cards + OverviewModel.MaxRest), cancellationToken);
        var newest = alarms.NewestAsync(1, cancellationToken);
        var alarmCounts = alarms.CountAsync(cancellationToken);
        var meters = estate.MetersAsync(cancellationToken);
        var freshness = quotas.FreshnessAsync(cancellationToken);
        var nextCheck = schedule.NextAsync(QuotaCheckJob.Id, cancellationToken);
        await Task.WhenAll(all, counts, page, newest, alarmCounts, meters, freshness, nextCheck);

        var (items, total) = await page;
        QuotaView[] first = [.. items.Take(cards)];
        return new OverviewModel
        {
            AllCounts = await all,
            Counts = await counts,
            Cards = await CardsAsync(first, cancellationToken),
            Rest = [.. items.Skip(cards)],
            Total = total,
            CanShowMore = total > first.Length && steps < OverviewModel.MaxSteps,
            EnergyTypes = [.. (await meters).Select(m => m.EnergyType)],
            Meters = await meters,
            NewestAlarm = await newest is [var alarm, ..] ? alarm : null,
            AlarmCounts = await alarmCounts,
            Freshness = await freshness,
            Now = clock.Now,
            NextCheckAt = await nextCheck is { } next ? clock.Local(next) : null,
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
