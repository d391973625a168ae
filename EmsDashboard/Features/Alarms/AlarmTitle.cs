using System.Globalization;
using System.Resources;
using EmsDashboard.Features.Alarms.Domain;

namespace EmsDashboard.Features.Alarms;

/// <summary>An alarm's title: its quota's present name in the wording of a language. It is never stored, so a new name shows at once.</summary>
public static class AlarmTitle
{
    private static readonly ResourceManager Wording = new(typeof(AlarmTitle));

    /// <summary>The whole title, for one alarm on its own and for files.</summary>
    public static string Of(AlarmKind kind, string quotaName, CultureInfo culture) => string.Format(culture, Wording.GetString(kind.ToString(), culture)!, quotaName);

    /// <summary>
    /// The title where several alarms stand below each other beside their condition: English is content with the quota's name, Chinese keeps
    /// the whole of the original's wording.
    /// </summary>
    public static string InLists(AlarmKind kind, string quotaName, CultureInfo culture) => string.Format(culture, Wording.GetString($"{kind}InLists", culture)!, quotaName);
}
