using System.CommandLine;
using System.Text.Json;
using EmsDashboard.Infrastructure.CommandLine;

namespace EmsDashboard.Features.Demo.CommandLine;

internal sealed class DemoVerb : IVerb
{
    public Command Build(EmsHost host)
    {
        var json = new Option<bool>("--json") { Description = "Prints one JSON document." };
        var command = new Command("demo", "Creates the demo estate in an empty database; refuses one that holds other data.") { json };
        command.SetAction((parsed, cancellationToken) => host.RunAsync((services, token) => RunAsync(services, parsed.GetValue(json), token), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(IServiceProvider services, bool json, CancellationToken cancellationToken)
    {
        var result = await services.GetRequiredService<DemoCreation>().RunAsync(new ErrorLines(), cancellationToken);
        await Console.Out.WriteLineAsync(json ? JsonSerializer.Serialize(result, JsonSerializerOptions.Web) : result.Describe());
        return result.Outcome == DemoOutcome.Refused ? ExitStatus.Refused : ExitStatus.Done;
    }
}
