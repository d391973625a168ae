namespace EmsDashboard.Tests.Integration.EmbeddedPostgres;

/// <summary>What every other integration test stands on.</summary>
public sealed class TestDatabaseTests(PostgresServer server)
{
    [Fact]
    public async Task CreateAsync_ManyAtOnce_GivesEachTheMigratedSchemaForItself()
    {
        var databases = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => TestDatabase.CreateAsync(server)));

        foreach (var database in databases)
        {
            Assert.NotEqual(0L, await Sql.ScalarAsync(database.ConnectionString, "SELECT count(*) FROM ems.__ef_migrations_history"));
            await Sql.ScalarAsync(database.ConnectionString, "CREATE TABLE ems.mine()");
            await database.DisposeAsync();
            Assert.False(await Sql.AnswersAsync(database.ConnectionString));
        }
    }
}
