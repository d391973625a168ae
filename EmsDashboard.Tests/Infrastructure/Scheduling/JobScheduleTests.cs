using System.Globalization;
using Cronos;
using EmsDashboard.Infrastructure.Scheduling;
using EmsDashboard.Infrastructure.Time;
using Hangfire;
using Hangfire.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace EmsDashboard.Tests.Infrastructure.Scheduling;

public sealed class JobScheduleTests
{
    [Fact]
    public async Task NextAsync_StorageThatDoesNotAnswer_KeepsItsCallerFree()
    {
        using var answers = new ManualResetEventSlim();

        var next = new JobSchedule(new SlowStorage(answers), new EmsClock(null), new ServiceCollection().BuildServiceProvider(), []).NextAsync("quota-check", TestContext.Current.CancellationToken);

        Assert.False(next.IsCompleted);
        answers.Set();
        await Assert.ThrowsAsync<TimeoutException>(() => next);
    }

    [Theory]
    [InlineData("*/15 * * * *", "2022-11-16T10:30:04Z", "2022-11-16T11:00:00Z")]
    [InlineData("*/15 * * * *", "2022-11-16T10:30:00Z", "2022-11-16T11:00:00Z")]
    [InlineData("*/15 * * * *", "2022-11-16T23:50:00Z", "2022-11-17T00:15:00Z")]
    [InlineData("0 * * * *", "2022-11-16T10:00:20Z", "2022-11-16T12:00:00Z")]
    // Office hours: a night and a weekend are no delay.
    [InlineData("0 8-18 * * 1-5", "2022-11-18T18:00:09Z", "2022-11-21T09:00:00Z")]
    [InlineData("0 3 * * *", "2024-02-28T03:00:30Z", "2024-03-01T03:00:00Z")]
    public void OverdueFrom_TwoRunsMissed_BySchedule(string cron, string last, string expected) =>
        Assert.Equal(At(expected), JobSchedule.OverdueFrom(CronExpression.Parse(cron), At(last)));

    [Theory]
    [InlineData(null, "*/15 * * * *", 7, 15)]
    [InlineData("2020-03-01T12:00:30Z", "*/15 * * * *", 7, 15)]
    public void DueAfter_ByTheProductsClock_GoesByRealTimesSchedule(string? startAt, string cron, int minute, int step)
    {
        // A simulated clock shows other minutes than the real one; what counts is the time between.
        var clock = new EmsClock(startAt is null ? null : At(startAt));
        using var services = new ServiceCollection().BuildServiceProvider();
        using var answers = new ManualResetEventSlim();
        var schedule = new JobSchedule(new SlowStorage(answers), clock, services, [new RecurringJobDeclaration("job", typeof(JobScheduleTests), _ => cron)]);
        var now = clock.GetUtcNow();

        var due = schedule.DueAfter("job", now.AddMinutes(minute))!.Value;

        // A second or two may pass between the readings.
        var real = clock.GetRealUtcNow() + (due - now) + TimeSpan.FromSeconds(2);
        Assert.InRange(due - now.AddMinutes(minute), TimeSpan.Zero, TimeSpan.FromMinutes(step));
        Assert.InRange((real.Minute % step * 60) + real.Second, 0, 4);
    }

    [Fact]
    public void OverdueFrom_AJobThatOnlyPeopleStart_IsNever() =>
        Assert.Null(JobSchedule.OverdueFrom(CronExpression.Parse(Hangfire.Cron.Never()), At("2022-11-16T10:30:00Z")));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

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
