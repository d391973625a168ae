using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas.Domain;

namespace EmsDashboard.Features.Demo.Domain;

/// <summary>What the estate promises of a quota on the day it is made.</summary>
internal enum DemoPromise
{
    /// <summary>A limit from last year's use; the status is what it turns out to be.</summary>
    Natural,

    /// <summary>At <see cref="DemoQuotaPlan.Percent"/>, which is beyond the alert threshold.</summary>
    Exceeded,

    /// <summary>At <see cref="DemoQuotaPlan.Percent"/>, between warning and alert.</summary>
    Warning,

    /// <summary>Less is left than the meter uses on a day.</summary>
    ExceedsSoon,

    /// <summary>Exactly at the warning threshold.</summary>
    AtWarning,

    /// <summary>The meter has been silent for longer than the period.</summary>
    NoData,

    /// <summary>Value 0: nothing is limited.</summary>
    NoLimit,
    Inactive,
}

/// <summary>A line of the plan from which the demo quotas are made.</summary>
/// <param name="Percent">Natural, NoLimit and Inactive: the limit as a share of last year's use; Exceeded and Warning: the rate promised.</param>
/// <param name="Note">Why somebody set it; empty where the name says it all.</param>
internal sealed record DemoQuotaPlan(
    string Code, string Name, QuotaScope Scope, string? Target, EnergyType EnergyType, PeriodKind Period, string TimeZone, Unit Unit,
    DemoPromise Promise, decimal Percent, string? Note = null)
{
    /// <summary>Whether its year is split into months, as last year was used.</summary>
    public bool IsSplit { get; init; }

    /// <summary>The span of a custom period: the heating season, October to April, that began last.</summary>
    public static PeriodSpan HeatingSeason(DateOnly today)
    {
        var start = new DateOnly(today.Month >= 10 ? today.Year : today.Year - 1, 10, 1);
        return new PeriodSpan(start, start.AddMonths(7));
    }

    /// <summary>Promises about the running month that are kept by steering the meter's own days.</summary>
    public bool Steers => Promise is DemoPromise.Exceeded or DemoPromise.Warning or DemoPromise.ExceedsSoon or DemoPromise.AtWarning;

    /// <summary>Code of the quota that this one is a part of: the nearest above it of the same type and period; null at the top.</summary>
    public string? Parent => All.Where(p => p.EnergyType == EnergyType && p.Period == Period && p.IsAbove(this)).MaxBy(p => p.Target?.Length ?? 0)?.Code;

    private bool IsAbove(DemoQuotaPlan other) => Scope switch
    {
        QuotaScope.EnergyType => other.Scope != QuotaScope.EnergyType,
        QuotaScope.Group => other.Target?.StartsWith($"{Target}-", StringComparison.Ordinal) == true,
        _ => false,
    };

    private const string Berlin = "Europe/Berlin", Shanghai = "Asia/Shanghai", Denver = "America/Denver";

    public static readonly IReadOnlyList<DemoQuotaPlan> All =
    [
        Meter("HAM-W-W1", "Werkstatt: Wasser Erdgeschoss", Berlin, DemoPromise.Exceeded, 118, "Undichte Leitung im Waschraum, gemeldet"),
        Meter("SHA-2-E2", "二号厂房二层用电", Shanghai, DemoPromise.Exceeded, 107),
        Meter("DEN-J-E0", "Juniper House air handling", Denver, DemoPromise.Exceeded, 103.5m),
        Meter("HAM-L-E1", "Laborhaus: Strom Erdgeschoss", Berlin, DemoPromise.Warning, 92),
        Meter("SHA-1-W0", "一号厂房总用水", Shanghai, DemoPromise.Warning, 86),
        Meter("DEN-C-E2", "Cedar House level 2 electricity", Denver, DemoPromise.Warning, 89),
        Meter("SHA-3-E1", "办公楼一层用电", Shanghai, DemoPromise.ExceedsSoon, 0),
        Meter("DEN-A-W0", "Aspen Data Hall cooling water", Denver, DemoPromise.AtWarning, 0),
        Meter("HAM-K-W1", "Kontorhaus: Wasser Erdgeschoss", Berlin, DemoPromise.NoData, 110, "Zähler meldet sich nicht"),
        Meter("DEN-A-E1", "Aspen Data Hall level 1 electricity", Denver, DemoPromise.NoLimit, 0, "Watched only"),
        Meter("SHA-1-G0", "一号厂房燃气(旧配额)", Shanghai, DemoPromise.Inactive, 80),
        Meter("HAM-W-E2", "Werkstatt: Strom Obergeschoss", Berlin, DemoPromise.Inactive, 95),
        Meter("HAM-K-E1", "Kontorhaus: Strom Erdgeschoss", Berlin, DemoPromise.Natural, 132),
        Meter("HAM-L-E0", "Laborhaus: Lüftung", Berlin, DemoPromise.Natural, 145),
        Meter("SHA-1-E1", "一号厂房一层用电", Shanghai, DemoPromise.Natural, 106),
        Meter("DEN-A-E2", "Aspen Data Hall level 2 electricity", Denver, DemoPromise.Natural, 124),
        Group("HAM", "Campus Alsterufer: Strom", EnergyType.Electricity, PeriodKind.Monthly, Berlin, 104, Unit.MegawattHour),
        Group("HAM", "Campus Alsterufer: Heizperiode", EnergyType.Heat, PeriodKind.Custom, Berlin, 104, Unit.MegawattHour),
        Group("HAM-L", "Laborhaus: Strom im Jahr", EnergyType.Electricity, PeriodKind.Yearly, Berlin, 95, Unit.MegawattHour),
        Group("SHA", "青浦基地用电", EnergyType.Electricity, PeriodKind.Monthly, Shanghai, 128, Unit.MegawattHour),
        Group("SHA", "青浦基地年度用电", EnergyType.Electricity, PeriodKind.Yearly, Shanghai, 121, Unit.MegawattHour) with { IsSplit = true },
        Group("SHA-1", "一号厂房用电", EnergyType.Electricity, PeriodKind.Monthly, Shanghai, 97, Unit.KilowattHour),
        Group("SHA-1", "一号厂房季度用水", EnergyType.Water, PeriodKind.Quarterly, Shanghai, 128, Unit.CubicMetre),
        Group("DEN", "Front Range Offices electricity", EnergyType.Electricity, PeriodKind.Monthly, Denver, 130, Unit.KilowattHour),
        Group("DEN-C", "Cedar House gas", EnergyType.Gas, PeriodKind.Yearly, Denver, 125, Unit.Gigajoule),
        Group("DEN-J", "Juniper House water", EnergyType.Water, PeriodKind.Monthly, Denver, 134, Unit.CubicMetre),
        Type("Electricity of all sites", EnergyType.Electricity, PeriodKind.Yearly, 119, Unit.MegawattHour),
        Type("Electricity of all sites this month", EnergyType.Electricity, PeriodKind.Monthly, 127, Unit.MegawattHour),
        Type("Gas of all sites", EnergyType.Gas, PeriodKind.Yearly, 100, Unit.MegawattHour),
        Type("Water of all sites", EnergyType.Water, PeriodKind.Yearly, 96, Unit.CubicMetre),
    ];

    private static DemoQuotaPlan Meter(string target, string name, string zone, DemoPromise promise, decimal percent, string? note = null)
    {
        var device = DemoCatalogue.Devices.Single(d => d.Code == target);
        return new($"{target}-M", name, QuotaScope.Device, target, device.EnergyType, PeriodKind.Monthly, zone, device.Unit, promise, percent, note);
    }

    private static DemoQuotaPlan Group(string target, string name, EnergyType type, PeriodKind period, string zone, decimal percent, Unit unit) =>
        new($"{target}-{Letters(type, period)}", name, QuotaScope.Group, target, type, period, zone, unit, DemoPromise.Natural, percent);

    private static DemoQuotaPlan Type(string name, EnergyType type, PeriodKind period, decimal percent, Unit unit) =>
        new($"ALL-{Letters(type, period)}", name, QuotaScope.EnergyType, null, type, period, Berlin, unit, DemoPromise.Natural, percent);

    private static string Letters(EnergyType type, PeriodKind period) =>
        $"{char.ToUpperInvariant(type.Code[0])}-{period.ToString()[0]}";
}
