using EmsDashboard.Features.Alarms.Domain;
using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Shared.Text;
using Microsoft.Extensions.Localization;

namespace EmsDashboard.Features.Alarms.Components;

/// <summary>An alarm in a sentence: data in, the reader's language out.</summary>
internal static class AlarmSentence
{
    public static string Of(AlarmRow alarm, IStringLocalizer<AlarmDeskText> texts)
    {
        var formats = Formats.Current;
        var unit = Unit.Get(alarm.Unit).Display;
        var share = alarm.QuotaValue > 0 ? alarm.Threshold * 100 / alarm.QuotaValue : 0;
        return texts[
            alarm.Severity == AlarmSeverity.Critical ? "SaysCritical" : "SaysWarning",
            formats.Amount(alarm.Value, unit), formats.Amount(alarm.QuotaValue, unit), formats.Period(alarm.PeriodStart, alarm.PeriodEnd),
            formats.Percent(alarm.UsageRatePct, share), formats.Percent(share)];
    }
}
