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
    public PeriodKind Period { get; set; }

    /// <summary>The version the fields were filled from; what it says beyond them is kept. Null for a new quota.</summary>
    private QuotaVersion? Latest { get; init; }
    public string? TimeZone { get; set; }
    public string? Value { get; set; }
    public string Unit { get; set; } = Energy.Domain.Unit.KilowattHour.Symbol;
    public string? Warning { get; set; } = "80";
    public string? Alert { get; set; } = "100";

    /// <summary>Null for the better one of the past.</summary>
    public ForecastMethod? ForecastMethod { get; set; }
    public bool IsActive { get; set; } = true;
    public string? Note { get; set; }

    /// <summary>The periods that the fields describe.</summary>
    public PeriodRule Rule => Latest is { } latest && latest.Period == Period ? latest.ToTerms().Rule : Period switch
    {
        PeriodKind.Yearly => PeriodRule.Yearly(),
        PeriodKind.Quarterly => PeriodRule.Quarterly(),
        _ => PeriodRule.Monthly(),
    };

    /// <summary>Kinds of period to choose from. A custom one comes with its days, from a file, and stays as it is.</summary>
    public static IReadOnlyList<PeriodKind> Periods(PeriodKind present) =>
        present == PeriodKind.Custom ? [PeriodKind.Custom] : [PeriodKind.Monthly, PeriodKind.Quarterly, PeriodKind.Yearly];

    public EnergyType EnergyType => EnergyType.Find(EnergyTypeCode) ?? EnergyType.Electricity;

    public static QuotaEditorDraft Of(QuotaTerms terms) => new()
    {
        IsNew = false, Latest = terms.Latest, Version = terms.Version, Code = terms.Code, Name = terms.Name, Scope = terms.Scope, TargetCode = terms.TargetIsGone ? null : terms.TargetCode,
        EnergyTypeCode = terms.EnergyType, Period = terms.Latest.Period, TimeZone = terms.TimeZone, Value = Text(terms.Latest.QuotaValue), Unit = terms.Latest.Unit,
        Warning = Text(terms.Marks.WarningPct), Alert = Text(terms.Marks.AlertPct), ForecastMethod = terms.ForecastMethod, IsActive = terms.IsActive, Note = terms.Note,
    };

    /// <summary>Fields whose text is not a number.</summary>
    public IEnumerable<QuotaField> NotNumbers()
    {
        if (IsNoNumber(Value)) yield return QuotaField.QuotaValue;
        if (IsNoNumber(Warning)) yield return QuotaField.WarningThresholdPct;
        if (IsNoNumber(Alert)) yield return QuotaField.AlertThresholdPct;
    }

    public QuotaInput ToInput() => new()
    {
        Code = Code, Name = Name, Scope = Scope, TargetCode = Scope == QuotaScope.EnergyType ? null : TargetCode, EnergyType = EnergyTypeCode, Period = Rule.Kind,
        FiscalStartMonth = Rule.Kind is PeriodKind.Quarterly or PeriodKind.Yearly ? Rule.FiscalStartMonth : null,
        StartDay = Rule.Kind is PeriodKind.Custom ? null : Rule.StartDay, PeriodFrom = Rule.Span?.Start, PeriodTo = Rule.Span?.End.AddDays(-1),
        IsProrated = Latest?.IsProrated ?? false, CarryOver = Latest?.ToTerms().CarryOver ?? CarryOver.None,
        Distribution = Period == Latest?.Period && Number(Value) == Latest.QuotaValue ? Latest.Distribution : null,
        TimeZone = TimeZone, QuotaValue = Number(Value), Unit = Unit, WarningThresholdPct = Number(Warning), AlertThresholdPct = Number(Alert), ForecastMethod = ForecastMethod, IsActive = IsActive, Note = Note,
    };

    /// <summary>The unit follows the energy type when it no longer fits.</summary>
    public void ChangeEnergyType(string code)
    {
        EnergyTypeCode = code;
        if (!Energy.Domain.Unit.For(EnergyType).Any(unit => unit.Symbol == Unit)) Unit = EnergyType.CanonicalUnit.Symbol;
    }

    private static bool IsNoNumber(string? text) => !string.IsNullOrWhiteSpace(text) && Number(text) is null;

    private static decimal? Number(string? text) =>
        decimal.TryParse(text?.Trim(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Text(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
