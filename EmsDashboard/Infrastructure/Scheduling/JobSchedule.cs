using EmsDashboard.Infrastructure.Time;
using Hangfire;
using Hangfire.Storage;

namespace EmsDashboard.Infrastructure.Scheduling;

/// <summary>When recurring jobs run next, for pages: they do not touch Hangfire themselves.</summary>
public interface IJobSchedule
{
    /// <summary>When the job runs next, by the product's clock; null when it has no schedule.</summary>
    Task<DateTimeOffset?> NextAsync(string jobId, CancellationToken cancellationToken);
}

/// <summary>Reads the schedule where Hangfire keeps it. That goes by real time whatever the product's clock shows, so the time left is what counts.</summary>
internal sealed class JobSchedule(JobStorage storage, EmsClock clock) : IJobSchedule
{
    // Hangfire's storage knows no asynchronous calls, and a page that is drawn must not wait for a database.
    public Task<DateTimeOffset?> NextAsync(string jobId, CancellationToken cancellationToken) => Task.Run(() =>
    {
        using var connection = storage.GetConnection();
        var next = connection.GetRecurringJobs([jobId]) is [var job, ..] ? job.NextExecution : null;
        return next is { } at ? clock.GetUtcNow() + (new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)) - clock.GetRealUtcNow()) : (DateTimeOffset?)null;
    }, cancellationToken);
}
