using System.Globalization;
using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas.Domain;
using FsCheck;
using FsCheck.Fluent;

namespace EmsDashboard.Tests.Features.Quotas;

public sealed class AllocationTests
{
    [Theory]
    [InlineData("site 100", "0 left 100 over 0")]
    [InlineData("site 100, a<site 60, b<site 30", "90 left 10 over 0")]
    [InlineData("site 100, a<site 60, b<site 40", "100 left 0 over 0")]
    [InlineData("site 100, a<site 60, b<site 40.000001", "100.000001 left 0 over 0.000001")]
    [InlineData("b<site 30, a<site 60, site 100", "90 left 10 over 0")]
    // A grandchild counts to its parent only, even where it is over it.
    [InlineData("site 100, a<site 60, c<a 500", "60 left 40 over 0")]
    // Another unit is converted exactly: 0.36 GJ are 100 kWh, to the last digit.
    [InlineData("site 100, a<site 0.36GJ", "100 left 0 over 0")]
    [InlineData("site 1MWh, a<site 600, b<site 500", "1.1 left 0 over 0.1")]
    // Without a limit there is nothing to give, and nothing is given.
    [InlineData("site 0, a<site 60", "60 left 0 over 0")]
    [InlineData("site 100, a<site 0, b<site -5", "0 left 100 over 0")]
    public void Of_Site_AddsUpItsChildren(string nodes, string expected)
    {
        var allocation = new AllocationTree(Nodes(nodes)).Of("site")!;

        Assert.Equal(expected, string.Create(CultureInfo.InvariantCulture,
            $"{allocation.ShownAllocated:0.######} left {allocation.Unallocated:0.######} over {allocation.OverAllocated:0.######}"));
        Assert.Equal(allocation.OverAllocated > 0, allocation.IsOverAllocated);
    }

    [Fact]
    public void Of_LessThanCanBeShown_IsOverAllocatedAllTheSame()
    {
        // 0.000001 MJ is 5/18 of a millionth of a kWh.
        var allocation = new AllocationTree(Nodes("site 100, a<site 100, b<site 0.000001MJ")).Of("site")!;

        Assert.True(allocation.IsOverAllocated);
        Assert.Equal(new Fraction(5, 18_000_000), allocation.Allocated - 100m);
    }

    [Fact]
    public void Of_NoSuchQuota_IsNone() => Assert.Null(new AllocationTree(Nodes("site 100")).Of("other"));

    [Fact]
    public void New_OneCodeTwice_Throws() => Assert.Throws<ArgumentException>(() => new AllocationTree(Nodes("site 100, site 200")));

    [Theory]
    [InlineData("a<b 1, b 2", "")]
    [InlineData("a<x 1", "a unknown_parent x")]
    [InlineData("a<a 1", "a parent_cycle a → a")]
    [InlineData("a<b 1, b<c 1, c<a 1", "a parent_cycle a → b → c → a, b parent_cycle b → c → a → b, c parent_cycle c → a → b → c")]
    // One that only hangs on a circle is not to blame for it.
    [InlineData("a<b 1, b<c 1, c<b 1", "b parent_cycle b → c → b, c parent_cycle c → b → c")]
    [InlineData("a<b 1m3/water, b 1", "a parent_other_unit kWh")]
    [InlineData("a<b 1, b 1m3/water", "a parent_other_unit m³")]
    [InlineData("a<b 1/gas, b 1", "a parent_other_energy_type electricity")]
    [InlineData("a<b 1GJ, b 1MWh", "")]
    [InlineData("a<b 1!yearly, b 1", "a parent_other_period b")]
    public void Problems_OfParents_NameTheQuota(string nodes, string expected) =>
        Assert.Equal(expected, string.Join(", ", new AllocationTree(Nodes(nodes)).Problems().Select(p => $"{p.Code} {p.Problem.Code} {p.Problem.Detail}")));

    [Fact]
    public void Of_ChildOfAnotherDimension_IsNotAdded() => Assert.Equal(60, new AllocationTree(Nodes("site 100, a<site 60, w<site 5m3/water")).Of("site")!.ShownAllocated);

    /// <summary>In any tree and order of entry: each quota's children and their sum are the same, and every quota is added once or is at the top.</summary>
    [Fact]
    public void Tree_AnyOrderOfEntry_IsTheSameAndCountsEachOnce()
    {
        var cases =
            from parents in Gen.Choose(0, 1_000).NonEmptyListOf().Resize(30)
            from values in Gen.Choose(1, 1_000).ArrayOf(parents.Count)
            let nodes = parents.Select((p, i) => Node($"q{i}", p % (i + 1) == i ? null : $"q{p % (i + 1)}", values[i], Unit.KilowattHour)).ToArray()
            from shuffled in Gen.Shuffle(nodes)
            select (nodes, shuffled);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var (tree, other) = (new AllocationTree(c.nodes), new AllocationTree(c.shuffled));
            var all = c.nodes.Select(n => tree.Of(n.Code)!).ToList();
            return !tree.Problems().Any()
                && all.All(a => other.Of(a.Code) is { } same && same.Allocated == a.Allocated && same.Children.SequenceEqual(a.Children))
                && all.Aggregate(default(Fraction), (sum, a) => sum + a.Allocated) == c.nodes.Where(n => n.ParentCode is not null).Sum(n => n.Value);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    /// <summary>"code[&lt;parent] value[unit][/energy type][!yearly]", by commas.</summary>
    private static IEnumerable<AllocationNode> Nodes(string text) => text.Split(", ").Select(node =>
    {
        var words = node.Split(' ', '<');
        var (terms, yearly) = words[^1].Split('!') is [var t, _] ? (t, true) : (words[^1], false);
        var (amount, type) = terms.Split('/') is [var a, var e] ? (a, EnergyType.Get(e)) : (terms, EnergyType.Electricity);
        var unit = amount.TrimStart("-0123456789.".ToCharArray());
        return Node(words[0], words.Length == 3 ? words[1] : null, decimal.Parse(amount[..^unit.Length], CultureInfo.InvariantCulture), unit.Length == 0 ? Unit.KilowattHour : Unit.Get(unit))
            with
        { EnergyType = type, Rule = yearly ? PeriodRule.Yearly() : PeriodRule.Monthly() };
    });

    private static AllocationNode Node(string code, string? parent, decimal value, Unit unit) => new(code, parent, value, unit, EnergyType.Electricity, PeriodRule.Monthly());
}
