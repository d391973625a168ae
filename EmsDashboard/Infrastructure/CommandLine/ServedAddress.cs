namespace EmsDashboard.Infrastructure.CommandLine;

/// <summary>Turns an address that is served into one that can be opened: a server listens on all addresses of its host, a browser needs one.</summary>
internal static class ServedAddress
{
    /// <param name="url">As the server names it, such as <c>http://[::]:8080</c>.</param>
    public static string ToOpen(string url)
    {
        var address = BindingAddress.Parse(url);
        var host = IsEveryAddress(url) ? "localhost" : address.Host;
        return $"{address.Scheme}://{host}:{address.Port}{address.PathBase}";
    }

    /// <summary>True when other machines reach it too, by this one's name.</summary>
    public static bool IsEveryAddress(string url) => BindingAddress.Parse(url).Host is "0.0.0.0" or "[::]" or "*" or "+";
}
