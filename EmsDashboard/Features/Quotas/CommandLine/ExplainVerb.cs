using System.CommandLine;
using EmsDashboard.Features.Quotas.Explanation;
using EmsDashboard.Infrastructure.CommandLine;

namespace EmsDashboard.Features.Quotas.CommandLine;

/// <summary>How a usage record came about, down to the last digit.</summary>
internal sealed class ExplainVerb : IVerb
{
    public Command Build(EmsHost host)
    {
        var code = new Argument<string>("QUOTA") { Description = "Code of the quota." };
        var day = DayOption.Create("--period", "A day of the period, YYYY-MM-DD; without it the current one.");
        var month = new Option<bool>("--month") { Description = "The month of a split year that holds the day, instead of the quota's own period." };
        var json = new Option<bool>("--json") { Description = "Prints one JSON document, with every row." };
        var command = new Command("explain", "Says how a usage record came about: version, meters, rows, missing days, revisions, run.") { code, day, month, json };
        command.SetAction((parsed, cancellationToken) => host.RunAsync(async (services, token) =>
        {
            var explanation = await services.GetRequiredService<QuotaExplainQueries>().ExplainAsync(parsed.GetValue(code)!, parsed.GetValue(day), parsed.GetValue(month), token)
                ?? throw new RefusedInputException(parsed.GetValue(day) is { } wanted
                    ? $"There is no quota {parsed.GetValue(code)}, or no check has judged a period of it that holds {wanted:yyyy-MM-dd}."
                    : $"There is no quota {parsed.GetValue(code)}, or no check has judged it yet.");
            await Console.Out.WriteLineAsync(parsed.GetValue(json) ? ExplainText.Json(explanation) : ExplainText.Plain(explanation));
            return ExitStatus.Done;
        }, cancellationToken));
        return command;
    }
}
