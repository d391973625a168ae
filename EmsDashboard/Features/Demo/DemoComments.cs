using EmsDashboard.Features.Alarms;

namespace EmsDashboard.Features.Demo;

/// <summary>What the demo's staff write, in the language of the site.</summary>
internal static class DemoComments
{
    public static string Acknowledged(AlarmRow alarm, double share)
    {
        string[] choice = alarm.QuotaCode.Split('-')[0] switch
        {
            "HAM" => ["Hausmeister informiert, Zählerstand wird vor Ort geprüft.", "Lüftung lief am Wochenende durch, Zeitprogramm korrigiert.", "Mieter hat Mehrverbrauch angekündigt."],
            "SHA" => ["已通知车间主任,现场核查中。", "夜班增加产能,已与生产部确认。", "阀门渗漏,已报修。"],
            "DEN" => ["Facilities are looking at the schedule of the air handling units.", "Event on site this week, expected.", "Sub-meter checked, reading is right."],
            _ => ["Taken to the weekly energy meeting.", "Known: new production line since last month.", "Sites asked for their plan until the end of the period."],
        };
        return choice[(int)(share * 2 * choice.Length)];
    }

    public static string Resolved(AlarmRow alarm) => alarm.QuotaCode.Split('-')[0] switch
    {
        "HAM" => "Ursache behoben, Überschreitung für diesen Monat akzeptiert.",
        "SHA" => "原因已查明,本期超额已获批准。",
        _ => "Cause found and fixed; accepted for this period.",
    };
}
