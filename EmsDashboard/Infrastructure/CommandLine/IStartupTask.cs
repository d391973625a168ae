namespace EmsDashboard.Infrastructure.CommandLine;

/// <summary>What has to be done after the migration and before the first request is served. Runs in a scope of its own.</summary>
internal interface IStartupTask
{
    Task RunAsync(CancellationToken cancellationToken);
}
