using Cronos;
using EmsDashboard.Infrastructure.Time;
using Hangfire;
using Hangfire.Storage;

namespace EmsDashboard.Infrastructure.Scheduling;

/// <summary>When recurring jobs run, for pages: they do not touch Hangfire themselves. Everything is by the product's clock.</summary>
public interface IJobSchedule
{
    /// <summary>When the job runs next; null when it has no schedule.</summary>
    Task<DateTimeOffset?> NextAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>When the first run after an instant is to begin. Null for a job that only people start.</summary>
    DateTimeOffset? DueAfter(string jobId, DateTimeOffset instant);

    /// <summary>From when on a job that finished last at <paramref name="lastFinished"/> is overdue: two runs should have begun since. Null for a job that only people start.</summary>
    DateTimeOffset? OverdueFrom(string jobId, DateTimeOffset lastFinished);
}

/// <summary>
/// Reads the next run where Hangfire keeps it, and what is overdue from the configuration: a schedule that somebody has lost in Hangfire
/// is exactly what has to be noticed. Both go by real time whatever the product's clock shows, so the time between is what counts.
/// </summary>
internal sealed class JobSchedule(JobStorage storage, EmsClock clock, IServiceProvider services, IEnumerable<RecurringJobDeclaration> declarations) : IJobSchedule
{
    private const int MissedRuns = 2;

    // Hangfire's storage knows no asynchronous calls, and a page that is drawn must not wait for a database.
    public Task<DateTimeOffset?> NextAsync(string jobId, CancellationToken cancellationToken) => Task.Run(() =>
    {
        using var connection = storage.GetConnection();
        var next = connection.GetRecurringJobs([jobId]) is [var job, ..] ? job.NextExecution : null;
        return next is { } at ? new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)) + Shift : (DateTimeOffset?)null;
    }, cancellationToken);

    public DateTimeOffset? DueAfter(string jobId, DateTimeOffset instant) => Cron(jobId).GetNextOccurrence(instant - Shift, TimeZoneInfo.Utc) + Shift;

    public DateTimeOffset? OverdueFrom(string jobId, DateTimeOffset lastFinished) => OverdueFrom(Cron(jobId), lastFinished - Shift) + Shift;

    /// <summary>By occurrences, not by a length: a schedule of office hours has a night that is no delay.</summary>
    internal static DateTimeOffset? OverdueFrom(CronExpression cron, DateTimeOffset lastFinished)
    {
        DateTimeOffset? run = lastFinished;
        for (var i = 0; i < MissedRuns && run is { } before; i++) run = cron.GetNextOccurrence(before, TimeZoneInfo.Utc);
        return run;
    }

    private CronExpression Cron(string jobId) => CronExpression.Parse(declarations.Single(d => d.Id == jobId).Cron(services));

    /// <summary>How far the product's clock is ahead of real time. Whole seconds: the two are read one after the other, and a minute's end must not fall into the minute before.</summary>
    private TimeSpan Shift => TimeSpan.FromSeconds(Math.Round((clock.GetUtcNow() - clock.GetRealUtcNow()).TotalSeconds));
}
