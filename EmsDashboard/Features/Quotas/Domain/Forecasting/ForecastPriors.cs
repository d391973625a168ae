using EmsDashboard.Features.Energy.Domain;

namespace EmsDashboard.Features.Quotas.Domain.Forecasting;

/// <summary>
/// How far off forecasts of a kind of energy usually are, for quotas whose own past is too short to say: rounded from the 10th and 90th
/// percentile of errors on real electricity and gas meters, in years before those of the figures in docs/benchmarks.md. As parts of the unknown
/// use they hardly change with the elapsed share. Kinds without such years, water among them, take a guess between the two.
/// </summary>
internal static class ForecastPriors
{
    /// <summary>Longer periods run through seasons.</summary>
    private const int LongDays = 92;

    /// <returns>Expected error to either side, as a part of the use that is not known.</returns>
    public static double Of(EnergyType type, int periodDays) => (Kind(type), periodDays > LongDays) switch
    {
        (Weather.None, false) => 0.15,
        (Weather.None, true) => 0.2,
        (Weather.Driven, false) => 0.4,
        (Weather.Driven, true) => 0.7,
        _ => 0.3,
    };

    private enum Weather
    {
        None,
        Driven,
        Unknown,
    }

    private static Weather Kind(EnergyType type) =>
        type == EnergyType.Electricity ? Weather.None
        : type == EnergyType.Gas || type == EnergyType.Heat || type == EnergyType.Cooling || type == EnergyType.Steam ? Weather.Driven
        : Weather.Unknown;
}
