using EmsDashboard.Features.Alarms.Domain;
using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Infrastructure.Time;
using EmsDashboard.Shared.Text;
using Microsoft.Extensions.Localization;

namespace EmsDashboard.Features.Alarms.Components;

/// <summary>An alarm in a sentence: data in, the reader's language out.</summary>
internal static class AlarmSentence
{
    /// <summary>Its figures are those of the last change of level, which the sentence dates: the list beside it shows today's.</summary>
    public static string Of(AlarmDetail detail, IStringLocalizer<AlarmDeskText> texts, ViewerClock clock)
    {
        var (alarm, formats) = (detail.Alarm, Formats.Current);
        // What people did and the period's end change no figures.
        var changedAt = detail.Timeline.FirstOrDefault(m => m.Person is null && m.Type is not AlarmTransitionType.PeriodClosed)?.At ?? alarm.RaisedAt;
        var unit = Unit.Get(alarm.Unit).Display;
        var share = alarm.QuotaValue > 0 ? alarm.Threshold * 100 / alarm.QuotaValue : 0;
        return texts[
            (alarm.Kind, alarm.Severity) switch { (AlarmKind.Forecast, _) => "SaysForecast", (AlarmKind.Restatement, _) => "SaysRestated", (_, AlarmSeverity.Critical) => "SaysCritical", _ => "SaysWarning" },
            formats.Amount(alarm.Value, unit), formats.Amount(alarm.QuotaValue, unit), formats.Period(alarm.PeriodStart, alarm.PeriodEnd),
            formats.Percent(alarm.UsageRatePct, share), formats.Limit(share), formats.Moment(clock.Local(changedAt), clock.Today)];
    }

    /// <summary>How it ended and why, a sentence for each end it came to; none while it holds.</summary>
    public static IEnumerable<string> Endings(AlarmRow alarm, IStringLocalizer<AlarmDeskText> texts, ViewerClock clock)
    {
        if (alarm.ClearedAt is { } cleared) yield return texts["EndedCleared", At(cleared), Because(alarm.ClearReason, texts)];
        if (alarm.ResolvedAt is not { } resolved) yield break;
        yield return alarm.ResolvedBy is { } person
            ? texts["EndedResolved", At(resolved), person, alarm.ResolveReason ?? ""]
            : texts["EndedPeriodClosed", At(resolved), Because(alarm.ResolveReason, texts)];

        string At(DateTimeOffset instant) => Formats.Current.Moment(clock.Local(instant), clock.Today);
    }

    /// <summary>One of <see cref="AlarmReasons"/> in words.</summary>
    public static string Because(string? reason, IStringLocalizer<AlarmDeskText> texts) => texts[$"Because.{reason}"];
}
