using System.Globalization;

namespace EmsDashboard.Features.Quotas.Domain;

public enum PeriodKind
{
    Monthly,
    Quarterly,
    Yearly,
    Custom,
}

/// <summary>A period rule as its columns of a file hold it, or the fields of a form; what is not given is null or empty.</summary>
/// <param name="Period">monthly, quarterly, yearly or custom.</param>
/// <param name="FiscalStartMonth">1 to 12, for quarters and years; 1 when left out.</param>
/// <param name="StartDay">1 to 31, for all but custom; 1 when left out.</param>
/// <param name="PeriodFrom">First day of a custom period, ISO.</param>
/// <param name="PeriodTo">Last day of a custom period, ISO; it belongs to the period.</param>
public readonly record struct PeriodParts(
    string? Period, string? FiscalStartMonth = null, string? StartDay = null, string? PeriodFrom = null, string? PeriodTo = null);

/// <summary>
/// How days make periods: months, quarters or years that begin on a start day, or one span by itself. Every day belongs to exactly one
/// period, but for a custom rule, which has only its own.
/// </summary>
public sealed record PeriodRule
{
    private static readonly DateOnly Earliest = new(1900, 1, 1);
    private static readonly DateOnly Latest = new(2199, 12, 31);

    private PeriodRule(PeriodKind kind, int fiscalStartMonth, int startDay, PeriodSpan? span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fiscalStartMonth, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fiscalStartMonth, 12);
        ArgumentOutOfRangeException.ThrowIfLessThan(startDay, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(startDay, 31);
        (Kind, FiscalStartMonth, StartDay, Span) = (kind, fiscalStartMonth, startDay, span);
    }

    public PeriodKind Kind { get; }

    /// <summary>1 to 12: the month in which a year begins, and every third one a quarter. 1 for the other kinds.</summary>
    public int FiscalStartMonth { get; }

    /// <summary>1 to 31: the day of the month on which a period begins; in a shorter month its last day.</summary>
    public int StartDay { get; }

    /// <summary>The one period of a custom rule; null for the other kinds.</summary>
    public PeriodSpan? Span { get; }

    /// <exception cref="ArgumentOutOfRangeException">No such day.</exception>
    public static PeriodRule Monthly(int startDay = 1) => new(PeriodKind.Monthly, 1, startDay, null);

    /// <exception cref="ArgumentOutOfRangeException">No such month or day.</exception>
    public static PeriodRule Quarterly(int fiscalStartMonth = 1, int startDay = 1) => new(PeriodKind.Quarterly, fiscalStartMonth, startDay, null);

    /// <exception cref="ArgumentOutOfRangeException">No such month or day.</exception>
    public static PeriodRule Yearly(int fiscalStartMonth = 1, int startDay = 1) => new(PeriodKind.Yearly, fiscalStartMonth, startDay, null);

