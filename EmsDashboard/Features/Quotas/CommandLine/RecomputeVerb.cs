using System.CommandLine;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Recomputation;
using EmsDashboard.Infrastructure.CommandLine;

namespace EmsDashboard.Features.Quotas.CommandLine;

internal sealed class RecomputeVerb : IVerb
{
    public Command Build(EmsHost host)
    {
        var from = DayOption.Create("--from", "First day; periods that hold it are recomputed whole.", required: true);
        var to = DayOption.Create("--to", "Last day.", required: true);
        var quotas = new Option<string[]>("--quota") { Description = "Only this quota; may be given several times.", Arity = ArgumentArity.OneOrMore };
        var dryRun = new Option<bool>("--dry-run") { Description = "Prints what differs and stores nothing." };
        var json = new Option<bool>("--json") { Description = "Prints one JSON document." };
        var command = new Command("recompute", "Recomputes closed periods too and prints what differs.") { from, to, quotas, dryRun, json };
        command.RefuseReversed(from, to);
        command.SetAction((parsed, cancellationToken) => host.RunAsync(async (services, token) =>
        {
            var recompute = services.GetRequiredService<QuotaRecompute>();
            var order = new RecomputeOrder(new RecomputeRange(parsed.GetValue(from)!.Value, parsed.GetValue(to)!.Value), parsed.GetValue(quotas) is { Length: > 0 } codes ? codes : null);
            using var progress = TerminalProgress<CheckProgress>.IfTerminal(CheckText.Progress);
            var report = parsed.GetValue(dryRun)
                ? await recompute.TryAsync(order, progress, token)
                : await recompute.RunAsync(order, CheckRunTrigger.CommandLine, person: null, progress, token);
            progress?.Dispose();
            await Console.Out.WriteLineAsync(parsed.GetValue(json) ? CheckText.Json(report) : CheckText.PlainDifferences(report));
            return report.Failures.Count > 0 ? ExitStatus.Failed : ExitStatus.Done;
        }, cancellationToken));
        return command;
    }
}
