using System.CommandLine;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.CommandLine;
using EmsDashboard.Infrastructure.Time;

namespace EmsDashboard.Features.Quotas.CommandLine;

/// <summary>
/// One check in this process. It judges every active quota and not only the due ones: whatever the clock was started at, what is stored
/// afterwards is right for it.
/// </summary>
internal sealed class CheckVerb : IVerb
{
    public Command Build(EmsHost host)
    {
        var quotas = new Option<string[]>("--quota") { Description = "Only this quota; may be given several times.", Arity = ArgumentArity.OneOrMore };
        var asOf = new Option<DateTimeOffset?>("--as-of")
        {
            Description = "Stores nothing and answers what a check at this instant would have found, such as 2020-12-15T12:00:00Z.",
            CustomParser = result =>
            {
                var text = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
                if (InstantText.TryRead(text, out var instant)) return instant;
                result.AddError($"--as-of is '{text}'; give {InstantText.Allowed}.");
                return null;
            },
        };
        var json = new Option<bool>("--json") { Description = "Prints one JSON document." };
        var command = new Command("check", "Checks every active quota now, stored like a scheduled check.") { quotas, asOf, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            string[]? codes = parsed.GetValue(quotas) is { Length: > 0 } named ? named : null;
            return host.RunAsync((services, token) => parsed.GetValue(asOf) is { } instant
                ? PreviewAsync(services, instant, codes, parsed.GetValue(json), token)
                : CheckAsync(services, codes, parsed.GetValue(json), token), cancellationToken);
        });
        return command;
    }

    private static async Task<int> CheckAsync(IServiceProvider services, string[]? codes, bool json, CancellationToken cancellationToken)
    {
        using var progress = TerminalProgress<CheckProgress>.IfTerminal(CheckText.Progress);
        var report = await services.GetRequiredService<QuotaChecker>().RunAsync(
            new CheckRequest { Trigger = CheckRunTrigger.CommandLine, All = true, Codes = codes, Progress = progress }, cancellationToken);
        progress?.Dispose();
        await Console.Out.WriteLineAsync(json ? CheckText.Json(report) : CheckText.Plain(report));
        return report.Failures.Count > 0 ? ExitStatus.Failed : ExitStatus.Done;
    }

    private static async Task<int> PreviewAsync(IServiceProvider services, DateTimeOffset instant, string[]? codes, bool json, CancellationToken cancellationToken)
    {
        var preview = await services.GetRequiredService<QuotaPreview>().AtAsync(instant, codes, cancellationToken);
        await Console.Out.WriteLineAsync(json ? CheckText.Json(preview, instant) : CheckText.Plain(preview));
        return preview.Failures.Count > 0 ? ExitStatus.Failed : ExitStatus.Done;
    }
}
