using System.Globalization;
using EmsDashboard.Shared.Text;

namespace EmsDashboard.Tests.Shared.Text;

public sealed class FormatsTests
{
    private static readonly DateOnly Today = new(2022, 11, 16);

    [Theory]
    [InlineData("337486", "337 486")]
    [InlineData("337485.5", "337 486")]
    [InlineData("29709381", "29 709 381")]
    [InlineData("1000", "1 000")]
    [InlineData("999.94", "999.9")]
    [InlineData("999.95", "1 000")]
    [InlineData("999.99", "1 000")]
    [InlineData("154.6", "154.6")]
    [InlineData("154.65", "154.7")]
    [InlineData("100", "100.0")]
    [InlineData("13", "13.0")]
    [InlineData("9.994", "9.99")]
    [InlineData("9.995", "10.0")]
    [InlineData("9.999", "10.0")]
    [InlineData("0.005", "0.01")]
    [InlineData("0.004", "0.00")]
    [InlineData("0", "0")]
    [InlineData("-2140", "−2 140")]
    [InlineData("-0.004", "0.00")]
    [InlineData("-5.5", "−5.50")]
    public void Amount_BySize_KeepsTheDecimalsItDeserves(string value, string expected) =>
        Assert.Equal(Narrow(expected), Formats.English.Amount(Number(value)));

    [Fact]
    public void Limits_AsEntered_HaveNoDecimalsThatSayNothing()
    {
        Assert.Equal("80 / 100\u202F%", Formats.English.Limits(80.000m, 100));
        Assert.Equal("82.5 / 110%", Formats.Chinese.Limits(82.500m, 110.00m));
    }

    [Fact]
    public void Amount_WithUnit_IsTheSameInBothLanguages()
    {
        Assert.Equal("337\u202f486\u202fkWh", Formats.English.Amount(337486, "kWh"));
        Assert.Equal("337\u202f486\u202fkWh", Formats.Chinese.Amount(337486, "kWh"));
    }

    [Theory]
    [InlineData("337486", "337 486")]
    [InlineData("79911.760", "79 911.76")]
    [InlineData("-0.001", "−0.001")]
    [InlineData("1234567.000", "1 234 567")]
    [InlineData("0", "0")]
    public void Exact_KeepsEveryDigit(string value, string expected) => Assert.Equal(Narrow(expected), Formats.English.Exact(Number(value)));

    [Theory]
    [InlineData("79.9994", "79.9")]
    [InlineData("79.95", "79.9")]
    [InlineData("79.9499", "79.9")]
    [InlineData("80", "80.0")]
    [InlineData("80.04", "80.0")]
    [InlineData("99.999999", "99.9")]
    [InlineData("100", "100.0")]
    [InlineData("100.75", "100.8")]
    [InlineData("107.04", "107.0")]
    [InlineData("85.55", "85.6")]
    [InlineData("0.04", "0.0")]
    [InlineData("-0.04", "0.0")]
    [InlineData("-3.25", "−3.3")]
    [InlineData("1234.56", "1 234.6")]
    public void Share_NearAThreshold_IsNeverRoundedOverIt(string rate, string expected) =>
        Assert.Equal(Narrow(expected), Formats.English.Share(Number(rate), 80, 100));

    [Theory]
    [InlineData("119.97", "119.9")]
    [InlineData("99.97", "100.0")]
    public void Share_WithOtherThresholds_IsCutOnlyBelowThose(string rate, string expected) =>
        Assert.Equal(expected, Formats.English.Share(Number(rate), 90, 120));

    [Theory]
    [InlineData("99.6", "99")]
    [InlineData("99.4", "99")]
    [InlineData("79.5", "79")]
    [InlineData("78.5", "79")]
    [InlineData("110.2", "110")]
    public void WholeShare_NearAThreshold_IsNeverRoundedOverIt(string rate, string expected) =>
        Assert.Equal(expected, Formats.English.WholeShare(Number(rate), 80, 100));

    [Fact]
    public void Percent_InEnglish_HasANarrowSpaceAndInChineseNone()
    {
        Assert.Equal("107.0\u202f%", Formats.English.Percent(107));
        Assert.Equal("107.0%", Formats.Chinese.Percent(107));
    }

    [Theory]
    [InlineData("216.7", "2.2")]
    [InlineData("125.1", "1.3")]
    [InlineData("1000", "10.0")]
    public void Times_OfTheQuota_HasOneDecimal(string rate, string expected) => Assert.Equal(expected, Formats.English.Times(Number(rate)));

    [Fact]
    public void Day_InsideTheCurrentYear_HasNoYear()
    {
        Assert.Equal("23 Nov", Formats.English.Day(new(2022, 11, 23), Today));
        Assert.Equal("11月23日", Formats.Chinese.Day(new(2022, 11, 23), Today));
        Assert.Equal("31 Dec 2021", Formats.English.Day(new(2021, 12, 31), Today));
        Assert.Equal("2021年12月31日", Formats.Chinese.Day(new(2021, 12, 31), Today));
    }

