using EmsDashboard.Infrastructure.Scheduling;

namespace EmsDashboard.Tests.Support;

/// <summary>Every job runs next at one time.</summary>
internal sealed class TestJobSchedule(DateTimeOffset? next) : IJobSchedule
{
    public Task<DateTimeOffset?> NextAsync(string jobId, CancellationToken cancellationToken) => Task.FromResult(next);
}
