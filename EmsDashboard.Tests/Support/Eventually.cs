using System.Diagnostics;

namespace EmsDashboard.Tests.Support;

/// <summary>Waits for a fact outside this process that nobody announces: a file appearing, another process going away.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static Task BecomesTrueAsync(Func<bool> fact, string description) => BecomesTrueAsync(() => Task.FromResult(fact()), description);

    public static async Task BecomesTrueAsync(Func<Task<bool>> fact, string description)
    {
        var started = Stopwatch.GetTimestamp();
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!await fact())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Limit, $"Not within {Limit.TotalSeconds:0} s: {description}");
            await look.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
