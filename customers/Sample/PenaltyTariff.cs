using EmsDashboard.Hooks;

namespace Sample;

/// <summary>What electricity beyond a quota costs. Plain arithmetic on values, so that its test is a table.</summary>
public sealed class PenaltyTariff(decimal perKwh)
{
    /// <summary>The penalty for one quota's use; null where the tariff says nothing: another energy than electricity, or a unit that is none of it.</summary>
    public decimal? Of(QuotaInfo quota, QuotaUsageInfo usage) =>
        quota.EnergyType == "electricity" && KwhIn(usage.Unit) is { } kwh ? Math.Round(usage.ExcessValue * kwh * perKwh, 2, MidpointRounding.ToEven) : null;

    private static decimal? KwhIn(string unit) => unit switch
    {
        "Wh" => 0.001m,
        "kWh" => 1,
        "MWh" => 1_000,
        "GWh" => 1_000_000,
        _ => null,
    };
}
