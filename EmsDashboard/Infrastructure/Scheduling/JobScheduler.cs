using Cronos;
using EmsDashboard.Infrastructure.CommandLine;
using EmsDashboard.Infrastructure.Time;
using Hangfire;
using Hangfire.Common;
using Hangfire.Storage;

namespace EmsDashboard.Infrastructure.Scheduling;

/// <summary>What is wrong with how a declared job stands in Hangfire's storage.</summary>
public enum ScheduleFaultKind
{
    /// <summary>Not there: somebody removed it.</summary>
    Missing,

    /// <summary>It runs by another expression or in another zone than configured.</summary>
    OtherSchedule,

    /// <summary>Its next execution lies after the one that is due, or it has none.</summary>
    TooLate,
}

/// <param name="Found">What the storage said, for the log; null where it said nothing.</param>
public sealed record ScheduleFault(string JobId, ScheduleFaultKind Kind, string? Found);

/// <summary>Puts declared jobs on Hangfire's schedule and tells whether they stand there as declared. The only place that schedules.</summary>
internal sealed class JobScheduler(
    IServiceProvider services, IRecurringJobManager manager, JobStorage storage, EmsClock clock, IEnumerable<RecurringJobDeclaration> declarations)
{
    /// <summary>How far hosts' clocks, by which Hangfire goes, may differ from the database's.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(2);

    /// <exception cref="StartupException">A schedule is not a CRON expression.</exception>
    public void ScheduleAll()
    {
        foreach (var declaration in declarations) Schedule(declaration);
    }

    /// <summary>Compares by the database's time: a host whose clock jumped has put executions where its own time says.</summary>
    public IReadOnlyList<ScheduleFault> Faults()
    {
        using var connection = storage.GetConnection();
        var stored = connection.GetRecurringJobs(declarations.Select(d => d.Id)).ToDictionary(j => j.Id);
        return [.. declarations.Select(d => Fault(d, stored.GetValueOrDefault(d.Id))).OfType<ScheduleFault>()];
    }

    /// <summary>Schedules the job anew, as declared. Two instances that do so at once come to the same.</summary>
    public void Repair(ScheduleFault fault)
    {
        // Hangfire keeps an execution that it has planned unless the expression changes.
        manager.RemoveIfExists(fault.JobId);
        Schedule(declarations.Single(d => d.Id == fault.JobId));
    }

    private void Schedule(RecurringJobDeclaration declaration)
    {
        var cron = declaration.Cron(services);
        try
        {
            manager.AddOrUpdate(declaration.Id, new Job(declaration.JobType, declaration.JobType.GetMethod(nameof(IRecurringJob.RunAsync))!, null, CancellationToken.None), cron,
                new RecurringJobOptions { TimeZone = TimeZoneInfo.Utc });
        }
        catch (ArgumentException error)
        {
            throw new StartupException($"The job {declaration.Id} cannot be scheduled: '{cron}' is not a CRON expression ({error.Message}).", error);
        }
    }

    private ScheduleFault? Fault(RecurringJobDeclaration declaration, RecurringJobDto? stored)
    {
        if (stored is null or { Removed: true }) return new ScheduleFault(declaration.Id, ScheduleFaultKind.Missing, null);
        var cron = declaration.Cron(services);
        if (stored.Cron != cron || stored.TimeZoneId != TimeZoneInfo.Utc.Id) return new ScheduleFault(declaration.Id, ScheduleFaultKind.OtherSchedule, $"{stored.Cron} {stored.TimeZoneId}");
        // A job that only people start has no next one.
        return CronExpression.Parse(cron).GetNextOccurrence(clock.GetRealUtcNow() + Tolerance, TimeZoneInfo.Utc) is { } due
            && (stored.NextExecution is not { } planned || DateTime.SpecifyKind(planned, DateTimeKind.Utc) > due.UtcDateTime)
                ? new ScheduleFault(declaration.Id, ScheduleFaultKind.TooLate, stored.NextExecution?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture))
                : null;
    }
}
