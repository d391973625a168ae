using EmsDashboard.Infrastructure.CommandLine;
using EmsDashboard.Infrastructure.Configuration;
using Microsoft.Extensions.Options;

namespace EmsDashboard.Features.Demo;

/// <summary>
/// With <c>Ems:Demo</c> on, an empty database gets the demo estate before anything is served. Other data is left alone. With it off, the
/// people of a database that once was a demo are kept out: their password is known to everybody.
/// </summary>
internal sealed partial class DemoStartup(DemoCreation creation, DemoAccounts accounts, IOptions<ProductOptions> options, ILogger<DemoStartup> logger) : IStartupTask
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Demo)
        {
            if (await accounts.ShutOutAsync(cancellationToken) is { Count: > 0 } shut) LogShutOut(logger, string.Join(", ", shut));
            return;
        }

        var result = await creation.RunAsync(new ErrorLines(), cancellationToken);
        if (result.Outcome == DemoOutcome.Refused) return;
        accounts.Show();
        if (result.Outcome == DemoOutcome.Created) await Console.Error.WriteLineAsync(result.Describe());
        await Console.Error.WriteLineAsync(DemoAccounts.HowToSignIn);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "Demo mode is off, and these demo accounts cannot sign in with the password that demo mode shows to everybody: {Accounts}. "
        + "Give those that are to stay another one with 'user reset-password --email ADDRESS', or add people of your own with 'user add'.")]
    private static partial void LogShutOut(ILogger logger, string accounts);
}