    [Fact]
    public void Moment_SaysNoMoreThanItMust()
    {
        var at = new DateTimeOffset(2022, 11, 16, 10, 30, 0, TimeSpan.FromHours(1));
        Assert.Equal("10:30", Formats.English.Moment(at, Today));
        Assert.Equal("16 Nov, 10:30", Formats.English.Moment(at, Today.AddDays(1)));
        Assert.Equal("11月16日 10:30", Formats.Chinese.Moment(at, Today.AddDays(1)));
        Assert.Equal("16 Nov 2022, 10:30", Formats.English.Moment(at, Today.AddYears(1)));
        Assert.Equal("Wed 16 Nov 2022, 10:30", Formats.English.FullMoment(at));
        Assert.Equal("2022年11月16日 周三 10:30", Formats.Chinese.FullMoment(at));
    }

    [Fact]
    public void Period_ByItsDays_IsAMonthAYearOrASpan()
    {
        Assert.Equal("Nov 2022", Formats.English.Period(new(2022, 11, 1), new(2022, 12, 1)));
        Assert.Equal("2022年11月", Formats.Chinese.Period(new(2022, 11, 1), new(2022, 12, 1)));
        Assert.Equal("2022", Formats.English.Period(new(2022, 1, 1), new(2023, 1, 1)));
        Assert.Equal("2022 年", Formats.Chinese.Period(new(2022, 1, 1), new(2023, 1, 1)));
        Assert.Equal("Feb 2024", Formats.English.Period(new(2024, 2, 1), new(2024, 3, 1)));
        Assert.Equal("2 Nov 2022 to 1 Dec 2022", Formats.English.Period(new(2022, 11, 2), new(2022, 12, 2)));
        Assert.Equal("November 2022", Formats.English.LongMonth(new(2022, 11, 1)));
    }

    [Theory]
    [InlineData(-5, "0 min", "0 分钟")]
    [InlineData(0, "0 min", "0 分钟")]
    [InlineData(40, "40 min", "40 分钟")]
    [InlineData(60, "1 h", "1 小时")]
    [InlineData(130, "2 h 10 min", "2 小时 10 分钟")]
    [InlineData(48 * 60 - 1, "47 h 59 min", "47 小时 59 分钟")]
    [InlineData(48 * 60, "2 d", "2 天")]
    [InlineData(18 * 24 * 60 + 700, "18 d", "18 天")]
    public void Age_UpToTwoDays_IsRelative(int minutes, string english, string chinese)
    {
        Assert.Equal(english, Plain(Formats.English.Age(TimeSpan.FromMinutes(minutes))));
        Assert.Equal(chinese, Plain(Formats.Chinese.Age(TimeSpan.FromMinutes(minutes))));
    }

    [Fact]
    public void Since_AfterTwoDays_IsADay()
    {
        var now = new DateTimeOffset(2022, 11, 16, 10, 30, 0, TimeSpan.Zero);
        Assert.Equal("2 h 10 min", Plain(Formats.English.Since(now.AddMinutes(-130), now)));
        Assert.Equal("9 Nov", Formats.English.Since(now.AddDays(-7), now));
        Assert.Equal("9 Nov 2021", Formats.English.Since(now.AddDays(-7).AddYears(-1), now));
    }

    [Theory]
    [InlineData(340, "340 ms", "340 毫秒")]
    [InlineData(2_640, "2.6 s", "2.6 秒")]
    [InlineData(59_990, "59.9 s", "59.9 秒")]
    [InlineData(200_000, "3 min 20 s", "3 分 20 秒")]
    [InlineData(180_000, "3 min", "3 分")]
    public void Duration_OfWork_IsShort(int milliseconds, string english, string chinese)
    {
        Assert.Equal(english, Plain(Formats.English.Duration(TimeSpan.FromMilliseconds(milliseconds))));
        Assert.Equal(chinese, Plain(Formats.Chinese.Duration(TimeSpan.FromMilliseconds(milliseconds))));
    }

    [Theory]
    [InlineData("zh-CN", "107.0%")]
    [InlineData("zh-TW", "107.0%")]
    [InlineData("en-GB", "107.0\u202f%")]
    [InlineData("de-DE", "107.0\u202f%")]
    public void For_AnyCulture_SpeaksOneOfTheTwo(string culture, string expected) =>
        Assert.Equal(expected, Formats.For(System.Globalization.CultureInfo.GetCultureInfo(culture)).Percent(107));

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static string Narrow(string text) => text.Replace(' ', '\u202f');

    private static string Plain(string text) => text.Replace('\u00a0', ' ').Replace('\u202f', ' ');

    [Theory]
    [InlineData("9999", "9\u202F999.0")]
    [InlineData("40081970000", ">\u202F9\u202F999")]
    public void Share_FarOver_IsToldShortly(string rate, string expected) =>
        Assert.Equal(expected, Formats.English.Share(decimal.Parse(rate, CultureInfo.InvariantCulture), 80, 100));

    [Fact]
    public void WholePercent_FarOver_IsToldShortly() => Assert.Equal(">\u202F9\u202F999\u202F%", Formats.English.WholePercent(40081970000, 100));

    [Theory]
    [InlineData("216.7", "2.2")]
    [InlineData("123456", "1\u202F235")]
    [InlineData("40081970000", ">\u202F9\u202F999")]
    public void Times_FarOver_IsToldShortly(string rate, string expected) =>
        Assert.Equal(expected, Formats.English.Times(decimal.Parse(rate, CultureInfo.InvariantCulture)));
}
