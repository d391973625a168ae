namespace EmsDashboard.Tests.Support;

/// <summary>
/// A database of a test class's own, with the product's schema and nothing in it. Use as <c>IClassFixture&lt;TestDatabase&gt;</c>,
/// or create one inside a test that needs it for itself with <see cref="CreateAsync"/>.
/// </summary>
public sealed class TestDatabase(PostgresServer server) : IAsyncLifetime
{
    private readonly string name = $"ems_{Guid.NewGuid():N}";

    public string ConnectionString { get; private set; } = "";

    internal static async Task<TestDatabase> CreateAsync(PostgresServer server)
    {
        var database = new TestDatabase(server);
        await database.InitializeAsync();
        return database;
    }

    public async ValueTask InitializeAsync() => ConnectionString = await server.CreateDatabaseAsync(name, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await server.DropDatabaseAsync(name);
}
