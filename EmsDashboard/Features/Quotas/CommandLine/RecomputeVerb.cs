using System.CommandLine;
using System.CommandLine.Parsing;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.CommandLine;
using EmsDashboard.Shared;

namespace EmsDashboard.Features.Quotas.CommandLine;

internal sealed class RecomputeVerb : IVerb
{
    public Command Build(EmsHost host)
    {
        var from = Day("--from", "First day; periods that hold it are recomputed whole.");
        var to = Day("--to", "Last day.");
        var quotas = new Option<string[]>("--quota") { Description = "Only this quota; may be given several times.", Arity = ArgumentArity.OneOrMore };
        var dryRun = new Option<bool>("--dry-run") { Description = "Prints what differs and stores nothing." };
        var json = new Option<bool>("--json") { Description = "Prints one JSON document." };
        var command = new Command("recompute", "Recomputes closed periods too and prints what differs.") { from, to, quotas, dryRun, json };
        command.Validators.Add(result =>
        {
            // By the words: asking for the value of something that is no date throws instead of reporting it.
            if (Written(result, from) > Written(result, to)) result.AddError("--from must not lie after --to.");
        });
        command.SetAction((parsed, cancellationToken) => host.RunAsync((services, token) => CheckVerb.RefusingUnknownAsync(parsed.GetValue(json), async () =>
        {
            var report = await services.GetRequiredService<QuotaChecker>().RunAsync(new CheckRequest
            {
                Kind = CheckRunKind.Recompute,
                Trigger = CheckRunTrigger.CommandLine,
                All = true,
                Codes = parsed.GetValue(quotas) is { Length: > 0 } codes ? codes : null,
                Range = new RecomputeRange(parsed.GetValue(from), parsed.GetValue(to)),
                DryRun = parsed.GetValue(dryRun),
            }, token);
            await Console.Out.WriteLineAsync(parsed.GetValue(json) ? CheckText.Json(report) : CheckText.PlainDifferences(report));
            return report.Failures.Count > 0 ? ExitStatus.Failed : ExitStatus.Done;
        }), cancellationToken));
        return command;
    }

    private static DateOnly? Written(CommandResult result, Option<DateOnly> option) =>
        result.GetResult(option) is { Tokens: [var token, ..] } && PlainText.TryReadDate(token.Value, out var day) ? day : null;

    private static Option<DateOnly> Day(string name, string description) => new(name)
    {
        Description = description,
        Required = true,
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
            if (PlainText.TryReadDate(text, out var day)) return day;
            result.AddError($"'{text}' is not a date; give one such as 2020-12-15.");
            return default;
        },
    };
}
