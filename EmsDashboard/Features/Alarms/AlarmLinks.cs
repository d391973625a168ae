using System.Globalization;
using System.Text;

namespace EmsDashboard.Features.Alarms;

/// <summary>Addresses of the alarms desk: tab, filters, page and the open alarm are all in the query string.</summary>
public static class AlarmLinks
{
    /// <param name="alarm">The alarm whose drawer is open.</param>
    /// <remarks>The address without anything is the desk as its reader wants it to open.</remarks>
    public static string Desk(AlarmFilter filter, int page = 1, long? alarm = null)
    {
        var address = new StringBuilder("/alarms");
        var separator = '?';
        Append("tab", filter.Tab.ToString().ToLowerInvariant());
        Append("severity", filter.Severity?.ToString().ToLowerInvariant());
        Append("type", filter.EnergyType);
        Append("group", filter.Group);
        Append("kind", filter.Kind?.ToString().ToLowerInvariant());
        Append("assignee", filter.Assignee);
        Append("search", filter.Search?.Trim());
        Append("page", page > 1 ? page.ToString(CultureInfo.InvariantCulture) : null);
        Append("alarm", alarm?.ToString(CultureInfo.InvariantCulture));
        return address.ToString();

        void Append(string name, string? value)
        {
            if (string.IsNullOrEmpty(value)) return;
            address.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }
    }

    /// <summary>The desk with one alarm open.</summary>
    public static string Alarm(long id) => Desk(new AlarmFilter(), alarm: id);
}
