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
    /// <param name="months">Roll-ups, one list a period.</param>
    /// <param name="expected">One answer a period, up to the day that its data end on: a forecast begins there.</param>
    public static async Task<Outlooks> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<PeriodToJudge> periods, MonthUse[][] months, UsageAnswer[] usage, ExpectedData[] expected, CancellationToken cancellationToken)
    {
        int[] running = [.. Enumerable.Range(0, periods.Count).Where(i => periods[i].IsForecast)];
        var basis = await ForecastBasis.ReadAsync(connection, [.. running.Select(i => periods[i].Quota)], [.. running.Select(i => months[i])], cancellationToken);
        var outlooks = new Outlooks();
        for (var n = 0; n < running.Length; n++) outlooks._known[periods[running[n]].Quota.Quota.Id] = (basis[n], usage[running[n]], expected[running[n]]);
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
