using Bunit;
using EmsDashboard.Features.Energy;
using EmsDashboard.Features.Energy.Administration;
using EmsDashboard.Features.Energy.Components;

namespace EmsDashboard.Tests.Features.Energy;

/// <summary>Choosing one of very many groups: the field that searches, the tree that folds.</summary>
public sealed class GroupChoiceTests : BunitTestContext
{
    private static readonly GroupChoice[] Estate = [new("site", "Site", 0), new("hall", "Great hall", 1), new("hall-2", "Small hall", 1)];

    [Fact]
    public void Picker_Typing_OffersWhatIsFoundAndEnterTakesTheFirst()
    {
        string? chosen = null;
        var picker = Picker(value: null, code => chosen = code);

        picker.Find("input").Input("hall");
        Assert.Equal(["hall", "hall-2"], picker.FindAll("[role=option]").Select(o => o.GetAttribute("data-code")));
        picker.Find("input").KeyDown("ArrowDown");
        picker.Find("input").KeyDown("Enter");

        Assert.Equal("hall-2", chosen);
        Assert.Equal("false", picker.Find("input").GetAttribute("aria-expanded"));
        Assert.Equal("Small hall", picker.Find("input").GetAttribute("value"));
    }

    [Fact]
    public void Picker_CodeFromTheAddress_ShowsItsName_AndEmptyingItMeansAll()
    {
        var chosen = "hall";
        var picker = Picker(chosen, code => chosen = code);
        Assert.Equal("Great hall", picker.Find("input").GetAttribute("value"));

        picker.Find("input").Input("");
        picker.Find("input").Blur();

        Assert.Null(chosen);
    }

    [Fact]
    public void Picker_HalfTypedText_IsForgottenOnLeaving()
    {
        var asked = false;
        var picker = Picker("hall", _ => asked = true);

        picker.Find("input").Input("smal");
        picker.Find("input").Blur();

        Assert.False(asked);
        Assert.Equal("Great hall", picker.Find("input").GetAttribute("value"));
    }

    [Fact]
    public void Tree_OfManyGroups_StartsFoldedOpensTheChosenOneAndFindsByName()
    {
        GroupNode[] groups =
        [
            new(1, "a", "Alpha", null, 0, 0, 120, 120, 1),
            .. Enumerable.Range(0, 120).Select(i => new GroupNode(10 + i, $"a{i:000}", $"Room {i:000}", "a", 1, 1, 1, 0, 1)),
            new(2, "b", "Beta", null, 0, 0, 1, 1, 1),
            new(3, "b1", "Cellar", "b", 1, 1, 1, 0, 1),
        ];

        var tree = Render<GroupTree>(p => p.Add(t => t.Groups, groups).Add(t => t.Selected, "b1").Add(t => t.Href, code => $"?group={code}"));
        IEnumerable<string> Shown() => tree.FindAll("a.name").Select(a => a.TextContent);

        Assert.Equal(["Alpha", "Beta", "Cellar"], Shown());
        tree.Find("button[aria-expanded=false]").Click();
        Assert.Equal(123, Shown().Count());
        tree.Find("[data-testid=find-group]").Input("room 01");
        Assert.Equal(10, Shown().Count());
    }

    [Fact]
    public void Tree_OfAFewGroups_IsOpen()
    {
        GroupNode[] groups = [new(1, "a", "Alpha", null, 0, 0, 1, 1, 1), new(2, "a1", "Room", "a", 1, 1, 1, 0, 1)];

        var tree = Render<GroupTree>(p => p.Add(t => t.Groups, groups).Add(t => t.Selected, null).Add(t => t.Href, code => code));

        Assert.Equal(["Alpha", "Room"], tree.FindAll("a.name").Select(a => a.TextContent));
    }

    private IRenderedComponent<GroupPicker> Picker(string? value, Action<string?> chosen) =>
        Render<GroupPicker>(p => p.Add(g => g.Value, value).Add(g => g.ValueChanged, chosen).Add(g => g.Label, "Group").Add(g => g.Empty, "All groups")
            .Add(g => g.Find, (text, _) => Task.FromResult<IReadOnlyList<GroupChoice>>([.. Estate.Where(g => g.Name.Contains(text, StringComparison.OrdinalIgnoreCase) || g.Code == text)])));
}
