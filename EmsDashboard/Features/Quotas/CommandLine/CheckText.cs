using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Persistence;

namespace EmsDashboard.Features.Quotas.CommandLine;

/// <summary>What the command line prints about checks: lines for people, one document for programs.</summary>
internal static class CheckText
{
    internal static readonly JsonSerializerOptions Layout = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The line on a terminal while it is at work.</summary>
    public static string Progress(CheckProgress at) => string.Create(CultureInfo.InvariantCulture, $"{at.Done:N0} of {at.Total:N0} quotas judged");

    public static string Plain(CheckReport report)
    {
        var text = new StringBuilder();
        Line(text, "evaluated", report.Evaluated);
        Line(text, "changed", report.Changed);
        Line(text, "normal", report.Normal);
        Line(text, "warning", report.Warning);
        Line(text, "exceeded", report.Exceeded);
        Line(text, "alarms raised", report.Raised);
        Line(text, "alarms escalated", report.Escalated);
        Line(text, "alarms cleared", report.Cleared);
        Line(text, "alarms closed", report.Closed);
        Line(text, "failed", report.Failures.Count);
        Line(text, "elapsed ms", (long)report.Elapsed.TotalMilliseconds);
        AppendFailures(text, report.Failures);
        return text.ToString().TrimEnd();
    }

    public static string PlainDifferences(CheckReport report)
    {
        var text = new StringBuilder();
        foreach (var d in report.Differences)
            text.AppendLine(CultureInfo.InvariantCulture,
                $"{d.Code} {d.Period.Start:yyyy-MM-dd}{(d.IsMonth ? " (month)" : "")}: {(d.OldActual is { } old ? $"{Number(old)} {Text(d.OldStatus!.Value)}" : "no record")} -> {Number(d.NewActual)} {d.Unit} {Text(d.NewStatus)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"{report.Differences.Count} records differ, {report.Evaluated} quotas recomputed, {report.Failures.Count} failed, {report.Elapsed.TotalMilliseconds:0} ms");
        if (report.RunId is null) text.AppendLine("Nothing was stored.");
        AppendFailures(text, report.Failures);
        return text.ToString().TrimEnd();
    }

    public static string Plain(Preview preview)
    {
        var text = new StringBuilder();
        foreach (var q in preview.Quotas) text.AppendLine(Line(q));
        foreach (var month in preview.Months) text.AppendLine(CultureInfo.InvariantCulture, $"{Line(month)}  (month)");
        AppendFailures(text, preview.Failures);
        return text.ToString().TrimEnd();
    }

    public static string Json(CheckReport report) => JsonSerializer.Serialize(new
    {
        report.RunId,
        State = Text(report.State),
        report.Evaluated,
        report.Changed,
        report.Normal,
        report.Warning,
        report.Exceeded,
        report.Raised,
        report.Escalated,
        report.Cleared,
        report.Closed,
        Failed = report.Failures.Count,
        Failures = report.Failures.Select(Failure),
        Differences = report.Differences.Select(d => new
        {
            d.Code,
            PeriodStart = d.Period.Start,
            PeriodEnd = d.Period.End,
            d.IsMonth,
            d.Unit,
            d.OldActual,
            d.NewActual,
            OldStatus = d.OldStatus is { } old ? Text(old) : null,
            NewStatus = Text(d.NewStatus),
        }),
        ElapsedMs = (long)report.Elapsed.TotalMilliseconds,
    }, Layout);

    public static string Json(Preview preview, DateTimeOffset instant) => JsonSerializer.Serialize(new
    {
        AsOf = instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        Quotas = preview.Quotas.Select(Previewed),
        Months = preview.Months.Select(Previewed),
        Failures = preview.Failures.Select(Failure),
    }, Layout);

    private static void Line(StringBuilder text, string name, long value) => text.AppendLine(CultureInfo.InvariantCulture, $"{name,-17} {value}");

    private static string Line(PreviewedQuota q) => string.Create(CultureInfo.InvariantCulture,
        $"{q.Code,-12} {q.Period.Start:yyyy-MM-dd}  {Number(q.ActualValue),18} of {Number(q.QuotaValue)} {q.Unit}  {q.UsageRatePct:0.000000} %  {Text(q.Status)}");

    private static object Previewed(PreviewedQuota q) => new
    {
        q.Code,
        PeriodStart = q.Period.Start,
        PeriodEnd = q.Period.End,
        q.ActualValue,
        q.QuotaValue,
        q.Unit,
        q.UsageRatePct,
        Status = Text(q.Status),
        Severity = q.Status switch { QuotaStatus.Exceeded => "critical", QuotaStatus.Warning => "warning", _ => "none" },
    };

    private static object Failure(CheckFailure failure) => new { failure.Code, Reason = failure.Reason.InEnglish(), ReasonCode = failure.Reason.Code };

    private static void AppendFailures(StringBuilder text, IReadOnlyList<CheckFailure> failures)
    {
        foreach (var failure in failures) text.AppendLine(CultureInfo.InvariantCulture, $"{failure.Code}: {failure.Reason.InEnglish()}");
    }

    /// <summary>Without the zeros that a column's scale adds.</summary>
    internal static string Number(decimal value) => value.ToString("0.#########", CultureInfo.InvariantCulture);

    internal static string Text<TEnum>(TEnum value) where TEnum : struct, Enum => SnakeCaseEnum.ToText(value);
}
