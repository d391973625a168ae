using Bunit;
using EmsDashboard.Shared.Charts;

namespace EmsDashboard.Tests.Shared.Charts;

public sealed class ChartFigureTests : BunitTestContext
{
    private static DailyChartData Days(decimal first) => new() { Unit = "kWh", Days = [new(2022, 11, 1)], Values = [first], Missing = [false], Budget = null };

    [Fact]
    public void Figure_WithData_DrawsOnceUntilTheDataChange()
    {
        var module = JSInterop.SetupModule("/dist/charts.js");
        module.Mode = JSRuntimeMode.Loose;
        var data = Days(10);

        var figure = Render<ChartFigure>(p => p.Add(f => f.Title, "Day by day").Add(f => f.Label, "Use a day").Add(f => f.Data, data));
        figure.Render(p => p.Add(f => f.Note, "another remark"));
        Assert.Single(module.Invocations["renderDaily"]);

        figure.Render(p => p.Add(f => f.Data, Days(20)));
        Assert.Equal(2, module.Invocations["renderDaily"].Count);
    }

    [Fact]
    public void Figure_AsTable_ShowsTheSameNumbersAndComesBack()
    {
        var module = JSInterop.SetupModule("/dist/charts.js");
        module.Mode = JSRuntimeMode.Loose;
        var figure = Render<ChartFigure>(p => p.Add(f => f.Title, "Day by day").Add(f => f.Label, "Use a day").Add(f => f.Data, Days(1234)));

        figure.Find("button").Click();
        Assert.Equal("1\u202f234", figure.Find("tbody td.num").TextContent);
        Assert.Empty(figure.FindAll("[role=img]"));
        Assert.Single(module.Invocations["dispose"]);

        figure.Find("button").Click();
        Assert.Equal("Use a day", figure.Find("[role=img]").GetAttribute("aria-label"));
        Assert.Equal(2, module.Invocations["renderDaily"].Count);
    }
}
