using System.Globalization;
using EmsDashboard.Shared;
using EmsDashboard.Shared.Csv;

namespace EmsDashboard.Tests.Shared;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("0", "0", 0)]
    [InlineData("-0.001", "-0.001", 3)]
    [InlineData("12.500", "12.5", 1)]
    [InlineData("0007", "7", 0)]
    [InlineData("999999999999999.999999999999", "999999999999999.999999999999", 12)]
    public void TryReadDecimal_PlainNumber_IsReadExactly(string text, string expected, int decimals)
    {
        Assert.True(PlainText.TryReadDecimal(text, out var value, out var found));
        Assert.Equal((decimal.Parse(expected, CultureInfo.InvariantCulture), decimals), (value, found));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("+5")]
    [InlineData("--5")]
    [InlineData("1e3")]
    [InlineData("1,000")]
    [InlineData("1_000")]
    [InlineData("1 000")]
    [InlineData("0x1F")]
    [InlineData("NaN")]
    [InlineData("２０３５２")]
    [InlineData("٢٠٣٥٢")]
    [InlineData("1000000000000000")]
    [InlineData("0.0000000000001")]
    public void TryReadDecimal_AnythingElse_IsRefused(string text) => Assert.False(PlainText.TryReadDecimal(text, out _, out _));

    [Theory]
    [InlineData("2020-02-29", true)]
    [InlineData("9999-12-31", true)]
    [InlineData("2019-02-29", false)]
    [InlineData("0000-00-00", false)]
    [InlineData("2020-13-01", false)]
    [InlineData("2020-1-5", false)]
    [InlineData("01/02/2020", false)]
    [InlineData("2020-01-06T00:00:00", false)]
    [InlineData("２０２０-01-01", false)]
    public void TryReadDate_OnlyDaysThatExistInIsoForm(string text, bool expected) => Assert.Equal(expected, PlainText.TryReadDate(text, out _));

    [Fact]
    public void Show_ControlAndDirectionCharacters_AreSpelledOut() =>
        Assert.Equal("a\\u001B[31m\\u202E配\\u200B…", PlainText.Show("a\u001b[31m\u202e配\u200bmore", 23));

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@SUM(1)", "'@SUM(1)")]
    [InlineData("-2", "'-2")]
    [InlineData("+2", "'+2")]
    [InlineData("\tx", "'\tx")]
    [InlineData("'=1", "''=1")]
    [InlineData("'; DROP TABLE", "'; DROP TABLE")]
    [InlineData("a=1", "a=1")]
    [InlineData("'", "'")]
    [InlineData("", "")]
    public void Protect_TextASpreadsheetMightRun_IsDisarmedAndComesBack(string text, string expected)
    {
        Assert.Equal(expected, CellGuard.Protect(text));
        Assert.Equal(text, CellGuard.Restore(expected));
    }
}
