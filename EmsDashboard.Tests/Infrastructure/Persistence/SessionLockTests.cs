using EmsDashboard.Infrastructure.Persistence;
using Npgsql;

namespace EmsDashboard.Tests.Infrastructure.Persistence;

public sealed class SessionLockTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TakeAsync_WhileAnotherHasIt_OutlastsTheSessionsLimit_AndSaysSoOnce()
    {
        await using var hurried = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Options = "-c lock_timeout=50 -c search_path=ems" });
        var (waits, first) = (0, await SessionLock.TakeAsync(database.DataSource, "test.turn", () => Assert.Fail("nobody has it"), Cancel));

        var second = SessionLock.TakeAsync(hurried, "test.turn", () => waits++, Cancel);

        await Eventually.BecomesTrueAsync(() => database.DataSource.ScalarAsync<bool>("""
            SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory' AND clock_timestamp() - query_start > interval '200 ms')
            """), "it waits longer than its session waits for locks");
        Assert.False(second.IsCompleted);
        await first.DisposeAsync();
        await using (await second) Assert.Equal(1, waits);
        await using var free = await SessionLock.TakeAsync(database.DataSource, "test.turn", () => Assert.Fail("it was given back"), Cancel);
        Assert.Equal("50ms", await hurried.ScalarAsync<string>("SHOW lock_timeout"));
    }
}
