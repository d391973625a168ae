using System.Threading.Channels;
using EmsDashboard.Infrastructure.LiveUpdates;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EmsDashboard.Tests.Infrastructure.LiveUpdates;

public sealed class ChangeListenerTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Listener_ConnectionKilledWithAWriteInTheGap_StillTells()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var feed = new ChangeFeed(TimeProvider.System, NullLogger<ChangeFeed>.Instance);
        var told = Channel.CreateUnbounded<bool>();
        using var subscription = feed.Subscribe([Topics.Energy], () =>
        {
            told.Writer.TryWrite(true);
            return Task.CompletedTask;
        });
        await ExecuteAsync("SELECT ems.touch('quotas')");
        using var listener = new ChangeListener(database.DataSource, feed, NullLogger<ChangeListener>.Instance);
        await listener.StartAsync(cancellation);

        // The listener may still be on its way to its first look, which is no news; touch until the first one arrives.
        while (!told.Reader.TryRead(out _)) await ExecuteAsync("SELECT ems.touch('energy')");
        while (told.Reader.TryRead(out _))
        {
        }

        for (var round = 0; round < 3; round++)
        {
            await ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%' OR (datname = current_database() AND pid <> pg_backend_pid() AND wait_event = 'ClientRead')");
            await ExecuteAsync("SELECT ems.touch('energy')");
            Assert.True(await told.Reader.ReadAsync(cancellation).AsTask().WaitAsync(Patience, cancellation));
        }

        await listener.StopAsync(cancellation);
    }

    [Fact]
    public async Task Listener_DatabaseAwayAndBack_TellsBoth()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var feed = new ChangeFeed(TimeProvider.System, NullLogger<ChangeFeed>.Instance);
        var told = Channel.CreateUnbounded<bool>();
        using var subscription = feed.Subscribe([Topics.Connection], () =>
        {
            told.Writer.TryWrite(feed.IsReachable);
            return Task.CompletedTask;
        });
        using var listener = new ChangeListener(database.DataSource, feed, NullLogger<ChangeListener>.Instance);
        await listener.StartAsync(cancellation);

        var name = new NpgsqlConnectionStringBuilder(database.ConnectionString).Database;
        await ExecuteAsync($"ALTER DATABASE \"{name}\" ALLOW_CONNECTIONS false", "postgres");
        try
        {
            await ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'", "postgres");
            Assert.False(await told.Reader.ReadAsync(cancellation).AsTask().WaitAsync(Patience, cancellation));
        }
        finally
        {
            await ExecuteAsync($"ALTER DATABASE \"{name}\" ALLOW_CONNECTIONS true", "postgres");
        }

        Assert.True(await told.Reader.ReadAsync(cancellation).AsTask().WaitAsync(Patience, cancellation));
        await listener.StopAsync(cancellation);
    }

    /// <summary>A connection of its own, not from the pool whose connections this test kills.</summary>
    private async Task ExecuteAsync(string sql, string? on = null)
    {
        var address = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false };
        if (on is not null) address.Database = on;
        await using var connection = new NpgsqlConnection(address.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
