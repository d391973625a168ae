using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Domain.Forecasting;
using Npgsql;

namespace EmsDashboard.Features.Quotas.Persistence;

/// <summary>Forecasts of a batch's running periods, but of months of a split year, from what is read for all of them at once.</summary>
internal sealed class Outlooks
{
    private readonly Dictionary<int, (ForecastBasis Basis, UsageAnswer Usage, ExpectedData Expected)> _known = [];

    private Outlooks() { }

    /// <param name="usage">One answer a period.</param>
    /// <param name="expected">One answer a period, up to the day through which data should be there.</param>
    public static async Task<Outlooks> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<PeriodToJudge> periods, UsageAnswer[] usage, ExpectedData[] expected, CancellationToken cancellationToken)
    {
        int[] running = [.. Enumerable.Range(0, periods.Count).Where(i => periods[i].IsRunning && !periods[i].Quota.IsOfMonths)];
        var basis = await ForecastBasis.ReadAsync(connection, [.. running.Select(i => periods[i].Quota)], cancellationToken);
        var outlooks = new Outlooks();
        foreach (var i in running) outlooks._known[periods[i].Quota.Quota.Id] = (basis[periods[i].Quota.Quota.Id], usage[i], expected[i]);

        // A forecast begins where the data end. Where that is longer ago than it should be, less was expected by then.
        int[] behind = [.. running.Where(i => usage[i].LastDay is { } last && last < DataFreshness.ExpectedThrough(last, periods[i].Quota.Today))];
        var byThen = await UsageReader.ExpectedAsync(connection,
            [.. behind.Select(i => UsageQuestion.Of(periods[i].Quota.Quota, periods[i].Period.Span, usage[i].LastDay))], cancellationToken);
        for (var n = 0; n < behind.Length; n++)
        {
            var id = periods[behind[n]].Quota.Quota.Id;
            outlooks._known[id] = outlooks._known[id] with { Expected = byThen[n] };
        }

        return outlooks;
    }

    /// <summary>Of the running period.</summary>
    public ForecastResult Of(QuotaOnDay quota, QuotaLimit limit)
    {
        if (quota.IsOfMonths) return new ForecastResult(null, NoForecast.MonthOfYear);
        var (basis, usage, expected) = _known[quota.Quota.Id];
        return Forecaster.Forecast(basis.Input(quota, limit, usage, expected));
    }
}
