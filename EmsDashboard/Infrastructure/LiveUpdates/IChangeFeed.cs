namespace EmsDashboard.Infrastructure.LiveUpdates;

/// <summary>
/// Tells pages that something they show has changed: commit, then this, then the page asks the database again.
/// Carries topics, never data; a writer calls <c>SELECT ems.touch(topic)</c> last in its transaction.
/// </summary>
public interface IChangeFeed
{
    /// <summary>False while the database does not answer. <see cref="Topics.Connection"/> tells when that changes.</summary>
    bool IsReachable => true;

    /// <summary>
    /// Calls <paramref name="onChange"/> after every burst of changes to one of the topics, from any thread. Subscribe before the first
    /// load, or a change in between is lost. Disposing ends it.
    /// </summary>
    IDisposable Subscribe(IReadOnlyCollection<string> topics, Func<Task> onChange);
}

/// <summary>What can change. A page subscribes to what it shows.</summary>
public static class Topics
{
    public const string Catalogue = "catalogue";
    public const string Energy = "energy";

    /// <summary>Files that were taken in or refused.</summary>
    public const string Imports = "imports";
    public const string Quotas = "quotas";
    public const string Alarms = "alarms";
    public const string Runs = "runs";
    public const string Users = "users";

    /// <summary>The database stopped answering, or answers again. Told by the listener, no row stands for it.</summary>
    public const string Connection = "connection";
}
