using System.CommandLine;
using System.Text;
using EmsDashboard.Features.Energy.Export;
using EmsDashboard.Infrastructure.CommandLine;
using EmsDashboard.Shared.Csv;

namespace EmsDashboard.Features.Energy.CommandLine;

internal sealed class ExportVerb : IVerb
{
    public Command Build(EmsHost host)
    {
        var kind = new Argument<string>("KIND") { Description = $"One of {FileKind.Names(FileKind.All)}." };
        var from = DayOption.Create("--from", "First day, YYYY-MM-DD; of periods, those that end after it.");
        var to = DayOption.Create("--to", "Last day, YYYY-MM-DD; of periods, those that begin on it or before.");
        var quotas = new Option<string[]>("--quota") { Description = "Code of a quota; may be given more than once." };
        var json = new Option<bool>("--json") { Description = "One JSON array instead of CSV." };
        var command = new Command("export", "Writes data as CSV on standard output; what import reads, it reads back.") { kind, from, to, quotas, json };
        command.RefuseReversed(from, to);
        command.Validators.Add(result =>
        {
            // Without one the parser has said so.
            if (result.GetResult(kind)?.Tokens is not [{ Value: var given }]) return;
            if (FileKind.Find(given) is not { } found) result.AddError($"There is no export of '{given}'. Known: {FileKind.Names(FileKind.All)}.");
            else if (!found.IsByDay && (result.GetResult(from) ?? result.GetResult(to)) is not null) result.AddError($"--from and --to do not narrow {given}.");
            else if (!found.IsByQuota && result.GetResult(quotas) is not null) result.AddError($"--quota does not narrow {given}.");
        });
        command.SetAction((parsed, cancellationToken) => RunAsync(host, parsed.GetValue(kind)!,
            new ExportRequest(parsed.GetValue(from), parsed.GetValue(to), parsed.GetValue(quotas) ?? []), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static Task<int> RunAsync(EmsHost host, string kind, ExportRequest request, bool json, CancellationToken cancellationToken) =>
        host.RunAsync(async (services, token) =>
        {
            var exporter = services.GetServices<Exporter>().Single(e => e.Kind.Name == kind);
            await using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
            if (json)
            {
                using var writer = new JsonRecordWriter(output);
                await WriteAsync(writer);
                return ExitStatus.Done;
            }

            await using var text = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16);
            await WriteAsync(new CsvWriter(text));
            return ExitStatus.Done;

            async Task WriteAsync(IRecordWriter writer)
            {
                try
                {
                    await exporter.WriteAsync(request, writer, token);
                }
                catch (Exception error) when (writer.HasBegun && error is not OperationCanceledException)
                {
                    throw new BrokenOffException(error);
                }
            }
        }, cancellationToken);
}
