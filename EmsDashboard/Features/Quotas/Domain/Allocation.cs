using EmsDashboard.Features.Energy.Domain;

namespace EmsDashboard.Features.Quotas.Domain;

/// <summary>A quota as its place in the tree of quotas sees it.</summary>
/// <param name="ParentCode">Code of the quota it is a part of; null at the top.</param>
/// <param name="Value">In <paramref name="Unit"/>; zero or less means that no limit is set.</param>
public sealed record AllocationNode(string Code, string? ParentCode, decimal Value, Unit Unit, EnergyType EnergyType, PeriodRule Rule);

/// <summary>How much of a quota its direct children were given. What they gave on to their own children is in their values already.</summary>
/// <param name="Value">The quota itself, in <paramref name="Unit"/>; zero or less means that no limit is set.</param>
/// <param name="Allocated">Sum of the children's values in <paramref name="Unit"/>, exact.</param>
/// <param name="Children">Codes of the children, in order.</param>
public sealed record Allocation(string Code, decimal Value, Unit Unit, Fraction Allocated, IReadOnlyList<string> Children)
{
    private const int ShownDecimals = 6;

    /// <summary>The children together have more than their parent: a warning, not an error.</summary>
    public bool IsOverAllocated => Value > 0 && Allocated > Value;

    /// <summary>Half to even at 6 decimals.</summary>
    public decimal ShownAllocated => Allocated.Round(ShownDecimals);

    /// <summary>What is left to be given, half to even at 6 decimals; 0 when nothing is, or no limit is set.</summary>
    public decimal Unallocated => Value > 0 && Allocated < Value ? (Value - Allocated).Round(ShownDecimals) : 0;

    /// <summary>What the children have too much, half to even at 6 decimals; 0 when they have not.</summary>
    public decimal OverAllocated => IsOverAllocated ? (Allocated - Value).Round(ShownDecimals) : 0;
}

/// <summary>The tree that quotas make by their parents: site, building, department.</summary>
public sealed class AllocationTree
{
    private readonly Dictionary<string, AllocationNode> _nodes;
    private readonly ILookup<string, AllocationNode> _children;

    /// <param name="nodes">Quotas in any order; a parent may come after its children.</param>
    /// <exception cref="ArgumentException">A code occurs twice.</exception>
    public AllocationTree(IEnumerable<AllocationNode> nodes)
    {
        _nodes = nodes.ToDictionary(n => n.Code, StringComparer.Ordinal);
        _children = _nodes.Values.Where(n => n.ParentCode is not null).OrderBy(n => n.Code, StringComparer.Ordinal).ToLookup(n => n.ParentCode!, StringComparer.Ordinal);
    }

    /// <summary>How much of a quota was given to its children; null if there is no such quota.</summary>
    public Allocation? Of(string code)
    {
        if (_nodes.GetValueOrDefault(code) is not { } parent) return null;
        var children = _children[code].Where(c => c.Unit.Dimension == parent.Unit.Dimension).ToList();
        var allocated = children.Where(c => c.Value > 0).Aggregate(default(Fraction), (sum, child) => sum + InUnit(child, parent.Unit));
        return new Allocation(code, parent.Value, parent.Unit, allocated, [.. children.Select(c => c.Code)]);
    }

    /// <summary>What is wrong with each quota's parent, by the quota's code. In a cycle every quota of it is named.</summary>
    public IEnumerable<(string Code, QuotaProblem Problem)> Problems() =>
        from node in _nodes.Values.OrderBy(n => n.Code, StringComparer.Ordinal)
        from problem in Problems(node)
        select (node.Code, problem);

    /// <summary>What is wrong between a quota and its parent, and between it and its direct children, at the quota's own fields.</summary>
    public IEnumerable<QuotaProblem> ProblemsAround(string code) => Problems(_nodes[code]).Concat(
        from child in _children[code]
        where child.Code != code
        from problem in Problems(child)
        where problem.Code != "parent_cycle"
        select problem.Code switch
        {
            "parent_other_unit" => new QuotaProblem(QuotaField.Unit, "child_other_unit", child.Code),
            "parent_other_energy_type" => new QuotaProblem(QuotaField.EnergyType, "child_other_energy_type", child.Code),
            _ => new QuotaProblem(QuotaField.Period, "child_other_period", child.Code),
        });

    private IEnumerable<QuotaProblem> Problems(AllocationNode node)
    {
        if (node.ParentCode is not { } code) yield break;
        if (_nodes.GetValueOrDefault(code) is not { } parent)
        {
            yield return new QuotaProblem(QuotaField.Parent, "unknown_parent", code);
            yield break;
        }

        if (Cycle(node) is { } cycle) yield return new QuotaProblem(QuotaField.Parent, "parent_cycle", string.Join(" → ", cycle));
        if (node.Unit.Dimension != parent.Unit.Dimension) yield return new QuotaProblem(QuotaField.Parent, "parent_other_unit", parent.Unit.Display);
        else if (node.EnergyType != parent.EnergyType) yield return new QuotaProblem(QuotaField.Parent, "parent_other_energy_type", parent.EnergyType.Code);
        if (node.Rule != parent.Rule) yield return new QuotaProblem(QuotaField.Parent, "parent_other_period", code);
    }

    /// <summary>The way from the quota over its parents back to itself; null if there is none.</summary>
    private List<string>? Cycle(AllocationNode start)
    {
        List<string> way = [start.Code];
        HashSet<string> seen = new(StringComparer.Ordinal) { start.Code };
        for (var code = start.ParentCode; code is not null; code = _nodes.GetValueOrDefault(code)?.ParentCode)
        {
            way.Add(code);
            if (code == start.Code) return way;
            // The parents run in a circle that the quota itself is not part of.
            if (!seen.Add(code)) return null;
        }

        return null;
    }

    private static Fraction InUnit(AllocationNode child, Unit unit) => Fraction.Of(child.Value)
        * new Fraction(child.Unit.Numerator, child.Unit.Denominator) * new Fraction(unit.Denominator, unit.Numerator);
}
