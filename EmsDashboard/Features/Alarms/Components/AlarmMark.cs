using EmsDashboard.Features.Alarms.Domain;
using EmsDashboard.Shared.Status;

namespace EmsDashboard.Features.Alarms.Components;

/// <summary>An alarm's shape and colour; the same on every page.</summary>
internal static class AlarmMark
{
    /// <summary>What only will be has a shape of its own, however severe it is.</summary>
    public static StatusKind Of(AlarmKind kind, AlarmSeverity severity) => (kind, severity) switch
    {
        (AlarmKind.Forecast, _) => StatusKind.Forecast,
        (_, AlarmSeverity.Critical) => StatusKind.Exceeded,
        _ => StatusKind.Warning,
    };
}
