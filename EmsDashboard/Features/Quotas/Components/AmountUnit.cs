using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Shared.Charts;

namespace EmsDashboard.Features.Quotas.Components;

/// <summary>One unit for amounts that stand together, chosen by the middle one: rows in kWh and in MWh side by side would be a thousand apart and look alike.</summary>
/// <param name="Base">What the amounts are brought to first.</param>
public sealed record AmountUnit(Unit Base, ChartScale Scale)
{
    public string Display => Scale.Unit;

    /// <summary>For results of one energy type. A unit that all of them share is kept as the beginning; else they begin with the canonical one.</summary>
    public static AmountUnit For(IEnumerable<PeriodView> periods)
    {
        PeriodView[] counted = [.. periods.Where(p => !p.IsWithoutData)];
        var common = counted.Select(p => p.Unit).Distinct().Take(2).ToArray() switch
        {
            [var only] => only,
            [var one, _] => one.Dimension == Dimension.Energy ? Unit.KilowattHour : Unit.CubicMetre,
            _ => Unit.KilowattHour,
        };
        // By the largest, a campus would leave nothing of its meters but zeros.
        decimal[] sizes = [.. counted.Select(p => Math.Abs(Convert(p.ActualValue, p.Unit, common))).Order()];
        return new AmountUnit(common, ChartScale.For(common.Display, sizes.Length == 0 ? 0 : sizes[sizes.Length / 2]));
    }

    /// <summary>The used amount in this unit.</summary>
    public decimal Of(PeriodView period) => Convert(period.ActualValue, period.Unit, Base) / Scale.Divisor;

    private static decimal Convert(decimal amount, Unit from, Unit to) => from == to ? amount : to.FromCanonical(from.ToCanonical(amount, 9), 9);
}
