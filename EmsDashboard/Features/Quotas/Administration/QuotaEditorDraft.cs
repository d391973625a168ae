using System.Globalization;
using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Domain.Forecasting;

namespace EmsDashboard.Features.Quotas.Administration;

/// <summary>What stands in the editor's fields. Numbers are kept as typed, so that a slip can be shown and put right instead of vanishing.</summary>
public sealed class QuotaEditorDraft
{
    public bool IsNew { get; init; } = true;
    public int Version { get; set; }
    public string? Code { get; set; }
    public string? Name { get; set; }
    public QuotaScope Scope { get; set; } = QuotaScope.Group;
    public string? TargetCode { get; set; }
    public string EnergyTypeCode { get; set; } = EnergyType.Electricity.Code;
    public string? ParentCode { get; set; }
    public PeriodKind Period { get; set; }

    /// <summary>1 to 12, of quarters and years.</summary>
    public int FiscalStartMonth { get; set; } = 1;

    /// <summary>1 to 31, of all but a custom period.</summary>
    public string? StartDay { get; set; } = "1";

    /// <summary>First and last day of a custom period.</summary>
    public DateOnly? PeriodFrom { get; set; }
    public DateOnly? PeriodTo { get; set; }
    public string? TimeZone { get; set; }
    public string? Value { get; set; }
    public string Unit { get; set; } = Energy.Domain.Unit.KilowattHour.Symbol;
    public List<ThresholdDraft> Thresholds { get; init; } = [.. ThresholdSet.Default.All.Select(ThresholdDraft.Of)];
    public bool IsProrated { get; set; }
    public CarryOverMode CarryOver { get; set; }
    public string? CarryOverMin { get; set; }
    public string? CarryOverMax { get; set; }

    /// <summary>January to December of a yearly value, whatever month it begins in: amounts, or percentages of it; null when it is not split.</summary>
    public string?[]? Months { get; private set; }

    /// <summary>The months are typed as percentages of the value, and follow it.</summary>
    public bool IsByPercent { get; private set; }

    /// <summary>First day of the new version; null for the running period's first day.</summary>
    public DateOnly? ValidFrom { get; set; }
    public bool IsRetroactive { get; set; }
    public string? Reason { get; set; }

    /// <summary>Null for the better one of the past.</summary>
    public ForecastMethod? ForecastMethod { get; set; }
    public bool IsActive { get; set; } = true;
    public string? Note { get; set; }

    /// <summary>The periods that the fields describe; null while they describe none.</summary>
    public PeriodRule? Rule => Period switch
    {
        PeriodKind.Custom => PeriodFrom is { } from && PeriodTo is { } to && to >= from ? PeriodRule.Custom(new PeriodSpan(from, to.AddDays(1))) : null,
        _ when Number(StartDay) is not (>= 1 and <= 31) => null,
        PeriodKind.Yearly => PeriodRule.Yearly(FiscalStartMonth, Day),
        PeriodKind.Quarterly => PeriodRule.Quarterly(FiscalStartMonth, Day),
        _ => PeriodRule.Monthly(Day),
    };

    /// <summary>The limit; null while it is no number.</summary>
    public decimal? Limit => Number(Value);

    /// <summary>Those thresholds whose numbers can be read.</summary>
    public ThresholdSet ReadableThresholds => new(Thresholds.Where(t => t.IsReadable).Select(t => t.ToThreshold()));

    /// <summary>What the months add up to, as far as they are numbers.</summary>
    public decimal MonthsTotal => Months?.Sum(month => Number(month) ?? 0) ?? 0;

    /// <summary>Whether the months are all of the value.</summary>
    public bool IsWhole => MonthsTotal == (IsByPercent ? 100 : Limit);

    /// <summary>The amounts of the months; null when they are not split, or by percentages that cannot be applied.</summary>
    public MonthAmounts? Amounts => Months is null ? null
        : !IsByPercent ? Typed
        : Limit is > 0 && Typed.From(1).All(p => p >= 0) && MonthsTotal > 0 ? Distribution.ByPercentages(Limit.Value, FiscalStartMonth, [.. Typed.From(FiscalStartMonth)])
        : null;

    private MonthAmounts Typed => new(Months!.Select(month => Number(month) ?? 0));

    private int Day => (int)Number(StartDay)!.Value;

