namespace EmsDashboard.Infrastructure.Time;

/// <summary>
/// The product's clock in the zone of the person who looks; only for display. The browser tells its zone in a cookie, which the first
/// page sets before anything with a time of day is shown. Without it, or with a zone nobody knows, UTC.
/// </summary>
public sealed class ViewerClock(TimeProvider time, IHttpContextAccessor? requests = null)
{
    /// <summary>Holds the IANA id of the browser's zone, percent-encoded.</summary>
    public const string Cookie = "ems-zone";

    // Read once: a circuit outlives the request that began it.
    private readonly TimeZoneInfo _zone = Find(requests?.HttpContext?.Request.Cookies[Cookie]);

    /// <summary>Now, in the viewer's zone.</summary>
    public DateTimeOffset Now => Local(time.GetUtcNow());

    public DateOnly Today => DateOnly.FromDateTime(Now.DateTime);

    /// <summary>The same instant in the viewer's zone.</summary>
    public DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, _zone);

    private static TimeZoneInfo Find(string? id) =>
        !string.IsNullOrEmpty(id) && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : TimeZoneInfo.Utc;
}
