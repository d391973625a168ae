using EmsDashboard.Features.Quotas.Domain;
using NodaTime;

namespace EmsDashboard.Features.Demo.Domain;

/// <summary>A meter's use on one of its local days, in the meter's unit.</summary>
internal readonly record struct DemoDay(DemoDevice Device, DateOnly Day, decimal Consumption);

/// <summary>A quota of the demo estate, its value worked out.</summary>
internal sealed record DemoQuota(DemoQuotaPlan Plan, decimal QuotaValue)
{
    public const decimal WarningThresholdPct = 80;
    public const decimal AlertThresholdPct = 100;

    /// <summary>Its months, where the year is split.</summary>
    public MonthAmounts? Distribution { get; init; }

    /// <summary>Of a custom period.</summary>
    public PeriodSpan? Span { get; init; }

    public bool IsActive => Plan.Promise != DemoPromise.Inactive;
}

/// <summary>
/// A believable estate of our own making: three sites on three continents, their meters' days up to each meter's yesterday and quotas
/// whose states hold on the day it is made. Pure: the same seed and instant give the same estate.
/// </summary>
internal sealed class DemoEstate
{
    /// <summary>Whole months of history before the running one.</summary>
    public const int Months = 26;

    /// <summary>Meter that stopped reporting, and how many days before today.</summary>
    public const string SilentDevice = "HAM-K-W1";
    public const int SilentDays = 75;

    private readonly Dictionary<string, Dictionary<DateOnly, decimal>> _days = new(StringComparer.Ordinal);
    private readonly DateTimeOffset _now;

    private DemoEstate(DateTimeOffset now) => _now = now;

    public IReadOnlyList<DemoQuota> Quotas { get; private set; } = [];

    /// <summary>Every row, ordered by meter and day.</summary>
    public IEnumerable<DemoDay> Days =>
        DemoCatalogue.Devices.SelectMany(device => _days[device.Code].OrderBy(day => day.Key).Select(day => new DemoDay(device, day.Key, day.Value)));

    /// <summary>First day of the meter's history.</summary>
    public DateOnly FirstDay(DemoDevice device) => MonthOf(LocalDate(device.Site.TimeZone)).AddMonths(-Months);

    public static DemoEstate Create(int seed, DateTimeOffset now)
    {
        var estate = new DemoEstate(now);
        var noise = new Noise(seed);
        estate.FillDays(new LoadShape(noise), new DemoGaps(noise));
        estate.Quotas = [.. DemoQuotaPlan.All.Select(plan => estate.Quota(plan))];
        foreach (var quota in estate.Quotas.Where(q => q.Plan.Steers)) estate.Steer(quota);
        return estate;
    }

    private void FillDays(LoadShape shape, DemoGaps gaps)
    {
        foreach (var device in DemoCatalogue.Devices)
        {
            var today = LocalDate(device.Site.TimeZone);
            var steered = DemoQuotaPlan.All.Any(p => p.Steers && p.Target == device.Code);
            var last = today.AddDays(device.Code == SilentDevice ? -SilentDays : -1);
            // On the first of a month nothing of the new period would be there yet: a meter with a promise then reports its running day already.
            if (steered && today.Day == 1) last = today;
            var days = _days[device.Code] = [];
            for (var day = FirstDay(device); day <= last; day = day.AddDays(1))
            {
                if ((steered && day >= MonthOf(today)) || !gaps.IsMissing(device, day)) days[day] = shape.Use(device, day);
            }
        }
    }

    private DemoQuota Quota(DemoQuotaPlan plan)
    {
        var value = QuotaValue(plan);
        var lastYear = new DateOnly(LocalDate(plan.TimeZone).Year - 1, 1, 1);
        return new DemoQuota(plan, value)
        {
            Distribution = plan.IsSplit
                ? Distribution.ByShape(value, firstMonth: 1, [.. Enumerable.Range(0, 12).Select(i => CanonicalUse(plan, lastYear.AddMonths(i), lastYear.AddMonths(i + 1)))])
                : null,
            Span = plan.Period == PeriodKind.Custom ? DemoQuotaPlan.HeatingSeason(LocalDate(plan.TimeZone)) : null,
        };
    }

