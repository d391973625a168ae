using EmsDashboard.Infrastructure.Time;
using Hangfire;
using Hangfire.Storage;

namespace EmsDashboard.Infrastructure.Scheduling;

/// <summary>When recurring jobs run next, for pages: they do not touch Hangfire themselves.</summary>
public interface IJobSchedule
{
    /// <summary>When the job runs next, by the product's clock; null when it has no schedule.</summary>
    DateTimeOffset? Next(string jobId);
}

/// <summary>Reads the schedule where Hangfire keeps it. That goes by real time whatever the product's clock shows, so the time left is what counts.</summary>
internal sealed class JobSchedule(JobStorage storage, EmsClock clock) : IJobSchedule
{
    public DateTimeOffset? Next(string jobId)
    {
        using var connection = storage.GetConnection();
        var next = connection.GetRecurringJobs([jobId]) is [var job, ..] ? job.NextExecution : null;
        return next is { } at ? WholeMinute(clock.GetUtcNow() + (new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)) - clock.GetRealUtcNow())) : null;
    }

    /// <summary>Two clocks were read, one after the other: what is left of their difference would show a run at 07:15 as 07:14.</summary>
    internal static DateTimeOffset WholeMinute(DateTimeOffset at)
    {
        var half = at.AddTicks(TimeSpan.TicksPerMinute / 2);
        return half.AddTicks(-(half.Ticks % TimeSpan.TicksPerMinute));
    }
}