    /// <exception cref="ArgumentOutOfRangeException">The span has no day.</exception>
    public static PeriodRule Custom(PeriodSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span.Days, 1, nameof(span));
        return new PeriodRule(PeriodKind.Custom, 1, 1, span);
    }

    /// <summary>The months that quarters and years are made of: they begin on the same day.</summary>
    public PeriodRule OfMonths() => Monthly(StartDay);

    private int MonthsLong => Kind switch
    {
        PeriodKind.Monthly => 1,
        PeriodKind.Quarterly => 3,
        PeriodKind.Yearly => 12,
        _ => throw new InvalidOperationException("A custom period is not made of months."),
    };

    /// <summary>The period that holds the day; null only for a custom rule, outside its span.</summary>
    public PeriodSpan? PeriodOf(DateOnly day)
    {
        if (Span is { } span) return span.Contains(day) ? span : null;
        return At(FirstMonth(day));
    }

    /// <summary>The periods that share a day with [from, to), the earliest first.</summary>
    public IEnumerable<PeriodSpan> PeriodsIn(DateOnly from, DateOnly to)
    {
        if (from >= to) yield break;
        if (Span is { } span)
        {
            if (span.Start < to && span.End > from) yield return span;
            yield break;
        }

        for (var month = FirstMonth(from); StartIn(month) < to; month += MonthsLong) yield return At(month);
    }

    /// <summary>The period after this one of the rule; null for a custom rule.</summary>
    public PeriodSpan? Next(PeriodSpan period) => Span is null ? PeriodOf(period.End) : null;

    /// <summary>The period before this one of the rule; null for a custom rule.</summary>
    public PeriodSpan? Previous(PeriodSpan period) => Span is null && period.Start > DateOnly.MinValue ? PeriodOf(period.Start.AddDays(-1)) : null;

    /// <summary>
    /// What the period is compared with: the rule's own period a year before, or the same dates when it is custom or was cut. A day that
    /// the year before does not have becomes the one before it.
    /// </summary>
    public PeriodSpan SamePeriodLastYear(PeriodSpan period)
    {
        if (Span is null && PeriodOf(period.Start) == period) return At(FirstMonth(period.Start) - 12);
        var (start, end) = (period.Start.AddYears(-1), period.End.AddYears(-1));
        return new PeriodSpan(start, end > start ? end : start.AddDays(1));
    }

    /// <summary>Columns of a file; what is usual is left out.</summary>
    public PeriodParts ToParts() => new(
        Kind.ToString().ToLowerInvariant(),
        FiscalStartMonth == 1 ? null : FiscalStartMonth.ToString(CultureInfo.InvariantCulture),
        StartDay == 1 ? null : StartDay.ToString(CultureInfo.InvariantCulture),
        Span?.Start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Span?.End.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>The rule that the parts name, or null and all that is wrong with them.</summary>
    public static (PeriodRule? Rule, IReadOnlyList<QuotaProblem> Problems) Parse(PeriodParts parts)
    {
        List<QuotaProblem> problems = [];
        PeriodKind? kind = parts.Period switch
        {
            "monthly" => PeriodKind.Monthly,
            "quarterly" => PeriodKind.Quarterly,
            "yearly" => PeriodKind.Yearly,
            "custom" => PeriodKind.Custom,
            _ => null,
        };
        if (kind is null)
        {
            problems.Add(string.IsNullOrEmpty(parts.Period)
                ? new QuotaProblem(QuotaField.Period, "required")
                : new QuotaProblem(QuotaField.Period, "unknown_period", "monthly, quarterly, yearly, custom"));
            return (null, problems);
        }

        if (kind is PeriodKind.Monthly or PeriodKind.Custom) NotUsed(QuotaField.FiscalStartMonth, parts.FiscalStartMonth);
        if (kind is PeriodKind.Custom) NotUsed(QuotaField.StartDay, parts.StartDay);
        else
        {
            NotUsed(QuotaField.PeriodFrom, parts.PeriodFrom);
            NotUsed(QuotaField.PeriodTo, parts.PeriodTo);
        }

        var month = kind is PeriodKind.Quarterly or PeriodKind.Yearly ? Whole(parts.FiscalStartMonth, 12) : 1;
        if (month is null) problems.Add(new QuotaProblem(QuotaField.FiscalStartMonth, "fiscal_month_out_of_range"));
        var day = kind is not PeriodKind.Custom ? Whole(parts.StartDay, 31) : 1;
        if (day is null) problems.Add(new QuotaProblem(QuotaField.StartDay, "start_day_out_of_range"));
        PeriodSpan? span = null;
        if (kind is PeriodKind.Custom && Date(QuotaField.PeriodFrom, parts.PeriodFrom) is var from && Date(QuotaField.PeriodTo, parts.PeriodTo) is { } last && from is { } first)
        {
            if (last < first) problems.Add(new QuotaProblem(QuotaField.PeriodTo, "period_without_days"));
            else span = new PeriodSpan(first, last.AddDays(1));
        }

        return (problems.Count > 0 ? null : new PeriodRule(kind.Value, month!.Value, day!.Value, span), problems);

        void NotUsed(QuotaField field, string? text)
        {
            if (!string.IsNullOrEmpty(text)) problems.Add(new QuotaProblem(field, "not_for_this_period"));
        }

        static int? Whole(string? text, int most) =>
            string.IsNullOrEmpty(text) ? 1
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most ? number
            : null;

        DateOnly? Date(QuotaField field, string? text)
        {
            if (string.IsNullOrEmpty(text)) problems.Add(new QuotaProblem(field, "required"));
            else if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) problems.Add(new QuotaProblem(field, "not_a_date"));
            else if (date < Earliest || date > Latest) problems.Add(new QuotaProblem(field, "date_out_of_range", $"{Earliest.Year}–{Latest.Year}"));
            else return date;
            return null;
        }
    }

    private PeriodSpan At(int month) => new(StartIn(month), StartIn(month + MonthsLong));

    /// <summary>Months are counted from January of the year 0, so that years and quarters are a matter of division.</summary>
    private int FirstMonth(DateOnly day)
    {
        var month = day.Year * 12 + day.Month - 1;
        month -= (month - (FiscalStartMonth - 1)) % MonthsLong;
        return StartIn(month) <= day ? month : month - MonthsLong;
    }

    /// <summary>At the ends of the calendar, where "always" lies, periods are cut to it.</summary>
    private DateOnly StartIn(int month)
    {
        var (year, index) = Math.DivRem(month, 12);
        if (year < 1) return DateOnly.MinValue;
        if (year > 9999) return DateOnly.MaxValue;
        return new DateOnly(year, index + 1, Math.Min(StartDay, DateTime.DaysInMonth(year, index + 1)));
    }
}
