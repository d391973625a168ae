using EmsDashboard.Features.Demo.Domain;
using EmsDashboard.Features.Quotas.Domain;
using NodaTime;

namespace EmsDashboard.Tests.Features.Demo;

public sealed class DemoEstateTests
{
    private const int Seed = 20_261;
    private static readonly DateTimeOffset Autumn = new(2026, 11, 24, 9, 30, 0, TimeSpan.Zero);

    /// <summary>A leap year in steps of nineteen days and five hours, and the instants where periods turn.</summary>
    public static TheoryData<DateTimeOffset> Instants
    {
        get
        {
            TheoryData<DateTimeOffset> instants = [];
            var start = new DateTimeOffset(2028, 1, 1, 0, 0, 0, TimeSpan.Zero);
            for (var at = start; at.Year == 2028; at = at.AddDays(19).AddHours(5)) instants.Add(at);
            foreach (var text in (string[])["2027-01-01T00:00Z", "2027-01-01T05:00Z", "2027-01-01T12:00Z", "2027-01-01T23:59Z", "2027-01-02T12:00Z", "2026-12-31T16:00Z",
                "2026-12-31T15:59Z", "2028-02-29T00:00Z", "2028-02-29T23:30Z", "2028-03-01T06:59Z", "2028-03-01T07:00Z", "2027-02-28T22:59Z", "2026-04-30T12:00Z", "2026-05-01T12:00Z",
                "2026-10-25T00:30Z", "2026-10-31T23:30Z", "2026-11-01T08:00Z", "2026-11-24T02:59Z"])
                instants.Add(DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
            return instants;
        }
    }

    [Theory]
    [MemberData(nameof(Instants))]
    public void Create_AtAnyInstant_KeepsEveryPromise(DateTimeOffset now)
    {
        var estate = DemoEstate.Create(Seed, now);
        var days = estate.Days.ToList();

        foreach (var quota in estate.Quotas)
        {
            var actual = Actual(quota.Plan, days, now);
            var (warning, alert) = (quota.QuotaValue * 80 / 100, quota.QuotaValue);
            switch (quota.Plan.Promise)
            {
                case DemoPromise.Exceeded:
                    Assert.True(actual >= alert, $"{quota.Plan.Code} {actual} of {alert}");
                    break;
                case DemoPromise.Warning:
                    Assert.InRange(actual, warning, alert - 0.001m);
                    break;
                case DemoPromise.AtWarning:
                    Assert.Equal(warning, actual);
                    break;
                case DemoPromise.ExceedsSoon:
                    Assert.InRange(actual, warning, alert - 0.001m);
                    Assert.True(alert - actual < UsualDay(quota.Plan, days, now), $"{quota.Plan.Code} has {alert - actual} left");
                    break;
                case DemoPromise.NoData:
                    Assert.Equal(0, actual);
                    Assert.DoesNotContain(days, d => d.Device.Code == quota.Plan.Target && d.Day >= LocalDate(now, quota.Plan.TimeZone).AddMonths(-2));
                    break;
                case DemoPromise.NoLimit:
                    Assert.Equal(0, quota.QuotaValue);
                    break;
                case DemoPromise.Inactive:
                    Assert.False(quota.IsActive);
                    break;
                default:
                    Assert.True(quota.QuotaValue > 0);
                    break;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Instants))]
    public void Create_AtAnyInstant_CoversTwentySixMonthsUpToEachMetersYesterday(DateTimeOffset now)
    {
        var estate = DemoEstate.Create(Seed, now);

        foreach (var meter in estate.Days.GroupBy(d => d.Device))
        {
            var today = LocalDate(now, meter.Key.Site.TimeZone);
            var (first, last) = (meter.Min(d => d.Day), meter.Max(d => d.Day));
            Assert.InRange(first, estate.FirstDay(meter.Key), estate.FirstDay(meter.Key).AddDays(10));
            Assert.True(first <= today.AddMonths(-26).AddDays(10));
            Assert.True(last <= today, "a row from the future is refused by the import");
            if (last == today) Assert.Equal(1, today.Day);
            if (meter.Key.Code == DemoEstate.SilentDevice) Assert.InRange(last, today.AddDays(-DemoEstate.SilentDays - 12), today.AddDays(-DemoEstate.SilentDays));
            else Assert.InRange(last, today.AddDays(-12), today);
        }
    }

    [Fact]
    public void Create_Twice_GivesTheSameEstate()
    {
        var (one, two) = (DemoEstate.Create(Seed, Autumn), DemoEstate.Create(Seed, Autumn));

        Assert.Equal(one.Days, two.Days);
        Assert.Equal(one.Quotas, two.Quotas);
        Assert.NotEqual(one.Days.Take(100), DemoEstate.Create(Seed + 1, Autumn).Days.Take(100));
    }

    [Fact]
    public void Create_OnAnotherDay_LeavesClosedMonthsAsTheyWere()
    {
        var before = DemoEstate.Create(Seed, Autumn).Days.Where(d => d.Day < new DateOnly(2026, 11, 1) && d.Device.Code != DemoEstate.SilentDevice).ToDictionary(d => (d.Device.Code, d.Day), d => d.Consumption);
        var after = DemoEstate.Create(Seed, Autumn.AddDays(3)).Days.ToDictionary(d => (d.Device.Code, d.Day), d => d.Consumption);

        Assert.All(before, day => Assert.Equal(day.Value, after[day.Key]));
    }

    [Fact]
    public void Catalogue_HasThreeSitesSixtyMetersAndFourTypes()
    {
        Assert.True(DemoCatalogue.Sites.Select(s => s.TimeZone).Distinct().Count() >= 3);
        Assert.True(DemoCatalogue.Devices.Count >= 60);
        Assert.Equal(4, DemoCatalogue.Devices.Select(d => d.EnergyType).Distinct().Count());
        Assert.Equal(DemoCatalogue.Devices.Count, DemoCatalogue.Devices.Select(d => d.Code).Distinct().Count());
        Assert.All(DemoCatalogue.Devices, d => Assert.Contains(DemoCatalogue.Groups, g => g.Code == d.GroupCode));
        Assert.All(DemoCatalogue.Devices, d => Assert.Equal(d.EnergyType.CanonicalUnit.Dimension, d.Unit.Dimension));
        HashSet<string> seen = [];
        foreach (var group in DemoCatalogue.Groups)
        {
            Assert.True(group.ParentCode is null || seen.Contains(group.ParentCode), $"{group.Code} comes before its parent");
            Assert.True(seen.Add(group.Code));
        }
    }

    [Fact]
    public void Plan_HasThirtyQuotasOfEveryKind()
    {
        Assert.Equal(30, DemoQuotaPlan.All.Count);
        Assert.Equal(30, DemoQuotaPlan.All.Select(p => p.Code).Distinct().Count());
        Assert.Equal(Enum.GetValues<DemoPromise>(), DemoQuotaPlan.All.Select(p => p.Promise).Distinct().Order());
        Assert.Equal(Enum.GetValues<QuotaScope>(), DemoQuotaPlan.All.Select(p => p.Scope).Distinct().Order());
        Assert.Equal(Enum.GetValues<PeriodKind>(), DemoQuotaPlan.All.Select(p => p.Period).Distinct().Order());
        Assert.Contains(DemoQuotaPlan.All, p => p.IsSplit);
        Assert.True(DemoQuotaPlan.All.Select(p => p.TimeZone).Distinct().Count() >= 3);
        Assert.All(DemoQuotaPlan.All.Where(p => p.Steers), p => Assert.Equal(p.TimeZone, DemoCatalogue.Devices.Single(d => d.Code == p.Target).Site.TimeZone));
    }

    [Fact]
    public void Days_ShowWeekdaySeasonHolidayGapsAndTheRegistersGrid()
    {
        var days = DemoEstate.Create(Seed, Autumn).Days.ToList();
        var office = days.Where(d => d.Device.Code == "HAM-K-E1").ToDictionary(d => d.Day, d => d.Consumption);
        var boiler = days.Where(d => d.Device.Code == "HAM-K-G0").ToList();

        Assert.True(office[new DateOnly(2026, 3, 3)] > 2 * office[new DateOnly(2026, 3, 1)], "a Tuesday against a Sunday");
        Assert.True(office[new DateOnly(2026, 4, 1)] > 2 * office[new DateOnly(2026, 4, 3)], "a Wednesday against Good Friday");
        Assert.True(Mean(boiler, 1) > 3 * Mean(boiler, 7), "January against July");
        Assert.All(days, d => Assert.True(d.Consumption > 0 && decimal.Round(d.Consumption, d.Device.Decimals) == d.Consumption, $"{d}"));
        var expected = days.GroupBy(d => d.Device).Sum(m => m.Max(d => d.Day).DayNumber - m.Min(d => d.Day).DayNumber + 1);
        Assert.InRange(1 - days.Count / (double)expected, 0.004, 0.03);

        static decimal Mean(IEnumerable<DemoDay> days, int month) => days.Where(d => d.Day.Month == month).Average(d => d.Consumption);
    }

    private static decimal Actual(DemoQuotaPlan plan, IEnumerable<DemoDay> days, DateTimeOffset now)
    {
        var today = LocalDate(now, plan.TimeZone);
        var start = new DateOnly(today.Year, plan.Period == PeriodKind.Yearly ? 1 : today.Month, 1);
        var groups = DemoCatalogue.Groups.ToDictionary(g => g.Code);
        return plan.Unit.FromCanonical(days
            .Where(d => d.Device.EnergyType == plan.EnergyType && d.Day >= start && d.Day <= today && plan.Scope switch
            {
                QuotaScope.Device => d.Device.Code == plan.Target,
                QuotaScope.Group => Ancestors(d.Device.GroupCode).Contains(plan.Target),
                _ => true,
            })
            .Sum(d => d.Device.Unit.ToCanonical(d.Consumption, 3)), 9);

        IEnumerable<string?> Ancestors(string code)
        {
            for (string? at = code; at is not null; at = groups[at].ParentCode) yield return at;
        }
    }

    private static decimal UsualDay(DemoQuotaPlan plan, IEnumerable<DemoDay> days, DateTimeOffset now)
    {
        var month = LocalDate(now, plan.TimeZone).AddMonths(-12);
        return days.Where(d => d.Device.Code == plan.Target && (d.Day.Year, d.Day.Month) == (month.Year, month.Month)).Average(d => d.Consumption);
    }

    private static DateOnly LocalDate(DateTimeOffset now, string zone) =>
        Instant.FromDateTimeOffset(now).InZone(DateTimeZoneProviders.Tzdb[zone]).Date.ToDateOnly();
}
