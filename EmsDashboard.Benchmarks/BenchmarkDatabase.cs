using EmsDashboard.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace EmsDashboard.Benchmarks;

/// <summary>An empty database for one round; dropped when disposed.</summary>
internal sealed class BenchmarkDatabase : IAsyncDisposable, IDbContextFactory<EmsDbContext>
{
    private readonly string _server;
    private readonly string _name = $"ems_bench_{Guid.NewGuid():N}";

    private BenchmarkDatabase(string server)
    {
        _server = server;
        var settings = new NpgsqlConnectionStringBuilder(server);
        Password = settings.Password;
        settings.Database = _name;
        DataSource = PersistenceSetup.CreateDataSource(settings.ConnectionString, loggers: null);
    }

    /// <summary>Leaves the database behind, to look at it with the product.</summary>
    public bool IsKept { get; init; }

    public NpgsqlDataSource DataSource { get; }
    public string? Password { get; }

    public static async Task<BenchmarkDatabase> CreateAsync(bool isKept = false)
    {
        var database = new BenchmarkDatabase(Environment.GetEnvironmentVariable("ConnectionStrings__Ems")
            ?? throw new InvalidOperationException("Set ConnectionStrings__Ems to a PostgreSQL whose role may create databases."))
        { IsKept = isKept };
        await database.OnServerAsync($"CREATE DATABASE {database._name}");
        return database;
    }

    public EmsDbContext CreateDbContext()
    {
        var options = new DbContextOptionsBuilder<EmsDbContext>();
        PersistenceSetup.Configure(options, DataSource);
        return new EmsDbContext(options.Options);
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        // Millions of rows are made and indexed this way, perhaps beside other work.
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    public async Task<long> CountAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        if (IsKept) Console.WriteLine($"The database {_name} stays.");
        else await OnServerAsync($"DROP DATABASE {_name} WITH (FORCE)");
    }

    private async Task OnServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
