namespace EmsDashboard.Shared.Charts;

/// <summary>One unit for a whole chart, chosen by its largest amount: kWh become MWh or GWh, the rest stay as they are.</summary>
/// <param name="Unit">What the axis says.</param>
/// <param name="Divisor">What an amount is divided by.</param>
public sealed record ChartScale(string Unit, decimal Divisor)
{
    public static ChartScale For(string unit, decimal largest) => (unit, Math.Abs(largest)) switch
    {
        ("kWh", >= 10_000_000) => new("GWh", 1_000_000),
        ("kWh", >= 10_000) => new("MWh", 1_000),
        ("MWh", >= 10_000) => new("GWh", 1_000),
        _ => new(unit, 1),
    };

    public decimal? Apply(decimal? amount) => amount / Divisor;
}
