using System.Globalization;
using EmsDashboard.Features.Energy.Domain;

namespace EmsDashboard.Features.Quotas.Domain;

/// <summary>What a quota's terms have to fulfil by themselves, without looking at anything else.</summary>
internal static class QuotaRules
{
    public const int MaxCodeLength = 64;
    public const int MaxNameLength = 200;
    public const int MaxNoteLength = 1000;
    public const int ValueDecimals = 6;
    public const int ThresholdDecimals = 3;
    private const decimal ThresholdLimit = 1_000_000m;

    /// <summary>Amounts of quota versions, this and beyond, are refused.</summary>
    private const decimal AmountLimit = 1_000_000_000_000_000m;

    public static IEnumerable<QuotaProblem> Problems(QuotaInput input) =>
        Text(QuotaField.Code, input.Code, MaxCodeLength, isRequired: true)
            .Concat(Text(QuotaField.Name, input.Name, MaxNameLength, isRequired: true))
            .Concat(Text(QuotaField.Note, input.Note, MaxNoteLength, isRequired: false))
            .Concat(Target(input))
            .Concat(Units(input))
            .Concat(Zone(input.TimeZone))
            .Concat(Number(QuotaField.QuotaValue, input.QuotaValue, ValueDecimals, AmountLimit))
            .Concat(input.Thresholds is null ? Percentages(input) : ThresholdSet.Parse(input.Thresholds).Problems)
            .Concat(PeriodRule.Parse(Parts(input)).Problems)
            .Concat(input.Distribution is { } months && MonthAmounts.TryParse(months) is null ? [new QuotaProblem(QuotaField.Distribution, "months_unreadable")] : [])
            .Concat(Text(QuotaField.Reason, input.Reason, MaxNoteLength, isRequired: false));

    /// <summary>The terms of an input without <see cref="Problems"/>.</summary>
    /// <param name="present">The thresholds that the two percentages go into.</param>
    public static QuotaVersionTerms Terms(QuotaInput input, ThresholdSet present) => new()
    {
        Number = 0,
        ValidFrom = input.ValidFrom ?? DateOnly.MinValue,
        IsRetroactive = input.IsRetroactive,
        Rule = PeriodRule.Parse(Parts(input)).Rule!,
        Value = input.QuotaValue!.Value,
        Unit = Unit.Get(input.Unit!),
        Thresholds = input.Thresholds is { } text ? ThresholdSet.Parse(text).Set! : present.With(input.WarningThresholdPct!.Value, input.AlertThresholdPct!.Value),
        IsProrated = input.IsProrated,
        CarryOver = input.CarryOver,
        Distribution = input.Distribution is { } months ? MonthAmounts.TryParse(months) : null,
    };

    private static PeriodParts Parts(QuotaInput input) => new(
        input.Period.ToString().ToLowerInvariant(), Whole(input.FiscalStartMonth), Whole(input.StartDay), Day(input.PeriodFrom), Day(input.PeriodTo));

    private static string? Whole(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static IEnumerable<QuotaProblem> Percentages(QuotaInput input) => Threshold(QuotaField.WarningThresholdPct, input.WarningThresholdPct)
        .Concat(Threshold(QuotaField.AlertThresholdPct, input.AlertThresholdPct))
        .Concat(input.WarningThresholdPct > input.AlertThresholdPct ? [new QuotaProblem(QuotaField.WarningThresholdPct, "warning_above_alert")] : []);

    private static IEnumerable<QuotaProblem> Text(QuotaField field, string? text, int maxLength, bool isRequired)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            if (isRequired) yield return new QuotaProblem(field, "required");
        }
        else
        {
            if (text.Trim().Length > maxLength) yield return new QuotaProblem(field, "too_long", $"{maxLength}");
            if (text.Any(c => char.IsControl(c) && !(field == QuotaField.Note && c is '\n' or '\r'))) yield return new QuotaProblem(field, "control_character");
        }
    }

    private static IEnumerable<QuotaProblem> Target(QuotaInput input)
    {
        if (input.Scope != QuotaScope.EnergyType && string.IsNullOrWhiteSpace(input.TargetCode)) yield return new QuotaProblem(QuotaField.Target, "required");
    }

    private static IEnumerable<QuotaProblem> Units(QuotaInput input)
    {
        if (string.IsNullOrEmpty(input.EnergyType)) yield return new QuotaProblem(QuotaField.EnergyType, "required");
        if (string.IsNullOrEmpty(input.Unit)) yield return new QuotaProblem(QuotaField.Unit, "required");
        var type = Energy.Domain.EnergyType.Find(input.EnergyType ?? "");
        if (type is null && !string.IsNullOrEmpty(input.EnergyType)) yield return new QuotaProblem(QuotaField.EnergyType, "unknown_energy_type", input.EnergyType);
        if (type is not null && !string.IsNullOrEmpty(input.Unit) && !Unit.For(type).Contains(Unit.Find(input.Unit)))
            yield return new QuotaProblem(QuotaField.Unit, "unit_not_for_type", string.Join(", ", Unit.For(type).Select(u => u.Display)));
    }

    private static IEnumerable<QuotaProblem> Zone(string? timeZone)
    {
        if (string.IsNullOrEmpty(timeZone)) yield return new QuotaProblem(QuotaField.TimeZone, "required");
        else if (!QuotaCalendar.IsKnownZone(timeZone)) yield return new QuotaProblem(QuotaField.TimeZone, "unknown_time_zone", timeZone);
    }

    private static IEnumerable<QuotaProblem> Threshold(QuotaField field, decimal? pct) =>
        Number(field, pct, ThresholdDecimals, ThresholdLimit).Concat(pct <= 0 ? [new QuotaProblem(field, "threshold_not_positive")] : []);

    /// <summary>What is wrong with the size of an amount in the quota's unit.</summary>
    public static IEnumerable<QuotaProblem> Amount(QuotaField field, decimal amount) => Number(field, amount, ValueDecimals, AmountLimit);

    /// <summary>What is wrong with the size of a percentage.</summary>
    public static IEnumerable<QuotaProblem> Percentage(QuotaField field, decimal pct) => Number(field, pct, ThresholdDecimals, ThresholdLimit);

    private static IEnumerable<QuotaProblem> Number(QuotaField field, decimal? number, int decimals, decimal limit)
    {
        if (number is not { } value) yield return new QuotaProblem(field, "required");
        else if (Math.Abs(value) >= limit) yield return new QuotaProblem(field, "too_large");
        else if (decimal.Round(value, decimals) != value) yield return new QuotaProblem(field, "too_many_decimals", $"{decimals}");
    }
}
