using System.Globalization;
using Npgsql;

namespace EmsDashboard.Infrastructure.EmbeddedPostgres;

/// <summary>Connections to the embedded server: the proof that it is ours, and the application's role and database.</summary>
internal sealed class ServerAccess(ServerPasswords passwords, ClusterDirectory directory)
{
    public const string AdministratorRole = "postgres";
    public const string Database = "ems";
    public const string ApplicationRole = "ems";

    /// <summary>How the application's role reaches its database; timeouts and session limits are the data source's matter.</summary>
    public string ApplicationConnectionString(int port) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Database = Database,
        Username = ApplicationRole,
        Password = passwords.Application,
        SslMode = SslMode.Disable, // loopback only
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    public string AdministratorConnectionString(int port) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Database = "postgres",
        Username = AdministratorRole,
        Password = passwords.Administrator,
        ApplicationName = "EmsDashboard administration",
        Timeout = 5,
        Pooling = false,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    /// <summary>
    /// A real connection. False while the server is starting, stopping or not there; scram proves in both directions that it
    /// is the server these passwords were made for.
    /// </summary>
    /// <exception cref="EmbeddedPostgresException">A server answers but refuses: waiting would not help.</exception>
    public async Task<bool> AnswersAsync(PostmasterPidFile server, CancellationToken ct)
    {
        try
        {
            await using var connection = new NpgsqlConnection(AdministratorConnectionString(server.Port));
            await connection.OpenAsync(ct);
            return true;
        }
        catch (PostgresException refusal) when (refusal.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification)
        {
            throw new EmbeddedPostgresException(string.Create(CultureInfo.InvariantCulture,
                $"A PostgreSQL server runs on {directory.Cluster} (process {server.ProcessId}, port {server.Port}) but refuses the password in {directory.Passwords}: {refusal.MessageText}. ")
                + $"Restore that file, or stop that server with: kill -INT {server.ProcessId}", refusal);
        }
        catch (Exception notYet) when (notYet is NpgsqlException or TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Creates what is missing of the application's role and database; a start may have been interrupted in between.</summary>
    public async Task EnsureDatabaseAsync(PostmasterPidFile server, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(AdministratorConnectionString(server.Port));
        await connection.OpenAsync(ct);

        // Not a superuser: the application's role must not be able to undo what the database forbids it.
        if (!await ExistsAsync(connection, $"SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ApplicationRole}')", ct))
            // Without the setting, a statement that fails would stand in the server's log, password and all.
            await ExecuteAsync(connection, $"SET log_min_error_statement = panic; CREATE ROLE {ApplicationRole} LOGIN PASSWORD '{passwords.Application}'", ct);
        if (!await ExistsAsync(connection, $"SELECT EXISTS (SELECT FROM pg_database WHERE datname = '{Database}')", ct))
            await ExecuteAsync(connection, $"CREATE DATABASE {Database} OWNER {ApplicationRole}", ct);
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