    public EnergyType EnergyType => EnergyType.Find(EnergyTypeCode) ?? EnergyType.Electricity;

    public static QuotaEditorDraft Of(QuotaTerms terms)
    {
        var latest = terms.Latest.ToTerms();
        return new QuotaEditorDraft
        {
            IsNew = false, Version = terms.Version, Code = terms.Code, Name = terms.Name, Scope = terms.Scope, TargetCode = terms.TargetIsGone ? null : terms.TargetCode,
            EnergyTypeCode = terms.EnergyType, ParentCode = terms.ParentCode, Period = latest.Rule.Kind, FiscalStartMonth = latest.Rule.FiscalStartMonth, StartDay = Text(latest.Rule.StartDay),
            PeriodFrom = latest.Rule.Span?.Start, PeriodTo = latest.Rule.Span?.End.AddDays(-1), TimeZone = terms.TimeZone, Value = Text(latest.Value), Unit = latest.Unit.Symbol,
            Thresholds = [.. latest.Thresholds.All.Select(ThresholdDraft.Of)], IsProrated = latest.IsProrated, CarryOver = latest.CarryOver.Mode,
            CarryOverMin = latest.CarryOver.Min is { } min ? Text(min) : null, CarryOverMax = latest.CarryOver.Max is { } max ? Text(max) : null,
            Months = latest.Distribution?.From(1).Select(Text).ToArray(),
            ForecastMethod = terms.ForecastMethod, IsActive = terms.IsActive, Note = terms.Note,
        };
    }

    /// <summary>What the fields themselves show to be wrong; the use case finds the rest.</summary>
    public IEnumerable<QuotaProblem> Problems()
    {
        var fields = NotNumbers().ToList();
        foreach (var field in fields) yield return new QuotaProblem(field, NotANumber);
        // Files may bring one, and it is no limit then; typed by hand it is a slip.
        if (Limit < 0) yield return new QuotaProblem(QuotaField.QuotaValue, "value_below_zero");
        if (!IsSplit || !IsByPercent || fields.Contains(QuotaField.Distribution)) yield break;
        foreach (var problem in Distribution.PercentageProblems([.. Typed.From(1)])) yield return problem;
        if (Limit is not > 0) yield return new QuotaProblem(QuotaField.Distribution, "nothing_to_split");
    }

    private IEnumerable<QuotaField> NotNumbers()
    {
        if (IsNoNumber(Value)) yield return QuotaField.QuotaValue;
        if (Period != PeriodKind.Custom && (IsNoNumber(StartDay) || Number(StartDay) is { } day && decimal.Truncate(day) != day)) yield return QuotaField.StartDay;
        if (Thresholds.Any(t => !t.IsReadable)) yield return QuotaField.Thresholds;
        if (CarryOver != CarryOverMode.None && (IsNoNumber(CarryOverMin) || IsNoNumber(CarryOverMax))) yield return QuotaField.CarryOver;
        if (IsSplit && Months!.Any(month => Number(month) is null)) yield return QuotaField.Distribution;
    }

    public QuotaInput ToInput() => new()
    {
        Code = Code, Name = Name, Scope = Scope, TargetCode = Scope == QuotaScope.EnergyType ? null : TargetCode, EnergyType = EnergyTypeCode, ParentCode = ParentCode, Period = Period,
        FiscalStartMonth = Period is PeriodKind.Quarterly or PeriodKind.Yearly ? FiscalStartMonth : null,
        StartDay = Period is PeriodKind.Custom ? null : (int?)Number(StartDay), PeriodFrom = Period is PeriodKind.Custom ? PeriodFrom : null,
        PeriodTo = Period is PeriodKind.Custom ? PeriodTo : null, IsProrated = IsProrated,
        CarryOver = CarryOver == CarryOverMode.None ? Domain.CarryOver.None : new CarryOver(CarryOver, Number(CarryOverMin), Number(CarryOverMax)),
        Distribution = IsSplit ? Amounts?.ToString() : null,
        TimeZone = TimeZone, QuotaValue = Number(Value), Unit = Unit, Thresholds = new ThresholdSet(Thresholds.Select(t => t.ToThreshold())).ToString(),
        ValidFrom = IsNew ? null : ValidFrom, IsRetroactive = !IsNew && ValidFrom is not null && IsRetroactive, Reason = Reason, ForecastMethod = ForecastMethod, IsActive = IsActive, Note = Note,
    };

