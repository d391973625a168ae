using System.CommandLine;

namespace EmsDashboard.Infrastructure.CommandLine;

internal sealed class ServeVerb : IVerb
{
    public Command Build(EmsHost host)
    {
        var command = new Command("serve", "Serves the dashboard; this is what happens without a verb.");
        command.SetAction((_, cancellationToken) => host.ServeAsync(cancellationToken));
        return command;
    }
}
