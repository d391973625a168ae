using System.Collections.Frozen;
using NodaTime;
using NodaTime.Extensions;

namespace EmsDashboard.Shared.Time;

/// <summary>
/// Time zones by their IANA ids, and nothing else: an offset such as <c>UTC+8</c>, which the library would take as well, means the opposite
/// to PostgreSQL and knows no summer time. Days are told by one set of rules, the product's, not by the database's.
/// </summary>
public static class IanaZones
{
    private static readonly FrozenSet<string> Ids = DateTimeZoneProviders.Tzdb.Ids.ToFrozenSet(StringComparer.Ordinal);

    public static bool IsKnown(string? id) => id is not null && Ids.Contains(id);

    /// <summary>The date that clocks in each zone show at an instant, in the order of the zones; in one that nobody knows, UTC's.</summary>
    public static DateOnly[] Todays(IEnumerable<string> zones, DateTimeOffset now)
    {
        var instant = now.ToInstant();
        return [.. zones.Select(zone => instant.InZone(IsKnown(zone) ? DateTimeZoneProviders.Tzdb[zone] : DateTimeZone.Utc).Date.ToDateOnly())];
    }
}
