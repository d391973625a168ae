using System.Globalization;

namespace EmsDashboard.Infrastructure.EmbeddedPostgres;

/// <summary>
/// The operating-system account PostgreSQL runs as. PostgreSQL refuses to run as root, so a root application drops its
/// children to an ordinary account; anybody else runs them as themselves.
/// </summary>
internal sealed class ServerAccount
{
    private static readonly string[] Candidates = ["postgres", "nobody"];

    private readonly (string Name, uint UserId, uint GroupId)? other;

    private ServerAccount((string Name, uint UserId, uint GroupId)? other) => this.other = other;

    public string Name => other?.Name ?? Environment.UserName;

    /// <summary>The account for this cluster: whom it belongs to if it exists, else <c>postgres</c>, else <c>nobody</c>.</summary>
    /// <exception cref="EmbeddedPostgresException">There is none.</exception>
    public static async Task<ServerAccount> ChooseAsync(string cluster, CancellationToken ct)
    {
        if (!Environment.IsPrivilegedProcess)
            return new(null);

        string[] names = Directory.Exists(cluster) && await OwnerAsync(cluster, ct) is { } owner ? [owner] : Candidates;
        foreach (var name in names)
        {
            if (await IdAsync("-u", name, ct) is { } user and not 0 && await IdAsync("-g", name, ct) is { } group)
                return new((name, user, group));
        }
        throw new EmbeddedPostgresException(
            $"PostgreSQL does not run as root, and no ordinary account was found for it (looked for {string.Join(", ", names)}). Create one with: useradd --system postgres");
    }

    /// <summary>The command line that runs a command as this account, replacing the process where the system has a tool for it.</summary>
    public IReadOnlyList<string> Wrap(IReadOnlyList<string> command)
    {
        if (other is not { } account)
            return command;
        if (ShortCommand.Find("setpriv") is { } setpriv)
            return [setpriv, $"--reuid={account.UserId}", $"--regid={account.GroupId}", "--clear-groups", "--", .. command];
        if (ShortCommand.Find("runuser") is { } runuser)
            return [runuser, "-u", account.Name, "--", .. command];
        return ["su", "-s", "/bin/sh", account.Name, "-c", "exec \"$0\" \"$@\"", .. command];
    }

    public async Task GiveAsync(string path, CancellationToken ct)
    {
        if (other is { } account)
            await ShortCommand.RunAsync(["chown", "-R", string.Create(CultureInfo.InvariantCulture, $"{account.UserId}:{account.GroupId}"), path], ct);
    }

    /// <exception cref="EmbeddedPostgresException">A folder on the way is closed to this account; the message names it.</exception>
    public async Task CheckCanReachAsync(string folder, CancellationToken ct)
    {
        if (other is null)
            return;
        var path = "/";
        foreach (var part in Path.GetFullPath(folder).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            path = Path.Combine(path, part);
            var reached = await ShortCommand.RunAsync(Wrap(["test", "-x", path]), ct);
            if (!reached.Succeeded)
            {
                throw new EmbeddedPostgresException(
                    $"PostgreSQL runs as the account {Name}, which may not enter {path}. Open it with: chmod o+x {path}  – or set Ems__DataDirectory to a folder outside it, such as /var/lib/ems-dashboard.");
            }
        }
    }

    private static async Task<string?> OwnerAsync(string path, CancellationToken ct)
    {
        var result = await ShortCommand.RunAsync(OperatingSystem.IsMacOS() ? ["stat", "-f", "%Su", path] : ["stat", "-c", "%U", path], ct);
        return result.Succeeded && result.Output is not "root" ? result.Output : null;
    }

    private static async Task<uint?> IdAsync(string option, string name, CancellationToken ct)
    {
        var result = await ShortCommand.RunAsync(["id", option, name], ct);
        return result.Succeeded && uint.TryParse(result.Output, CultureInfo.InvariantCulture, out var id) ? id : null;
    }
}
