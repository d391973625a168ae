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
        var kind = new Argument<string>("KIND") { Description = "groups, devices, energy, quotas, usage or alarms." };
        var from = DayOption.Create("--from", "First day, YYYY-MM-DD; of periods, those that end after it.");
        var to = DayOption.Create("--to", "Last day, YYYY-MM-DD; of periods, those that begin on it or before.");
        var quotas = new Option<string[]>("--quota") { Description = "Code of a quota; may be given more than once." };
        var json = new Option<bool>("--json") { Description = "One JSON array instead of CSV." };
        var command = new Command("export", "Writes data as CSV on standard output; what import reads, it reads back.") { kind, from, to, quotas, json };
        command.RefuseReversed(from, to);
        command.SetAction((parsed, cancellationToken) => RunAsync(host, parsed.GetValue(kind)!,
            new ExportRequest(parsed.GetValue(from), parsed.GetValue(to), parsed.GetValue(quotas) ?? []), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static Task<int> RunAsync(EmsHost host, string kind, ExportRequest request, bool json, CancellationToken cancellationToken) =>
        host.RunAsync(async (services, token) =>
        {
            var exporters = services.GetServices<Exporter>().ToList();
            var exporter = exporters.FirstOrDefault(e => e.Kind == kind);
            if (exporter is null)
            {
                var known = string.Join(", ", exporters.Select(e => e.Kind).Order(StringComparer.Ordinal));
                await Console.Error.WriteLineAsync($"There is no export of '{kind}'. Known: {known}.");
                return ExitStatus.WrongUsage;
            }

            await using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
            if (json)
            {
                using var writer = new JsonRecordWriter(output);
                await exporter.WriteAsync(request, writer, token);
                return ExitStatus.Done;
            }

            await using var text = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16);
            await exporter.WriteAsync(request, new CsvWriter(text), token);
            return ExitStatus.Done;
        }, cancellationToken);
}
