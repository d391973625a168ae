using System.Globalization;
using System.Text;
using System.Text.Json;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Explanation;

namespace EmsDashboard.Features.Quotas.CommandLine;

/// <summary>What the command line prints of an explanation.</summary>
internal static class ExplainText
{
    /// <summary>What stands where no row says anything: not 0.</summary>
    private const string Nothing = "-";

    public static string Plain(QuotaExplanation e)
    {
        var text = new StringBuilder();
        void Line(string name, string value) => text.AppendLine(CultureInfo.InvariantCulture, $"{name,-12} {value}");
        var record = e.Record;
        Line("quota", $"{e.Code}  {e.Name}");
        Line("period", $"{record.PeriodStart:yyyy-MM-dd} to {record.PeriodEnd.AddDays(-1):yyyy-MM-dd}, rows up to {e.Through:yyyy-MM-dd}");
        Line("result", record.IsWithoutData
            ? $"{Nothing} of {CheckText.Number(record.QuotaValue)} {e.Unit}, no data"
            : $"{CheckText.Number(record.ActualValue)} of {CheckText.Number(record.QuotaValue)} {e.Unit}, {CheckText.Number(record.UsageRatePct)} %, {CheckText.Text(record.Status)}");
        Line("version", $"{e.Version.Number}, {(e.Version.ValidFrom == DateOnly.MinValue ? "since ever" : $"from {e.Version.ValidFrom:yyyy-MM-dd}")}, by {e.Version.CreatedBy}: {CheckText.Number(e.Version.QuotaValue)} {e.Version.Unit}, {e.Version.Thresholds}");
        if (record.CarriedValue != 0) Line("carried", $"{CheckText.Number(record.CarriedValue)} {e.Unit}");
        Line("complete", $"{record.DayCount} of {record.ExpectedDays} meter-days");
        if (e.Run is { } run) Line("run", $"{run.Id}, {CheckText.Text(run.Kind)}, {(run.Person is null ? CheckText.Text(run.Trigger) : $"by {run.Person}")}, {run.StartedAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}");
        foreach (var r in e.Revisions)
            Line("restated", $"{r.At.UtcDateTime:yyyy-MM-dd}: {CheckText.Number(r.OldActual)} -> {CheckText.Number(r.NewActual)} {r.NewUnit}{(r.Import is { } import ? $", because of {import.FileName} by {import.ImportedBy}" : "")}");
        text.AppendLine();
        foreach (var member in e.Members)
            text.AppendLine(CultureInfo.InvariantCulture,
                $"{member.Code,-20} {Amount(member.Amount, member.Rows > 0),18} {e.Unit}  {(member.SharePct(e.Total) is { } share && member.Rows > 0 ? $"{share:0.0} %" : Nothing),8}  {member.Rows} of {member.ExpectedDays} days{Missing(member)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"{"total",-20} {Amount(e.Total, e.HasRows),18} {e.Unit}");
        if (e.Since != 0) text.AppendLine(CultureInfo.InvariantCulture, $"{"since the check",-20} {CheckText.Number(e.Since),18} {e.Unit}");
        Drivers(text, $"against {e.Before.Start:yyyy-MM-dd} to {e.Before.End.AddDays(-1):yyyy-MM-dd}", e.DriversAgainstBefore, e);
        Drivers(text, $"against {e.YearBefore.Start:yyyy-MM-dd} to {e.YearBefore.End.AddDays(-1):yyyy-MM-dd}", e.DriversAgainstYearBefore, e);
        return text.ToString().TrimEnd();
    }

    public static string Json(QuotaExplanation e) => JsonSerializer.Serialize(new
    {
        e.Code,
        e.Name,
        EnergyType = e.EnergyType.Code,
        Unit = e.Unit.Symbol,
        e.Record.PeriodStart,
        e.Record.PeriodEnd,
        e.Through,
        e.Record.ActualValue,
        e.Record.QuotaValue,
        e.Record.CarriedValue,
        e.Record.UsageRatePct,
        Status = CheckText.Text(e.Record.Status),
        e.Record.DayCount,
        e.Record.ExpectedDays,
        e.Record.CalculatedAt,
        e.Record.RevisionCount,
        e.Total,
        e.Since,
        Version = new { e.Version.Number, ValidFrom = e.Version.ValidFrom == DateOnly.MinValue ? (DateOnly?)null : e.Version.ValidFrom, e.Version.QuotaValue, e.Version.Unit, e.Version.Thresholds, e.Version.CreatedBy, e.Version.CreatedAt, e.Version.Reason },
        Run = e.Run is { } run ? new { run.Id, Kind = CheckText.Text(run.Kind), Trigger = CheckText.Text(run.Trigger), run.Person, run.StartedAt } : null,
        Revisions = e.Revisions.Select(r => new { r.Number, r.OldActual, r.NewActual, r.OldUnit, r.NewUnit, r.OldRatePct, r.NewRatePct, OldStatus = CheckText.Text(r.OldStatus), NewStatus = CheckText.Text(r.NewStatus), r.At, r.Import }),
        Members = e.Members.Select(m => new
        {
            m.Code,
            m.Name,
            m.Amount,
            SharePct = m.SharePct(e.Total),
            m.Rows,
            m.ExpectedDays,
            m.Before,
            m.YearBefore,
            Missing = m.Missing?.Select(s => new { From = s.Start, To = s.End.AddDays(-1) }),
            m.Days,
        }),
        e.Days,
        Before = Span(e.Before),
        YearBefore = Span(e.YearBefore),
    }, CheckText.Layout);

    private static string Amount(decimal amount, bool hasRows) => hasRows ? CheckText.Number(amount) : Nothing;

    private static object Span(PeriodSpan span) => new { From = span.Start, To = span.End.AddDays(-1) };

    private static string Missing(ExplainedMember member) => member.Missing is { Count: > 0 } spans
        ? $", missing {string.Join(", ", spans.Select(s => s.Days == 1 ? $"{s.Start:yyyy-MM-dd}" : $"{s.Start:yyyy-MM-dd} to {s.End.AddDays(-1):yyyy-MM-dd}"))}"
        : "";

    private static void Drivers(StringBuilder text, string heading, IEnumerable<(ExplainedMember Member, decimal Change)> drivers, QuotaExplanation e)
    {
        var shown = drivers.Take(10).ToList();
        if (shown.Count == 0) return;
        text.AppendLine().AppendLine(heading);
        foreach (var (member, change) in shown)
            text.AppendLine(CultureInfo.InvariantCulture, $"{member.Code,-20} {(change > 0 ? "+" : "")}{CheckText.Number(change)} {e.Unit}");
    }
}
