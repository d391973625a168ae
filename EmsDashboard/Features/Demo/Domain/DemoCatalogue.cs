using EmsDashboard.Features.Energy.Domain;

namespace EmsDashboard.Features.Demo.Domain;

/// <summary>A group of the demo estate; the parent comes before its children.</summary>
internal sealed record DemoGroup(string Code, string Name, string? ParentCode);

/// <summary>A meter of the demo estate and what it hangs on.</summary>
/// <param name="Decimals">Places after the point that the meter's register shows, in its unit.</param>
internal sealed record DemoDevice(
    string Code, string Name, EnergyType EnergyType, Unit Unit, int Decimals, string GroupCode, DemoSite Site, DemoBuilding Building, DemoLoad Load);

/// <summary>A site with its climate, holidays and words.</summary>
/// <param name="MeanTemperature">Yearly mean in °C.</param>
/// <param name="TemperatureSwing">Half the distance between the coldest and the warmest time of the year, in K.</param>
internal sealed record DemoSite(
    string Code, string Name, string TimeZone, HolidayCountry Holidays, double MeanTemperature, double TemperatureSwing,
    string[] FloorNames, DemoWords Words, DemoBuilding[] Buildings);

internal sealed record DemoWords(string Electricity, string Ventilation, string Gas, string Heat, string Water, string WaterMain);

/// <param name="Scale">Size against the others.</param>
/// <param name="WeekendShare">Use on a day off as a share of a working day's.</param>
internal sealed record DemoBuilding(string Code, string Name, decimal AreaM2, double Scale, double WeekendShare);

/// <summary>What a meter feeds; decides the shape of its year.</summary>
internal enum DemoLoad
{
    Floor,
    Ventilation,
    Boiler,
    DistrictHeat,
    WaterMain,
    Washrooms,
}

/// <summary>The places of the demo estate. All names are invented.</summary>
internal static class DemoCatalogue
{
    public static readonly IReadOnlyList<DemoSite> Sites =
    [
        new("HAM", "Campus Alsterufer", "Europe/Berlin", HolidayCountry.Germany, 10.0, 9.5,
            ["Technikzentrale", "Erdgeschoss", "Obergeschoss"],
            new("Strom", "Lüftung", "Erdgas", "Fernwärme", "Wasser", "Wasser Hauptzähler"),
            [
                new("HAM-K", "Kontorhaus", 8400, 1.0, 0.34),
                new("HAM-L", "Laborhaus", 5200, 1.7, 0.72),
                new("HAM-W", "Werkstatt am Kai", 3900, 1.2, 0.22),
            ]),
        new("SHA", "青浦制造基地", "Asia/Shanghai", HolidayCountry.China, 17.0, 12.0,
            ["动力站房", "一层", "二层"],
            new("用电", "空调用电", "燃气", "供热", "用水", "总水表"),
            [
                new("SHA-1", "一号厂房", 16800, 4.2, 0.58),
                new("SHA-2", "二号厂房", 14200, 3.5, 0.50),
                new("SHA-3", "综合办公楼", 6100, 0.9, 0.30),
            ]),
        new("DEN", "Front Range Offices", "America/Denver", HolidayCountry.UnitedStates, 10.5, 12.5,
            ["Plant room", "Level 1", "Level 2"],
            new("electricity", "air handling", "gas", "heat", "water", "water main"),
            [
                new("DEN-C", "Cedar House", 7300, 1.1, 0.38),
                new("DEN-J", "Juniper House", 4800, 0.8, 0.35),
                new("DEN-A", "Aspen Data Hall", 2600, 2.9, 0.97),
            ]),
    ];

    public static readonly IReadOnlyList<DemoGroup> Groups =
    [
        .. Sites.SelectMany(site => (IEnumerable<DemoGroup>)
        [
            new(site.Code, site.Name, null),
            .. site.Buildings.SelectMany(building => (IEnumerable<DemoGroup>)
            [
                new(building.Code, building.Name, site.Code),
                .. site.FloorNames.Select((floor, number) => new DemoGroup($"{building.Code}-{number}", $"{building.Name}, {floor}", building.Code)),
            ]),
        ]),
    ];

    /// <summary>Seven meters a building: a plant room with four, two on the first floor, one on the second.</summary>
    public static readonly IReadOnlyList<DemoDevice> Devices =
        [.. Sites.SelectMany(site => site.Buildings.SelectMany(building => DevicesOf(site, building)))];

    private static IEnumerable<DemoDevice> DevicesOf(DemoSite site, DemoBuilding building)
    {
        // German heat meters count megawatt hours: the estate shows that units are converted.
        var heatUnit = site.Holidays == HolidayCountry.Germany ? Unit.MegawattHour : Unit.KilowattHour;
        yield return Device("E0", site.Words.Ventilation, EnergyType.Electricity, Unit.KilowattHour, 1, 0, DemoLoad.Ventilation);
        yield return Device("G0", site.Words.Gas, EnergyType.Gas, Unit.KilowattHour, 0, 0, DemoLoad.Boiler);
        yield return Device("H0", site.Words.Heat, EnergyType.Heat, heatUnit, heatUnit == Unit.MegawattHour ? 3 : 0, 0, DemoLoad.DistrictHeat);
        yield return Device("W0", site.Words.WaterMain, EnergyType.Water, Unit.CubicMetre, 2, 0, DemoLoad.WaterMain);
        yield return Device("E1", site.Words.Electricity, EnergyType.Electricity, Unit.KilowattHour, 1, 1, DemoLoad.Floor);
        yield return Device("W1", site.Words.Water, EnergyType.Water, Unit.CubicMetre, 2, 1, DemoLoad.Washrooms);
        yield return Device("E2", site.Words.Electricity, EnergyType.Electricity, Unit.KilowattHour, 1, 2, DemoLoad.Floor);

        DemoDevice Device(string suffix, string word, EnergyType type, Unit unit, int decimals, int floor, DemoLoad load)
        {
            var place = load is DemoLoad.Floor or DemoLoad.Washrooms ? $"{building.Name}, {site.FloorNames[floor]}" : building.Name;
            return new($"{building.Code}-{suffix}", $"{place}: {word}", type, unit, decimals, $"{building.Code}-{floor}", site, building, load);
        }
    }
}
