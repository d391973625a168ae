using EmsDashboard.Infrastructure.EmbeddedPostgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace EmsDashboard.Tests.Support;

/// <summary>
/// The real PostgreSQL of a test run: one embedded server for all tests, started when the first of them asks for a database,
/// or the server whose connection string is in <c>EMS_TEST_POSTGRES</c> (a role that may create databases).
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private readonly SemaphoreSlim starting = new(1, 1);
    private readonly string template = $"ems_template_{Guid.NewGuid():N}";
    private TestFolder? folder;
    private EmbeddedPostgresServer? embedded;
    private string? administrator;
    private string? application;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Creates a database with the product's schema, as a copy of a template that is migrated once a run.</summary>
    /// <returns>Its connection string, as the role the product runs as.</returns>
    internal async Task<string> CreateDatabaseAsync(string name, CancellationToken ct)
    {
        await starting.WaitAsync(ct);
        try
        {
            if (application is null)
                await StartAsync(ct);
            // PostgreSQL refuses to copy a template that somebody is connected to, another copy included.
            await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template} OWNER {Owner}", ct);
        }
        finally
        {
            starting.Release();
        }
        return For(name);
    }

    internal async Task DropDatabaseAsync(string name)
    {
        await using var pooled = new NpgsqlConnection(For(name));
        NpgsqlConnection.ClearPool(pooled);
        await ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)", CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (application is not null)
            await DropDatabaseAsync(template);
        if (embedded is not null)
            await embedded.DisposeAsync();
        folder?.Dispose();
        starting.Dispose();
    }

    private string Owner => new NpgsqlConnectionStringBuilder(application).Username!;

    private async Task StartAsync(CancellationToken ct)
    {
        var given = Environment.GetEnvironmentVariable("EMS_TEST_POSTGRES");
        if (string.IsNullOrEmpty(given))
        {
            folder = new TestFolder();
            embedded = await EmbeddedPostgresServer.StartAsync(
                new() { DataDirectory = folder.Path, Durable = false, MaxConnections = 400 }, NullLogger.Instance, ct);
            administrator = embedded.AdministratorConnectionString;
            application = embedded.ConnectionString;
        }
        else
        {
            administrator = application = given;
        }
        await ExecuteAsync($"CREATE DATABASE {template} OWNER {Owner}", ct);
        await TestSchema.CreateAsync(new NpgsqlConnectionStringBuilder(For(template)) { Pooling = false }.ConnectionString, ct);
    }

    private string For(string database) => new NpgsqlConnectionStringBuilder(application) { Database = database }.ConnectionString;

    private async Task ExecuteAsync(string sql, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(administrator) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 60 };
        await command.ExecuteNonQueryAsync(ct);
    }
}
