using System.Globalization;
using System.Resources;

namespace EmsDashboard.Features.Alarms;

/// <summary>An alarm's title: its quota's present name in the wording of a language. It is never stored, so a new name shows at once.</summary>
public static class AlarmTitle
{
    private static readonly ResourceManager Wording = new(typeof(AlarmTitle));

    public static string Of(string quotaName, CultureInfo culture) => string.Format(culture, Wording.GetString("Usage", culture)!, quotaName);
}
