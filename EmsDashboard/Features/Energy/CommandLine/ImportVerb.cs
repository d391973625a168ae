using System.CommandLine;
using System.Globalization;
using EmsDashboard.Features.Energy.Import;
using EmsDashboard.Infrastructure.CommandLine;

namespace EmsDashboard.Features.Energy.CommandLine;

internal sealed class ImportVerb : IVerb
{
    /// <summary>Kinds the command line names already and this version cannot read yet.</summary>
    private static readonly string[] LaterKinds = ["readings", "charging"];

    public Command Build(EmsHost host)
    {
        var kind = new Argument<string>("KIND") { Description = $"One of {FileKind.Names(FileKind.Imported)}." };
        var files = new Argument<string[]>("FILE")
        {
            Description = "CSV files, gzip or not; - reads standard input. All files together are one import: all rows or none.",
            Arity = ArgumentArity.OneOrMore,
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Reports what would happen and stores nothing." };
        var json = new Option<bool>("--json") { Description = "Prints the report as one JSON document." };
        var command = new Command("import", $"Takes in files of {FileKind.Names(FileKind.Imported)}. All or nothing: one bad row, and nothing is stored.")
        {
            kind, files, dryRun, json,
        };
        command.Validators.Add(result =>
        {
            // Without one the parser has said so.
            if (result.GetResult(kind)?.Tokens is not [{ Value: var given }]) return;
            var known = FileKind.Names(FileKind.Imported);
            if (LaterKinds.Contains(given, StringComparer.Ordinal)) result.AddError($"This version cannot import {given} yet. Known: {known}.");
            else if (FileKind.Find(given) is not { IsImported: true }) result.AddError($"There is no import of '{given}'. Known: {known}.");
            if (result.GetResult(files)?.Tokens.Count(t => t.Value == "-") > 1) result.AddError("Standard input (-) can be read once only.");
        });
        command.SetAction((parsed, cancellationToken) => RunAsync(host, parsed.GetValue(kind)!, parsed.GetValue(files)!, parsed.GetValue(dryRun),
            parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static Task<int> RunAsync(EmsHost host, string kind, string[] paths, bool dryRun, bool json, CancellationToken cancellationToken) =>
        host.RunAsync(async (services, token) =>
        {
            if (paths.FirstOrDefault(p => p != "-" && !File.Exists(p)) is { } missing) throw new FailedException($"There is no file {missing}.");
            using var progress = TerminalProgress<ImportProgress>.IfTerminal(Words);
            var report = await services.GetRequiredService<ImportFiles>().RunAsync(kind, [.. paths.Select(Open)], dryRun, progress, token);
            progress?.Dispose();
            await Console.Out.WriteLineAsync(json ? ImportReportText.Json(report) : ImportReportText.Plain(report));
            return report.State == ImportState.Refused ? ExitStatus.Refused : ExitStatus.Done;
        }, cancellationToken);

    private static string Words(ImportProgress at)
    {
        var share = at.TotalBytes is > 0 and var total ? string.Create(CultureInfo.InvariantCulture, $" {at.BytesRead * 100 / total} %") : "";
        return at.Phase switch
        {
            ImportPhase.Reading => string.Create(CultureInfo.InvariantCulture, $"Reading{share}, {at.RowsRead:N0} rows, {at.RejectedTotal:N0} refused"),
            ImportPhase.Storing => string.Create(CultureInfo.InvariantCulture, $"Storing {at.RowsRead:N0} rows"),
            _ => "",
        };
    }

    private static ImportFile Open(string path) => path == "-"
        ? new ImportFile("-", null, _ => ValueTask.FromResult(Console.OpenStandardInput()))
        : ImportFile.At(path);
}
