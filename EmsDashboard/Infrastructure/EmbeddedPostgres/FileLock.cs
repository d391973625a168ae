namespace EmsDashboard.Infrastructure.EmbeddedPostgres;

/// <summary>
/// Advisory locks on files. The kernel frees them with the process, so they survive no <c>kill -9</c>; a child does not
/// inherit them, because .NET opens files close-on-exec.
/// </summary>
internal static class FileLock
{
    // EWOULDBLOCK on Linux and on macOS.
    private static readonly int[] HeldByAnother = [11, 35];

    public static FileStream? TryExclusive(string path) => TryOpen(path, FileAccess.ReadWrite, FileShare.None);

    public static FileStream? TryShared(string path) => TryOpen(path, FileAccess.Read, FileShare.Read);

    /// <summary>Waits for the lock; null when it was not to be had in that time.</summary>
    public static async Task<FileStream?> ExclusiveAsync(string path, TimeSpan patience, CancellationToken ct)
    {
        var limit = new Patience(patience);
        while (true)
        {
            if (TryExclusive(path) is { } held)
                return held;
            if (limit.IsOver)
                return null;
            await Task.Delay(TimeSpan.FromMilliseconds(50), ct);
        }
    }

    private static FileStream? TryOpen(string path, FileAccess access, FileShare share)
    {
        try
        {
            return OwnerOnly.Open(path, FileMode.OpenOrCreate, access, share);
        }
        catch (IOException problem) when (HeldByAnother.Contains(problem.HResult))
        {
            return null;
        }
        catch (UnauthorizedAccessException problem)
        {
            throw new EmbeddedPostgresException(
                $"{path} belongs to another account than {Environment.UserName}. Start as the account that made it, or set Ems__DataDirectory to another folder.", problem);
        }
    }
}
