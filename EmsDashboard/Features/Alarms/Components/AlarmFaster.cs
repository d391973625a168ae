using EmsDashboard.Features.Alarms.Domain;
using EmsDashboard.Infrastructure.Time;
using EmsDashboard.Shared.Text;
using Microsoft.Extensions.Localization;

namespace EmsDashboard.Features.Alarms.Components;

/// <summary>Why an act on an alarm came too late: a person, or the system on its own, was there before.</summary>
/// <param name="Person">How the person is called; null when the system ended the alarm.</param>
/// <param name="Says">Who did what, and when, in a sentence.</param>
/// <param name="Words">What the person wrote; null when the system was faster.</param>
/// <param name="IsOpen">The alarm has only changed since it was seen; the act can be tried again.</param>
public sealed record AlarmFaster(string? Person, string Says, string? Words, bool IsOpen = false)
{
    /// <param name="act">The act that came too late: somebody who has acknowledged stands in the way of acknowledging, not of resolving.</param>
    /// <param name="alarm">The alarm as it is now.</param>
    /// <param name="last">What changed it last: it may still be as it was but for that, which the person had not seen.</param>
    internal static AlarmFaster Of(AlarmAct act, AlarmRow alarm, IStringLocalizer<AlarmDeskText> texts, ViewerClock clock, AlarmLastChange? last = null)
    {
        return alarm switch
        {
            { ResolvedAt: { } at, ResolvedBy: { } who } => new(who, Say("FasterResolved", at, who), alarm.ResolveReason),
            { AcknowledgedAt: { } at, AcknowledgedBy: { } who } when act is AlarmAct.Acknowledge => new(who, Say("FasterAcknowledged", at, who), alarm.AcknowledgeComment),
            { ResolvedAt: { } at } => new(null, Say("FasterClosed", at, AlarmSentence.Because(alarm.ResolveReason, texts)), null),
            { ClearedAt: { } cleared, AcknowledgedAt: { } at, AcknowledgedBy: { } who } when at > cleared => new(who, Say("FasterAcknowledged", at, who), alarm.AcknowledgeComment),
            { ClearedAt: { } at } => new(null, Say("FasterCleared", at, AlarmSentence.Because(alarm.ClearReason, texts)), null),
            _ when last is { Person: { } who, At: var at } => new(who, Say($"FasterDid{last.Type}", at, who), last.Words),
            { Severity: AlarmSeverity.Critical } when last?.Type is null or AlarmTransitionType.Escalated => new(null, texts["FasterWorse", alarm.QuotaName], null, IsOpen: true),
            _ when last is { At: var at } => new(null, texts["FasterChanged", alarm.QuotaName, Formats.Current.Moment(clock.Local(at), clock.Today)], null, IsOpen: true),
            _ => new(null, texts["FasterElse", alarm.QuotaName], null),
        };

        string Say(string key, DateTimeOffset at, string who) => texts[key, who, alarm.QuotaName, Formats.Current.Moment(clock.Local(at), clock.Today)];
    }

    /// <summary>Title of the dialog that tells it.</summary>
    internal static string Title(IReadOnlyList<AlarmFaster> all, IStringLocalizer<AlarmDeskText> texts) => all switch
    {
        [{ Person: { } who }] => texts["TitleFasterOne", who],
        _ when all.Any(one => one.Person is not null) => texts["TitleFasterMany"],
        _ when all.All(one => one.IsOpen) => texts[all.Count == 1 ? "TitleChangedOne" : "TitleChangedMany"],
        [_] => texts["TitleEndedOne"],
        _ => texts["TitleEndedMany"],
    };
}
