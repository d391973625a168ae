using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Domain.Forecasting;
using Npgsql;

namespace EmsDashboard.Features.Quotas.Persistence;

/// <summary>Forecasts of a batch's running periods, from what is read for all of them at once.</summary>
internal sealed class Outlooks
{
    private readonly Dictionary<int, (ForecastBasis Basis, UsageAnswer Usage, ExpectedData Expected)> _known = [];

    private Outlooks() { }

    /// <param name="usage">One answer a period.</param>
    public static async Task<Outlooks> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<PeriodToJudge> periods, UsageAnswer[] usage, CancellationToken cancellationToken)
    {
        var running = Enumerable.Range(0, periods.Count).Where(i => periods[i].IsRunning).ToList();
        var basis = await ForecastBasis.ReadAsync(connection, [.. running.Select(i => periods[i].Quota)], cancellationToken);
        // A forecast begins where the data end, be that yesterday or a month ago.
        var measured = running.Where(i => usage[i].LastDay is not null).ToList();
        var expected = await UsageReader.ExpectedAsync(connection,
            [.. measured.Select(i => UsageQuestion.Of(periods[i].Quota.Quota, periods[i].Period.Span, usage[i].LastDay))], cancellationToken);
        var outlooks = new Outlooks();
        foreach (var i in running) outlooks._known[periods[i].Quota.Quota.Id] = (basis[periods[i].Quota.Quota.Id], usage[i], default);
        for (var n = 0; n < measured.Count; n++)
            outlooks._known[periods[measured[n]].Quota.Quota.Id] = outlooks._known[periods[measured[n]].Quota.Quota.Id] with { Expected = expected[n] };
        return outlooks;
    }

    /// <summary>Of the running period.</summary>
    public ForecastResult Of(QuotaOnDay quota, QuotaLimit limit)
    {
        var (basis, usage, expected) = _known[quota.Quota.Id];
        return Forecaster.Forecast(basis.Input(quota, limit, usage, expected));
    }
}