    /// <summary>Everything that stands in the fields, to tell whether it is what it was.</summary>
    public string Written => string.Join('\n', [.. Enum.GetValues<QuotaField>().Select(TextOf), $"{ForecastMethod} {IsProrated}"]);

    /// <summary>What stands in a field, with what else its problems are of: to tell whether it was changed since they were found.</summary>
    public string? TextOf(QuotaField field) => field switch
    {
        QuotaField.Code => Code,
        QuotaField.Name => Name,
        QuotaField.Target => $"{Scope} {TargetCode}",
        QuotaField.EnergyType => $"{EnergyTypeCode} {Scope} {TargetCode}",
        QuotaField.Parent => ParentCode,
        QuotaField.Period => $"{Period}",
        QuotaField.TimeZone => TimeZone,
        QuotaField.QuotaValue => Value,
        QuotaField.Unit => Unit,
        QuotaField.FiscalStartMonth => Text(FiscalStartMonth),
        QuotaField.StartDay => StartDay,
        QuotaField.PeriodFrom => $"{PeriodFrom:O}",
        QuotaField.PeriodTo => $"{PeriodTo:O}",
        QuotaField.Thresholds => string.Join(';', Thresholds.Select(t => $"{t.Basis} {t.Kind} {t.Level} {t.Severity} {t.Margin} {t.Checks}")),
        QuotaField.CarryOver => $"{CarryOver} {CarryOverMin} {CarryOverMax}",
        QuotaField.Distribution => Months is null ? null : $"{Value} {IsByPercent} {string.Join(';', Months)}",
        QuotaField.ValidFrom => $"{ValidFrom:O} {IsRetroactive}",
        QuotaField.Reason => Reason,
        QuotaField.Note => Note,
        _ => null,
    };

    /// <summary>Whether the value is split into months: only a year's can be.</summary>
    public bool IsSplit => Period == PeriodKind.Yearly && Months is not null;

    /// <summary>Code of a field's text that should be a number.</summary>
    public const string NotANumber = "not_a_number";

    /// <summary>Whether every month's text is a number and they come to amounts.</summary>
    public bool HasAmounts => Amounts is not null && Months!.All(month => Number(month) is not null);

    /// <summary>Puts amounts into the months.</summary>
    public void Split(MonthAmounts months) => (Months, IsByPercent) = ([.. months.From(1).Select(Text)], false);

    /// <summary>Turns the months into percentages that make a whole: as they are split now, or each the same.</summary>
    public void SplitByPercent()
    {
        if (IsByPercent) return;
        IReadOnlyList<decimal> shares = Months is not null && Typed.From(1).Any(amount => amount > 0) ? [.. Typed.From(FiscalStartMonth)] : [.. Enumerable.Repeat(1m, 12)];
        (Months, IsByPercent) = ([.. Distribution.ByShape(100, FiscalStartMonth, shares)!.From(1).Select(Text)], true);
    }

    /// <summary>Changes the proportions so that they make a whole; nothing where there are none.</summary>
    public void Normalise()
    {
        if (Limit is not { } limit || Distribution.Normalise(new MonthAmounts(Typed.From(1).Select(m => Math.Max(0, m))), FiscalStartMonth, IsByPercent ? 100 : limit) is not { } whole) return;
        Months = [.. whole.From(1).Select(Text)];
    }

    public void Unsplit() => (Months, IsByPercent) = (null, false);

    /// <summary>The unit follows the energy type when it no longer fits.</summary>
    public void ChangeEnergyType(string code)
    {
        EnergyTypeCode = code;
        if (!Energy.Domain.Unit.For(EnergyType).Any(unit => unit.Symbol == Unit)) Unit = EnergyType.CanonicalUnit.Symbol;
    }

    private static bool IsNoNumber(string? text) => !string.IsNullOrWhiteSpace(text) && Number(text) is null;

    /// <summary>The number in a text of this form, or null. Blanks between digits are how the pages themselves write it.</summary>
    public static decimal? Number(string? text) =>
        decimal.TryParse(string.Concat((text ?? "").Where(c => !char.IsWhiteSpace(c))), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A number as the fields hold it.</summary>
    public static string Text(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
