using EmsDashboard.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace EmsDashboard.Tests.Support;

/// <summary>
/// A database of a test class's own, with the product's schema and nothing in it. Use as <c>IClassFixture&lt;TestDatabase&gt;</c>,
/// or create one inside a test that needs it for itself with <see cref="CreateAsync"/>.
/// </summary>
public sealed class TestDatabase(PostgresServer server) : IAsyncLifetime, IDbContextFactory<EmsDbContext>
{
    private readonly string name = $"ems_{Guid.NewGuid():N}";
    private NpgsqlDataSource? dataSource;

    public string ConnectionString { get; private set; } = "";

    /// <summary>Connections as the product opens them.</summary>
    public NpgsqlDataSource DataSource => dataSource ??= PersistenceSetup.CreateDataSource(ConnectionString, loggers: null);

    /// <summary>Contexts as the product makes them.</summary>
    public IDbContextFactory<EmsDbContext> Contexts => this;

    EmsDbContext IDbContextFactory<EmsDbContext>.CreateDbContext()
    {
        var options = new DbContextOptionsBuilder<EmsDbContext>();
        PersistenceSetup.Configure(options, DataSource);
        return new EmsDbContext(options.Options);
    }

    internal static async Task<TestDatabase> CreateAsync(PostgresServer server)
    {
        var database = new TestDatabase(server);
        await database.InitializeAsync();
        return database;
    }

    public async ValueTask InitializeAsync() => ConnectionString = await server.CreateDatabaseAsync(name, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (dataSource is not null) await dataSource.DisposeAsync();
        await server.DropDatabaseAsync(name);
    }
}
