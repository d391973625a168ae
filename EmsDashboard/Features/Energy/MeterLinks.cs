using System.Globalization;

namespace EmsDashboard.Features.Energy;

/// <summary>Addresses of the pages on meters. A code may hold any character, so it is always escaped.</summary>
public static class MeterLinks
{
    private const string Root = "/meters";

    public static string To(string code) => $"{Root}/{Uri.EscapeDataString(code)}";

    public static string List(MeterFilter filter, int page = 1)
    {
        List<string> query = [];
        Add("search", filter.Search?.Trim());
        Add("type", filter.EnergyType);
        Add("group", filter.Group);
        Add("state", filter.State?.ToString().ToLowerInvariant());
        Add("page", page > 1 ? page.ToString(CultureInfo.InvariantCulture) : null);
        return query.Count == 0 ? Root : $"{Root}?{string.Join('&', query)}";

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value)) query.Add($"{name}={Uri.EscapeDataString(value)}");
        }
    }
}
