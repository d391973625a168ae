using EmsDashboard.Features.Energy.Domain;

namespace EmsDashboard.Features.Quotas.Domain;

/// <summary>What a quota version says. A quota's versions together are a <see cref="QuotaTimeline"/>.</summary>
public sealed record QuotaVersionTerms
{
    /// <summary>Counts a quota's versions as they were made, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>First day it is in force; <see cref="DateOnly.MinValue"/> for always.</summary>
    public DateOnly ValidFrom { get; init; } = DateOnly.MinValue;

    /// <summary>Whether it judges the whole period that it begins inside of, as if it had been in force from that period's start.</summary>
    public bool IsRetroactive { get; init; }

    public required PeriodRule Rule { get; init; }

    /// <summary>Limit per period in <see cref="Unit"/>; zero or less means that no limit is set.</summary>
    public required decimal Value { get; init; }
    public required Unit Unit { get; init; }
    public ThresholdSet Thresholds { get; init; } = ThresholdSet.Default;

    /// <summary>
    /// Whether the period that it begins inside of is counted by days: those before it at the value of the version before, or not at all
    /// where it is the first or brings another rule.
    /// </summary>
    public bool IsProrated { get; init; }

    public CarryOver CarryOver { get; init; } = CarryOver.None;

    /// <summary>A yearly value's months; null when it is not split.</summary>
    public MonthAmounts? Distribution { get; init; }

    /// <summary>
    /// The version as its months see it, each a period of its own with its own amount; null when it is not split. Thresholds in amounts
    /// are those of the year and do not go along, and a month carries nothing over.
    /// </summary>
    public QuotaVersionTerms? OfMonths() => Distribution is null || Rule.Kind != PeriodKind.Yearly
        ? null
        : this with { Rule = Rule.OfMonths(), Thresholds = new ThresholdSet(Thresholds.All.Where(t => t.Kind == ThresholdKind.Percent)), CarryOver = CarryOver.None };

    /// <summary>The value of one whole period of the rule.</summary>
    public decimal ValueOf(PeriodSpan whole) => Rule.Kind == PeriodKind.Monthly && Distribution is { } months ? months[whole.Start.Month] : Value;

    /// <summary>What is wrong with the terms by themselves.</summary>
    public IEnumerable<QuotaProblem> Problems() => QuotaRules.Amount(QuotaField.QuotaValue, Value)
        .Concat(Thresholds.Problems())
        .Concat(CarryOver.Problems())
        .Concat(Distribution is null ? [] : Rule.Kind == PeriodKind.Yearly ? Distribution.Problems(Value) : [new QuotaProblem(QuotaField.Distribution, "months_only_of_a_year")]);
}