    /// <summary>
    /// A round limit in the plan's unit, from last year's use: of the same days for a steered meter and a custom period, else the trailing
    /// year's mean period or sum.
    /// </summary>
    private decimal QuotaValue(DemoQuotaPlan plan)
    {
        if (plan.Promise == DemoPromise.NoLimit) return 0;
        var month = MonthOf(LocalDate(plan.TimeZone));
        var (from, to, share) = plan switch
        {
            { Steers: true } => (month.AddMonths(-12), month.AddMonths(-11), 1.05m),
            { Period: PeriodKind.Custom } when DemoQuotaPlan.HeatingSeason(month) is var season => (season.Start.AddYears(-1), season.End.AddYears(-1), plan.Percent / 100),
            { Period: PeriodKind.Quarterly } => (month.AddMonths(-12), month, plan.Percent / 400),
            { Period: PeriodKind.Yearly } => (month.AddMonths(-12), month, plan.Percent / 100),
            _ => (month.AddMonths(-12), month, plan.Percent / 1200),
        };
        return RoundUp(plan.Unit.FromCanonical(CanonicalUse(plan, from, to) * share, 9));
    }

    /// <summary>
    /// Scales the running month of the quota's meter so that its use stands exactly where the plan says. The last days carry it, as a
    /// leak or a forgotten machine would; if that is not enough, or too much was used already, the whole month does.
    /// </summary>
    private void Steer(DemoQuota quota)
    {
        var device = DemoCatalogue.Devices.Single(d => d.Code == quota.Plan.Target);
        var month = MonthOf(LocalDate(quota.Plan.TimeZone));
        var days = _days[device.Code];
        var running = days.Keys.Where(d => d >= month).Order().ToList();
        var goal = Goal(quota, device);
        const int incidentDays = 9;
        var before = running.SkipLast(incidentDays).Sum(d => days[d]);
        var carrying = running.TakeLast(incidentDays).ToList();
        var natural = carrying.Sum(d => days[d]);
        if (goal < before + natural) (before, carrying, natural) = (0, running, before + natural);

        var left = goal - before;
        var factor = left / natural;
        foreach (var day in carrying.SkipLast(1))
        {
            days[day] = Math.Round(days[day] * factor, device.Decimals, MidpointRounding.ToEven);
            left -= days[day];
        }
        days[carrying[^1]] = left;
    }

    /// <summary>Use in the running month that the plan promises, in the meter's unit, on its register's grid.</summary>
    private static decimal Goal(DemoQuota quota, DemoDevice device)
    {
        var value = quota.QuotaValue;
        var goal = quota.Plan.Promise switch
        {
            DemoPromise.AtWarning => value * DemoQuota.WarningThresholdPct / 100,
            // Six tenths of a day's share of the month are left.
            DemoPromise.ExceedsSoon => value - 0.6m * value / 31,
            _ => value * quota.Plan.Percent / 100,
        };
        return Math.Round(goal, device.Decimals, MidpointRounding.ToEven);
    }

    private decimal CanonicalUse(DemoQuotaPlan plan, DateOnly from, DateOnly to)
    {
        var scoped = DemoCatalogue.Devices.Where(d => d.EnergyType == plan.EnergyType && plan.Scope switch
        {
            QuotaScope.Device => d.Code == plan.Target,
            QuotaScope.Group => d.GroupCode == plan.Target || d.GroupCode.StartsWith($"{plan.Target}-", StringComparison.Ordinal),
            _ => true,
        });
        return scoped.Sum(d => d.Unit.ToCanonical(_days[d.Code].Where(day => day.Key >= from && day.Key < to).Sum(day => day.Value), 3));
    }

    /// <summary>Up to two leading digits: people set round limits.</summary>
    private static decimal RoundUp(decimal value)
    {
        var step = 1m;
        while (value / step >= 100) step *= 10;
        while (value / step < 10) step /= 10;
        return Math.Ceiling(value / step) * step;
    }

    private DateOnly LocalDate(string timeZone) =>
        Instant.FromDateTimeOffset(_now).InZone(DateTimeZoneProviders.Tzdb[timeZone]).Date.ToDateOnly();

    private static DateOnly MonthOf(DateOnly day) => new(day.Year, day.Month, 1);
}
