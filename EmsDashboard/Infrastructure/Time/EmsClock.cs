namespace EmsDashboard.Infrastructure.Time;

/// <summary>
/// The product's only clock. It ticks on the host's monotonic counter and takes the time of day from the database, so that one
/// host's wrong or jumping clock decides nothing; <c>Ems:Clock:StartAt</c> shifts it for training and replays.
/// </summary>
public sealed class EmsClock : TimeProvider
{
    private readonly long _startedAt = System.GetTimestamp();
    private readonly DateTimeOffset? _startAt;
    private long _originTicks;
    private long _realOriginTicks;

    public EmsClock(DateTimeOffset? startAt = null)
    {
        _startAt = startAt?.ToUniversalTime();
        _realOriginTicks = System.GetUtcNow().UtcTicks;
        _originTicks = _startAt?.UtcTicks ?? _realOriginTicks;
    }

    /// <summary>True while the clock shows another time than the real one; pages then carry a banner.</summary>
    public bool IsSimulated => _startAt is not null;

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _originTicks) + Elapsed.Ticks, TimeSpan.Zero);

    /// <summary>Real time whatever the simulation says. Only for what has to do with the outside: is a row from the future, has a real deadline passed.</summary>
    public DateTimeOffset GetRealUtcNow() => new(Volatile.Read(ref _realOriginTicks) + Elapsed.Ticks, TimeSpan.Zero);

    /// <summary>Sets the clock by the database's. A simulated clock stays as it was started.</summary>
    public void Synchronize(DateTimeOffset databaseNow)
    {
        var origin = databaseNow.UtcTicks - Elapsed.Ticks;
        Volatile.Write(ref _realOriginTicks, origin);
        if (!IsSimulated) Volatile.Write(ref _originTicks, origin);
    }

    private TimeSpan Elapsed => System.GetElapsedTime(_startedAt);
}
