using System.Diagnostics;

namespace EmsDashboard.Infrastructure.EmbeddedPostgres;

/// <summary>A limit of waiting, on the monotonic clock.</summary>
internal readonly struct Patience(TimeSpan limit)
{
    private readonly long started = Stopwatch.GetTimestamp();

    public bool IsOver => Stopwatch.GetElapsedTime(started) > limit;
}
