namespace EmsDashboard.Features.Demo.Domain;

/// <summary>
/// What a meter would use on a day, in the canonical unit of its type: a working day's base, less on days off, more with cold, heat
/// and growth, and some chance. Floating point is good enough for a shape; what leaves here is rounded to the meter's register.
/// </summary>
internal sealed class LoadShape(Noise noise)
{
    /// <summary>Growth is counted from here, so that a day has one value whenever the estate is made.</summary>
    private static readonly DateOnly GrowthOrigin = new(2025, 1, 1);

    /// <summary>Use on the day in kWh or m³, rounded to what the meter's register shows (in its own unit).</summary>
    public decimal Use(DemoDevice device, DateOnly day)
    {
        var shape = Base(device.Load) * device.Building.Scale * Size(device) * WorkShare(device, day) * Season(device, day) * Growth(device, day)
            * Math.Exp(0.06 * noise.Normal(device.Code, day.DayNumber));
        var inUnit = device.Unit.FromCanonical((decimal)Math.Max(0, shape), 9);
        return Math.Round(inUnit, device.Decimals, MidpointRounding.ToEven);
    }

    /// <summary>Outside temperature in °C: the year's wave and slow weather on top.</summary>
    public double Temperature(DemoSite site, DateOnly day) =>
        site.MeanTemperature - site.TemperatureSwing * Math.Cos(2 * Math.PI * (day.DayOfYear - 18) / 365.25) + 2.8 * noise.Slow(site.Code, day);

    /// <summary>kWh or m³ on a working day in a building of scale 1.</summary>
    private static double Base(DemoLoad load) => load switch
    {
        DemoLoad.Floor => 620,
        DemoLoad.Ventilation => 410,
        DemoLoad.Boiler => 2900,
        DemoLoad.DistrictHeat => 2400,
        DemoLoad.WaterMain => 17,
        _ => 6.5,
    };

    private double Size(DemoDevice device) => 0.75 + 0.5 * noise.Uniform(device.Code, -1);

    private static double WorkShare(DemoDevice device, DateOnly day)
    {
        if (SiteCalendar.IsWorkday(device.Site.Holidays, day)) return day.DayOfWeek == DayOfWeek.Friday ? 0.95 : 1;
        // Frost and standby do not know holidays: heating falls less than the rest.
        return device.Load is DemoLoad.Boiler or DemoLoad.DistrictHeat ? 0.45 + 0.5 * device.Building.WeekendShare : device.Building.WeekendShare;
    }

    private double Season(DemoDevice device, DateOnly day)
    {
        var temperature = Temperature(device.Site, day);
        var cold = Math.Max(0, 16 - temperature) / 16;
        var warm = Math.Max(0, temperature - 18) / 10;
        var dark = Math.Cos(2 * Math.PI * (day.DayOfYear + 10) / 365.25);
        return device.Load switch
        {
            DemoLoad.Floor => 1 + 0.07 * dark + 0.05 * warm,
            DemoLoad.Ventilation => 0.7 + 0.9 * warm + 0.25 * cold,
            DemoLoad.Boiler => 0.09 + cold,
            DemoLoad.DistrictHeat => 0.04 + cold,
            _ => 1 + 0.15 * warm,
        };
    }

    /// <summary>Between −3 and +5 % a year, each meter its own.</summary>
    private double Growth(DemoDevice device, DateOnly day)
    {
        var yearly = -0.03 + 0.08 * noise.Uniform(device.Code, -2);
        return 1 + yearly * (day.DayNumber - GrowthOrigin.DayNumber) / 365.25;
    }
}
