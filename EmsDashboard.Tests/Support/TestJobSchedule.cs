using EmsDashboard.Infrastructure.Scheduling;

namespace EmsDashboard.Tests.Support;

/// <summary>Every job runs next at one time.</summary>
internal sealed class TestJobSchedule(DateTimeOffset? next) : IJobSchedule
{
    public DateTimeOffset? Next(string jobId) => next;
}
