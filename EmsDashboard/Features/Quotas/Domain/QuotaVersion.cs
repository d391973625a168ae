namespace EmsDashboard.Features.Quotas.Domain;

/// <summary>
/// What a quota says from a day on, who set it and why. Never changed and never deleted: what was judged by it stays explained. What it
/// says as a value is <see cref="ToTerms"/>.
/// </summary>
public sealed class QuotaVersion
{
    private static readonly string UsualThresholds = ThresholdSet.Default.ToString();

    /// <summary>As a row holds it.</summary>
    public QuotaVersion() { }

    public QuotaVersion(QuotaVersionTerms terms, string createdBy, string? reason, DateTimeOffset createdAt)
    {
        Number = terms.Number;
        ValidFrom = terms.ValidFrom;
        IsRetroactive = terms.IsRetroactive;
        Period = terms.Rule.Kind;
        FiscalStartMonth = terms.Rule.FiscalStartMonth;
        StartDay = terms.Rule.StartDay;
        PeriodFrom = terms.Rule.Span?.Start;
        PeriodTo = terms.Rule.Span?.End.AddDays(-1);
        QuotaValue = terms.Value;
        Unit = terms.Unit.Symbol;
        Thresholds = terms.Thresholds.ToString();
        IsProrated = terms.IsProrated;
        CarryOver = terms.CarryOver.Mode;
        CarryOverMin = terms.CarryOver.Min;
        CarryOverMax = terms.CarryOver.Max;
        Distribution = terms.Distribution?.ToString();
        CreatedBy = createdBy;
        Reason = reason;
        CreatedAt = createdAt;
    }

    public long Id { get; init; }
    public int QuotaId { get; init; }

    /// <summary>Counts a quota's versions as they were made, from 1.</summary>
    public int Number { get; init; }

    /// <summary>First day it is in force; <see cref="DateOnly.MinValue"/> since ever.</summary>
    public DateOnly ValidFrom { get; init; }
    public bool IsRetroactive { get; init; }
    public PeriodKind Period { get; init; }
    public int FiscalStartMonth { get; init; }
    public int StartDay { get; init; }

    /// <summary>First and last day of a custom period.</summary>
    public DateOnly? PeriodFrom { get; init; }
    public DateOnly? PeriodTo { get; init; }

    /// <summary>Limit per period in <see cref="Unit"/>. Zero or less means that no limit is set.</summary>
    public decimal QuotaValue { get; init; }
    public string Unit { get; init; } = null!;

    /// <summary>As <see cref="ThresholdSet"/> writes them.</summary>
    public string Thresholds { get; init; } = null!;
    public bool IsProrated { get; init; }
    public CarryOverMode CarryOver { get; init; }
    public decimal? CarryOverMin { get; init; }
    public decimal? CarryOverMax { get; init; }

    /// <summary>As <see cref="MonthAmounts"/> writes them; null when the year is not split.</summary>
    public string? Distribution { get; init; }

    /// <summary>E-mail of the person, or the name of the file's importer.</summary>
    public string CreatedBy { get; init; } = null!;
    public string? Reason { get; init; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <exception cref="UnreadableVersionException"/>
    public QuotaVersionTerms ToTerms() => new()
    {
        Number = Number,
        ValidFrom = ValidFrom,
        IsRetroactive = IsRetroactive,
        Rule = Period switch
        {
            PeriodKind.Custom => PeriodRule.Custom(new PeriodSpan(
                PeriodFrom ?? throw Unreadable("period_from"), PeriodTo?.AddDays(1) ?? throw Unreadable("period_to"))),
            PeriodKind.Quarterly => PeriodRule.Quarterly(FiscalStartMonth, StartDay),
            PeriodKind.Yearly => PeriodRule.Yearly(FiscalStartMonth, StartDay),
            _ => PeriodRule.Monthly(StartDay),
        },
        Value = QuotaValue,
        Unit = Energy.Domain.Unit.Find(Unit) ?? throw new UnreadableVersionException(CheckReason.UnknownUnit(Unit)),
        // Most are the usual ones, and a check reads many.
        Thresholds = Thresholds == UsualThresholds ? ThresholdSet.Default : ThresholdSet.Parse(Thresholds).Set ?? throw Unreadable("thresholds"),
        IsProrated = IsProrated,
        CarryOver = CarryOver == CarryOverMode.None ? Domain.CarryOver.None : new CarryOver(CarryOver, CarryOverMin, CarryOverMax),
        Distribution = Distribution is null ? null : MonthAmounts.TryParse(Distribution) ?? throw Unreadable("distribution"),
    };

    private UnreadableVersionException Unreadable(string what) => new(CheckReason.UnreadableVersion(Number, what));
}
