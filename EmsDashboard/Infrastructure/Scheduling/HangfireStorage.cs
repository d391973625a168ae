using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Npgsql;

namespace EmsDashboard.Infrastructure.Scheduling;

/// <summary>Hangfire's tables in their own schema of the product's database.</summary>
internal static class HangfireStorage
{
    public const string Schema = "hangfire";

    /// <summary>Number in the space of advisory locks; any will do that nothing else uses.</summary>
    private const long InstallLock = 0x454D53_48414E47;

    public static PostgreSqlStorage Open(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = 10,
            Timeout = 5,
            KeepAlive = 10,
            ApplicationName = "EmsDashboard Hangfire",
        }.ConnectionString;

        // Instances that start together would both create the tables and one of them would fail.
        using var connection = new NpgsqlConnection(settings);
        connection.Open();
        Execute(connection, $"SELECT pg_advisory_lock({InstallLock})");
        try
        {
            return new PostgreSqlStorage(new NpgsqlConnectionFactory(settings, Options), Options);
        }
        finally
        {
            Execute(connection, $"SELECT pg_advisory_unlock({InstallLock})");
        }
    }

    private static PostgreSqlStorageOptions Options => new()
    {
        SchemaName = Schema,
        // A worker that lives keeps its job; one that was killed loses it after this time.
        UseSlidingInvisibilityTimeout = true,
        InvisibilityTimeout = TimeSpan.FromMinutes(5),
        // Long polling holds a connection per instance; a button press that waits two seconds is soon enough.
        EnableLongPolling = false,
        QueuePollInterval = TimeSpan.FromSeconds(2),
    };

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
