using Npgsql;

namespace EmsDashboard.Infrastructure.Persistence;

/// <summary>A turn that one process on the database has at a time, until it is disposed or the process dies.</summary>
internal sealed class SessionLock : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private SessionLock(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Waits as long as it takes.</summary>
    /// <param name="onWait">Called once if another process has the turn.</param>
    public static async Task<SessionLock> TakeAsync(NpgsqlDataSource dataSource, string name, Action onWait, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        try
        {
            if (!await connection.ScalarAsync<bool>("SELECT pg_try_advisory_lock(hashtext($1))", [name], cancellationToken))
            {
                onWait();
                // The session's limit for locks is meant for rows and tables; returning the connection to the pool puts it back.
                await connection.ExecuteAsync("SET lock_timeout = 0", [], cancellationToken);
                await using var wait = connection.Command("SELECT pg_advisory_lock(hashtext($1))", name);
                wait.CommandTimeout = 0;
                await wait.ExecuteNonQueryAsync(cancellationToken);
            }

            return new(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <returns>Null when somebody else has the turn.</returns>
    public static async Task<SessionLock?> TryTakeAsync(NpgsqlDataSource dataSource, string name, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        try
        {
            if (await connection.ScalarAsync<bool>("SELECT pg_try_advisory_lock(hashtext($1))", [name], cancellationToken)) return new(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await using (_connection)
        {
            try
            {
                // The pool resets a session only when it is next used.
                await _connection.ExecuteAsync("SELECT pg_advisory_unlock_all()", [], CancellationToken.None);
            }
            catch (Exception error) when (error is NpgsqlException or InvalidOperationException)
            {
                // The session is gone, and its turn with it; what was done in it is done.
            }
        }
    }
}
