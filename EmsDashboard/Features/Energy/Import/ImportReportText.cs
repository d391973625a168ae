using System.Globalization;
using System.Text;
using System.Text.Json;
using EmsDashboard.Infrastructure.Persistence;

namespace EmsDashboard.Features.Energy.Import;

/// <summary>A report as text for the command line, in English.</summary>
internal static class ImportReportText
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The document the HTTP API answers with.</summary>
    public static string Json(ImportReport report) => JsonSerializer.Serialize(new
    {
        report.Id,
        report.Kind,
        State = SnakeCaseEnum.ToText(report.State),
        report.DryRun,
        report.RowsRead,
        report.Inserted,
        report.Updated,
        report.Unchanged,
        report.RejectedTotal,
        Rejected = report.Rejected.Select(Remark),
        report.NotesTotal,
        Notes = report.Notes.Select(Remark),
    }, JsonOptions);

    public static string Plain(ImportReport report)
    {
        var text = new StringBuilder();
        var shown = string.Create(CultureInfo.InvariantCulture, $"{report.RowsRead:N0} rows of {report.Kind} read");
        text.Append(report.State switch
        {
            ImportState.Refused => string.Create(CultureInfo.InvariantCulture, $"Refused: {shown}, {report.RejectedTotal:N0} objections, nothing stored."),
            ImportState.Checked => string.Create(CultureInfo.InvariantCulture,
                $"Checked: {shown}; would insert {report.Inserted:N0}, update {report.Updated:N0}, leave {report.Unchanged:N0} unchanged. Nothing stored."),
            _ => string.Create(CultureInfo.InvariantCulture, $"Stored: {shown}; {report.Inserted:N0} inserted, {report.Updated:N0} updated, {report.Unchanged:N0} unchanged."),
        });
        Append(text, "Refused", report.Rejected, report.RejectedTotal);
        Append(text, "Notes", report.Notes, report.NotesTotal);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string heading, IReadOnlyList<ImportRemark> remarks, int total)
    {
        if (total == 0) return;
        text.AppendLine().Append(CultureInfo.InvariantCulture, $"{heading} ({total:N0}{(remarks.Count < total ? $", the first {remarks.Count:N0}" : "")}):");
        foreach (var remark in remarks)
        {
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"  {Shared.PlainText.Show(remark.File, 200)}:{remark.Line}: ");
            if (remark.Column is not null) text.Append(remark.Column);
            if (remark.Value is not null) text.Append(CultureInfo.InvariantCulture, $" \"{remark.Value}\"");
            if (remark.Column is not null) text.Append(": ");
            text.Append(remark.Reason.InEnglish);
        }
    }

    private static object Remark(ImportRemark remark) => new
    {
        remark.File,
        remark.Line,
        remark.Column,
        remark.Value,
        remark.Reason.Code,
        Reason = remark.Reason.InEnglish,
    };
}
