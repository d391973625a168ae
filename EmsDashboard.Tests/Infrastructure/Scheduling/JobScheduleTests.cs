using EmsDashboard.Infrastructure.Scheduling;
using EmsDashboard.Infrastructure.Time;
using Hangfire;
using Hangfire.Storage;

namespace EmsDashboard.Tests.Infrastructure.Scheduling;

public sealed class JobScheduleTests
{
    [Fact]
    public async Task NextAsync_StorageThatDoesNotAnswer_KeepsItsCallerFree()
    {
        using var answers = new ManualResetEventSlim();

        var next = new JobSchedule(new SlowStorage(answers), new EmsClock(null)).NextAsync("quota-check", TestContext.Current.CancellationToken);

        Assert.False(next.IsCompleted);
        answers.Set();
        await Assert.ThrowsAsync<TimeoutException>(() => next);
    }

    private sealed class SlowStorage(ManualResetEventSlim answers) : JobStorage
    {
        public override IMonitoringApi GetMonitoringApi() => throw new NotSupportedException();

        public override IStorageConnection GetConnection()
        {
            answers.Wait(TestContext.Current.CancellationToken);
            throw new TimeoutException();
        }
    }
}
