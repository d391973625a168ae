using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Features.Quotas;

/// <summary>Which part of the history a page or a file shows.</summary>
/// <param name="Period">Months, quarters and years never stand in one table.</param>
/// <param name="From">A day of the first period.</param>
/// <param name="Through">A day of the last period.</param>
public sealed record HistoryFilter(PeriodKind Period, DateOnly From, DateOnly Through)
{
    /// <summary>Ten years of months: enough for a meeting, and a bound for the address bar.</summary>
    public const int MaxPeriods = 120;

    public string? EnergyType { get; init; }
    public string? GroupCode { get; init; }
    public string? Search { get; init; }

    /// <summary>Only quotas that were exceeded in at least one of the periods.</summary>
    public bool ExceededOnly { get; init; }

    /// <summary>First days of the calendar's months, quarters or years in the range, in order; at most <see cref="MaxPeriods"/>, the latest.</summary>
    public IReadOnlyList<DateOnly> Periods
    {
        get
        {
            var (first, last) = (ColumnOf(From), ColumnOf(Through));
            var count = Math.Clamp(((last.Year - first.Year) * 12 + last.Month - first.Month) / Months + 1, 0, MaxPeriods);
            return [.. Enumerable.Range(0, count).Select(i => last.AddMonths((i - count + 1) * Months))];
        }
    }

    /// <summary>First day after the range.</summary>
    public DateOnly End => ColumnOf(Through).AddMonths(Months);

    /// <summary>Where a period stands: the month, quarter or year that it begins in, whatever day that is.</summary>
    public DateOnly ColumnOf(DateOnly periodStart) => new(periodStart.Year, (periodStart.Month - 1) / Months * Months + 1, 1);

    private int Months => Period switch
    {
        PeriodKind.Yearly => 12,
        PeriodKind.Quarterly => 3,
        _ => 1,
    };
}

/// <summary>A quota's line: one cell a period, null where nothing was judged.</summary>
public sealed record HistoryRow(int QuotaId, string Code, string Name, QuotaScope Scope, string EnergyType, IReadOnlyList<PeriodView?> Cells)
{
    public int ExceededCount => Cells.Count(c => c?.Status == QuotaStatus.Exceeded);
}

/// <param name="Periods">First days of the periods, one a column.</param>
/// <param name="Total">How many quotas there are on all pages.</param>
public sealed record HistoryTable(IReadOnlyList<DateOnly> Periods, IReadOnlyList<HistoryRow> Rows, int Total);

/// <summary>Periods × quotas, each cell with the terms it was judged by.</summary>
public sealed class QuotaHistoryQueries(IDbContextFactory<EmsDbContext> contexts, IAccess access)
{
    /// <summary>A page of the quotas, by energy type and name, that are active or have a record in the range.</summary>
    /// <exception cref="AccessDeniedException">The actor may not look.</exception>
    public async Task<HistoryTable> TableAsync(HistoryFilter filter, PageOf page, CancellationToken cancellationToken = default)
    {
        await access.DemandAsync(Policies.Viewer);
        var periods = filter.Periods;
        if (periods.Count == 0) return new HistoryTable([], [], 0);
        var (first, last) = (periods[0], filter.End);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var records = Records(context, filter.Period).Where(u => u.PeriodStart >= first && u.PeriodStart < last);
        var quotas = Filter(context, filter).Where(q => q.IsActive || records.Any(u => u.QuotaId == q.Id));
        if (filter.ExceededOnly) quotas = quotas.Where(q => records.Any(u => u.QuotaId == q.Id && u.Status == QuotaStatus.Exceeded));

        var total = await quotas.CountAsync(cancellationToken);
        string[] types = [.. Energy.Domain.EnergyType.All.Select(t => t.Code)];
        var shown = await quotas
            .OrderBy(q => Array.IndexOf(types, q.EnergyType)).ThenBy(q => q.Name).ThenBy(q => q.Code)
            .Skip(page.SkipOf(total)).Take(page.Take)
            .Select(q => new { q.Id, q.Code, q.Name, q.Scope, q.EnergyType })
            .ToListAsync(cancellationToken);
        int[] ids = [.. shown.Select(q => q.Id)];
        var cells = (await records.Where(u => ids.Contains(u.QuotaId)).ToListAsync(cancellationToken))
            // A period that was cut shares its column with what follows; the later one stands there, and of two ways to judge a month the newer.
            .GroupBy(u => (u.QuotaId, filter.ColumnOf(u.PeriodStart)))
            .ToDictionary(g => g.Key, g => QuotaQueries.ToView(g.MaxBy(u => (u.PeriodStart, u.VersionNumber, u.IsMonth))!));
        return new HistoryTable(periods,
            [.. shown.Select(q => new HistoryRow(q.Id, q.Code, q.Name, q.Scope, q.EnergyType, [.. periods.Select(p => cells.GetValueOrDefault((q.Id, p)))]))],
            total);
    }

    /// <summary>First days of the earliest and the latest period that was ever judged; null before the first check.</summary>
    /// <exception cref="AccessDeniedException">The actor may not look.</exception>
    public async Task<(DateOnly First, DateOnly Last)?> RangeAsync(PeriodKind period, CancellationToken cancellationToken = default)
    {
        await access.DemandAsync(Policies.Viewer);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var range = await Records(context, period).GroupBy(_ => 1).Select(g => new { First = g.Min(u => u.PeriodStart), Last = g.Max(u => u.PeriodStart) })
            .SingleOrDefaultAsync(cancellationToken);
        return range is null ? null : (range.First, range.Last);
    }

    /// <summary>Records of periods of a kind: a quota may have been monthly once and yearly since. The months of a split year are months.</summary>
    private static IQueryable<QuotaUsage> Records(EmsDbContext context, PeriodKind period) =>
        from u in context.Set<QuotaUsage>().AsNoTracking()
        join v in context.Set<QuotaVersion>() on new { u.QuotaId, Number = u.VersionNumber } equals new { v.QuotaId, v.Number }
        where u.IsMonth ? period == PeriodKind.Monthly : v.Period == period
        select u;

    private static IQueryable<Quota> Filter(EmsDbContext context, HistoryFilter filter)
    {
        var quotas = context.Set<Quota>().AsNoTracking().Where(q => q.Versions.Any(v => v.Period == filter.Period || (filter.Period == PeriodKind.Monthly && v.Distribution != null)));
        if (filter.EnergyType is { } type) quotas = quotas.Where(q => q.EnergyType == type);
        if (filter.GroupCode is { } group)
        {
            var within = QuotaQueries.GroupsWithin(context, group);
            quotas = quotas.Where(q => (q.TargetGroupId != null && within.Contains(q.TargetGroupId.Value))
                || context.Set<Energy.Domain.Device>().Any(d => d.Id == q.TargetDeviceId && within.Contains(d.GroupId)));
        }
        if (!string.IsNullOrWhiteSpace(filter.Search))
        {
            var pattern = SearchPattern.Containing(filter.Search);
            quotas = quotas.Where(q => EF.Functions.ILike(q.Name, pattern, SearchPattern.Escape) || EF.Functions.ILike(q.Code, pattern, SearchPattern.Escape)
                || EF.Functions.ILike(q.TargetCode ?? "", pattern, SearchPattern.Escape));
        }
        return quotas;
    }
}
