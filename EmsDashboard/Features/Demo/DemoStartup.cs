using EmsDashboard.Infrastructure.CommandLine;
using EmsDashboard.Infrastructure.Configuration;
using Microsoft.Extensions.Options;

namespace EmsDashboard.Features.Demo;

/// <summary>With <c>Ems:Demo</c> on, an empty database gets the demo estate before anything is served. Other data is left alone.</summary>
internal sealed class DemoStartup(DemoCreation creation, DemoAccounts accounts, IOptions<ProductOptions> options) : IStartupTask
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Demo) return;
        var result = await creation.RunAsync(new ErrorStream(), cancellationToken);
        if (result.Outcome != DemoOutcome.Refused) accounts.Show();
        if (result.Outcome == DemoOutcome.Created) await Console.Error.WriteLineAsync(result.Describe());
    }

    /// <summary>Written where the start script shows it, before the log begins.</summary>
    private sealed class ErrorStream : IProgress<string>
    {
        public void Report(string value) => Console.Error.WriteLine(value);
    }
}
