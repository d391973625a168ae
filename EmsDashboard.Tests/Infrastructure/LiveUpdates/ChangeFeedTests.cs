using System.Globalization;
using System.Threading.Channels;
using EmsDashboard.Infrastructure.LiveUpdates;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EmsDashboard.Tests.Infrastructure.LiveUpdates;

public sealed class ChangeFeedTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider clock = new();
    private readonly ChangeFeed feed;
    private readonly Channel<int> calls = Channel.CreateUnbounded<int>();
    private int count;

    public ChangeFeedTests() => feed = new ChangeFeed(clock, NullLogger<ChangeFeed>.Instance);

    private Task Record()
    {
        calls.Writer.TryWrite(Interlocked.Increment(ref count));
        return Task.CompletedTask;
    }

    private async Task<int> NextCallAsync() =>
        await calls.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);

    [Fact]
    public async Task Publish_InAnotherLanguage_ReachesTheSubscriberInItsOwn()
    {
        TaskCompletionSource<string> heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-CN");
        using var subscription = feed.Subscribe([Topics.Quotas], () =>
        {
            heard.TrySetResult(CultureInfo.CurrentUICulture.Name);
            return Task.CompletedTask;
        });

        CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        feed.Publish([Topics.Quotas]);

        Assert.Equal("zh-CN", await heard.Task.WaitAsync(Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Publish_Burst_CallsAtOnceAndOnceMoreWhenTheIntervalIsOver()
    {
        using var subscription = feed.Subscribe([Topics.Quotas], Record);

        feed.Publish([Topics.Quotas]);
        Assert.Equal(1, await NextCallAsync());
        for (var i = 0; i < 100; i++) feed.Publish([Topics.Quotas]);
        Assert.False(calls.Reader.TryRead(out _));

        var second = NextCallAsync();
        while (!second.IsCompleted)
        {
            clock.Advance(ChangeFeed.Interval);
            await Task.Yield();
        }

        Assert.Equal(2, await second);
        for (var i = 0; i < 10; i++) clock.Advance(ChangeFeed.Interval);
        Assert.False(calls.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Publish_OneSubscriberThrows_TheOthersAreTold()
    {
        using var broken = feed.Subscribe([Topics.Alarms], () => throw new InvalidOperationException("broken page"));
        using var sound = feed.Subscribe([Topics.Alarms], Record);

        feed.Publish([Topics.Alarms]);

        Assert.Equal(1, await NextCallAsync());
    }

    [Fact]
    public async Task Publish_OtherTopicOrDisposed_IsNotTold()
    {
        var gone = feed.Subscribe([Topics.Runs], Record);
        gone.Dispose();
        using var other = feed.Subscribe([Topics.Users], Record);
        using var told = feed.Subscribe([Topics.Runs], () =>
        {
            calls.Writer.TryWrite(-1);
            return Task.CompletedTask;
        });

        feed.Publish([Topics.Runs]);

        Assert.Equal(-1, await NextCallAsync());
        Assert.Equal(0, Volatile.Read(ref count));
    }
}
