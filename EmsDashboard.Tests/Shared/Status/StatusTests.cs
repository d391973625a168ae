using Bunit;
using EmsDashboard.Shared.Status;

namespace EmsDashboard.Tests.Shared.Status;

public sealed class StatusTests : BunitTestContext
{
    public static TheoryData<StatusKind, string, string> Words => new()
    {
        { StatusKind.Exceeded, "Exceeded", "已超额" },
        { StatusKind.Warning, "Warning", "预警" },
        { StatusKind.Incomplete, "Incomplete", "数据不全" },
        { StatusKind.Stale, "Stale", "数据过期" },
        { StatusKind.NoData, "No data", "无数据" },
        { StatusKind.NoLimit, "No limit set", "未设限额" },
        { StatusKind.Normal, "Normal", "正常" },
    };

    [Theory]
    [MemberData(nameof(Words))]
    public void StatusMark_WithWord_NamesTheStatusInBothLanguages(StatusKind kind, string english, string chinese)
    {
        Assert.Equal(english, Mark(kind).Find(".status").TextContent.Trim());
        Speak("zh-CN");
        Assert.Equal(chinese, Mark(kind).Find(".status").TextContent.Trim());
    }

    [Fact]
    public void StatusMark_EveryStatus_HasASilhouetteOfItsOwn()
    {
        var shapes = Enum.GetValues<StatusKind>().Select(kind => Render<StatusShape>(p => p.Add(s => s.Kind, kind)).Markup.Trim()).ToList();

        Assert.Equal(shapes.Count, shapes.Distinct().Count());
        Assert.All(shapes, Assert.NotEmpty);
    }

    [Fact]
    public void StatusMark_WithoutWord_IsNamedForScreenReaders()
    {
        var mark = Render<StatusMark>(p => p.Add(m => m.Kind, StatusKind.Exceeded));

        Assert.Equal("Exceeded", mark.Find("svg[role=img]").GetAttribute("aria-label"));
        Assert.Empty(mark.FindAll(".status"));
    }

    [Fact]
    public void StatusStrip_Counts_LeadToTheirListsAndZeroIsQuiet()
    {
        var strip = Render<StatusStrip>(p => p.Add(s => s.Label, "All quotas").Add(s => s.Items,
        [
            new StatusCount(StatusKind.Exceeded, "Exceeded", 2, "1 since yesterday", "/quotas?status=exceeded"),
            new StatusCount(StatusKind.Warning, "Warning", 0),
            new StatusCount(null, "To acknowledge", 6),
        ]));

        Assert.Equal("/quotas?status=exceeded", strip.Find("[data-testid=count-Exceeded] a").GetAttribute("href"));
        Assert.Equal("2", strip.Find("[data-testid=count-Exceeded] .value").TextContent);
        Assert.Single(strip.FindAll("[data-testid=count-Warning] .value.zero"));
        Assert.Contains("apart", strip.Find("[data-testid=count-other]").ClassList);
        Assert.Equal("flex:2", Assert.Single(strip.FindAll(".share-bar i")).GetAttribute("style"));
    }

    private IRenderedComponent<StatusMark> Mark(StatusKind kind) => Render<StatusMark>(p => p.Add(m => m.Kind, kind).Add(m => m.WithWord, true));
}
