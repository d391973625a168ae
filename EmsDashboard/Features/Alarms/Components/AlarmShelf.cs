using EmsDashboard.Features.Quotas.Domain;

namespace EmsDashboard.Features.Alarms.Components;

/// <summary>For how long alarms can be put aside.</summary>
public enum AlarmShelf
{
    Hour,
    Day,
    Week,
    Period,
}

internal static class AlarmShelves
{
    /// <param name="alarms">What is put aside; the end of a period is that of the first to end.</param>
    /// <returns>Null where there is no such time, or where it lies beyond what is allowed.</returns>
    public static DateTimeOffset? Until(this AlarmShelf shelf, DateTimeOffset now, TimeSpan most, IReadOnlyCollection<AlarmRow> alarms)
    {
        DateTimeOffset? until = shelf switch
        {
            AlarmShelf.Hour => now.AddHours(1),
            AlarmShelf.Day => now.AddDays(1),
            AlarmShelf.Week => now.AddDays(7),
            _ => alarms.Count == 0 ? null : alarms.Min(alarm => QuotaCalendar.StartOfDay(alarm.PeriodEnd, QuotaCalendar.IsKnownZone(alarm.TimeZone) ? alarm.TimeZone : "UTC")),
        };
        return until > now && until <= now + most ? until : null;
    }
}
