using Hangfire.Server;

namespace EmsDashboard.Infrastructure.Scheduling;

/// <summary>A doorbell: calls one use case and lets its exceptions out, so that the dashboard shows a failure as one.</summary>
public interface IRecurringJob
{
    /// <param name="context">Given by the scheduler; tells who triggered the job (<see cref="JobTrigger.Of"/>).</param>
    Task RunAsync(PerformContext? context, CancellationToken cancellationToken);
}

/// <summary>What a slice declares: a job class, its stable id and when it runs.</summary>
/// <param name="Id">Kebab-case; stored in the database and shown in the dashboard, so renaming it is a migration.</param>
internal sealed record RecurringJobDeclaration(string Id, Type JobType, Func<IServiceProvider, string> Cron);

internal static class RecurringJobDeclarations
{
    /// <summary>Declares a recurring job. It is scheduled once, when the application starts to serve.</summary>
    /// <param name="cron">CRON expression in UTC; <c>Cron.Never()</c> for a job that is only triggered by hand.</param>
    public static IServiceCollection AddRecurringJob<TJob>(this IServiceCollection services, string id, Func<IServiceProvider, string> cron)
        where TJob : class, IRecurringJob
    {
        services.AddScoped<TJob>();
        return services.AddSingleton(new RecurringJobDeclaration(id, typeof(TJob), cron));
    }
}
