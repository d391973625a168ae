using EmsDashboard.Infrastructure.Scheduling;

namespace EmsDashboard.Tests.Support;

/// <summary>Every job runs next at one time, is due a quarter of an hour after it ran, and overdue half an hour after it finished.</summary>
internal sealed class TestJobSchedule(DateTimeOffset? next) : IJobSchedule
{
    public Task<DateTimeOffset?> NextAsync(string jobId, CancellationToken cancellationToken) => Task.FromResult(next);

    public DateTimeOffset? DueAfter(string jobId, DateTimeOffset instant) => instant.AddMinutes(15);

    public DateTimeOffset? OverdueFrom(string jobId, DateTimeOffset lastFinished) => lastFinished.AddMinutes(30);
}
