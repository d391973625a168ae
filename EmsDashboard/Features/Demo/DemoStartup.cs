using EmsDashboard.Infrastructure.CommandLine;
using EmsDashboard.Infrastructure.Configuration;
using Microsoft.Extensions.Options;

namespace EmsDashboard.Features.Demo;

/// <summary>
/// With <c>Ems:Demo</c> on, an empty database gets the demo estate before anything is served. Other data is left alone. With it off, a
/// database that once was a demo is warned of: its people's passwords are known to everybody.
/// </summary>
internal sealed partial class DemoStartup(DemoCreation creation, DemoAccounts accounts, IOptions<ProductOptions> options, ILogger<DemoStartup> logger) : IStartupTask
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Demo)
        {
            if (await accounts.StillOpenAsync() is { Count: > 0 } open) LogStillOpen(logger, string.Join(", ", open));
            return;
        }

        var result = await creation.RunAsync(new ErrorStream(), cancellationToken);
        if (result.Outcome != DemoOutcome.Refused) accounts.Show();
        if (result.Outcome == DemoOutcome.Created) await Console.Error.WriteLineAsync(result.Describe());
    }

    /// <summary>Written where the start script shows it, before the log begins.</summary>
    private sealed class ErrorStream : IProgress<string>
    {
        public void Report(string value) => Console.Error.WriteLine(value);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "Demo mode is off, but these demo accounts still open this database with the password that demo mode shows to everybody: {Accounts}. "
        + "Give each another one with 'user reset-password --email ADDRESS', or disable it on the page Users.")]
    private static partial void LogStillOpen(ILogger logger, string accounts);
}
