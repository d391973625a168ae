using System.Globalization;
using EmsDashboard.Features.Quotas.Domain;

namespace EmsDashboard.Tests.Features.Quotas;

public sealed class CarryOverTests
{
    [Theory]
    [InlineData(CarryOverMode.None, null, null, 30, 0)]
    [InlineData(CarryOverMode.None, null, null, -30, 0)]
    [InlineData(CarryOverMode.Unused, null, null, 30, 30)]
    [InlineData(CarryOverMode.Unused, null, null, -30, 0)]
    [InlineData(CarryOverMode.Unused, -10, 20, -30, 0)]
    [InlineData(CarryOverMode.Unused, null, 20, 30, 20)]
    [InlineData(CarryOverMode.Overspent, null, null, 30, 0)]
    [InlineData(CarryOverMode.Overspent, null, null, -30, -30)]
    [InlineData(CarryOverMode.Overspent, -20, null, -30, -20)]
    [InlineData(CarryOverMode.Both, null, null, 0, 0)]
    [InlineData(CarryOverMode.Both, -20, 10, 30, 10)]
    [InlineData(CarryOverMode.Both, -20, 10, 9, 9)]
    [InlineData(CarryOverMode.Both, -20, 10, -19, -19)]
    [InlineData(CarryOverMode.Both, -20, 10, -30, -20)]
    [InlineData(CarryOverMode.Both, 0, 0, 30, 0)]
    public void Carried_Balance_IsBetweenItsBounds(CarryOverMode mode, int? min, int? max, int balance, int expected) =>
        Assert.Equal(expected, new CarryOver(mode, min, max).Carried(balance));

    [Theory]
    [InlineData(null, null, "")]
    [InlineData("0", "0", "")]
    [InlineData("-5.123456", "5", "")]
    [InlineData("1", null, "carry_over_bounds")]
    [InlineData(null, "-1", "carry_over_bounds")]
    [InlineData("-1000000000000000", null, "too_large")]
    [InlineData(null, "0.0000001", "too_many_decimals")]
    public void Problems_Bounds_HaveTheirSides(string? min, string? max, string expected) =>
        Assert.Equal(expected, string.Join(", ", new CarryOver(CarryOverMode.Both, Number(min), Number(max)).Problems().Select(p => p.Code)));

    private static decimal? Number(string? text) => text is null ? null : decimal.Parse(text, CultureInfo.InvariantCulture);
}
