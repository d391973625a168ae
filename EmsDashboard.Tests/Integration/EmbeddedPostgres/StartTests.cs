using System.Diagnostics;
using System.Globalization;
using System.Net.NetworkInformation;
using Npgsql;

namespace EmsDashboard.Tests.Integration.EmbeddedPostgres;

public sealed class StartTests : EmbeddedPostgresTest
{
    [Fact]
    public async Task StartAsync_EmptyDirectory_ServesTheDatabaseItsOwnRoleOwns()
    {
        await using var server = await StartAsync();

        Assert.True(server.Owned);
        Assert.Equal("ems", await Sql.ScalarAsync(server.ConnectionString, "SELECT current_database()::text"));
        Assert.Equal("ems", await Sql.ScalarAsync(server.ConnectionString, "SELECT pg_get_userbyid(datdba)::text FROM pg_database WHERE datname = 'ems'"));
        Assert.Equal(false, await Sql.ScalarAsync(server.ConnectionString, "SELECT rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = current_user"));
    }

    [Fact]
    public async Task StartAsync_EmptyDirectory_HasTheSettingsThatProtectTheData()
    {
        await using var server = await StartAsync(new() { DataDirectory = Folder.Path });

        var settings = await Sql.ScalarAsync(server.AdministratorConnectionString,
            """
            SELECT string_agg(name || '=' || current_setting(name), ' ' ORDER BY name)
            FROM unnest(ARRAY['data_checksums', 'server_encoding', 'TimeZone', 'fsync', 'full_page_writes', 'synchronous_commit',
                              'listen_addresses', 'unix_socket_directories', 'password_encryption', 'max_connections']) name
            """);

        Assert.Equal(
            "TimeZone=UTC data_checksums=on fsync=on full_page_writes=on listen_addresses=127.0.0.1 max_connections=100 " +
            "password_encryption=scram-sha-256 server_encoding=UTF8 synchronous_commit=on unix_socket_directories=", settings);
    }

    [Fact]
    public async Task StartAsync_EmptyDirectory_ComparesTextByCodePoint()
    {
        await using var server = await StartAsync();

        // A dictionary order would put "a" before "B", and "é" beside "e".
        Assert.Equal("B,a,z,é", await Sql.ScalarAsync(server.ConnectionString, "SELECT string_agg(t, ',' ORDER BY t) FROM unnest(ARRAY['é','a','B','z']) t"));
        Assert.Equal("É", await Sql.ScalarAsync(server.ConnectionString, "SELECT upper('é')"));
    }

    [Fact]
    public async Task StartAsync_EmptyDirectory_KeepsPasswordsFromOthersAndAsksForThem()
    {
        await using var server = await StartAsync();

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Files.Passwords));
        var withoutIt = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "ems" }.ConnectionString;
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => Sql.ScalarAsync(withoutIt, "SELECT 1"));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refusal.SqlState);
        Assert.Equal(0L, await Sql.ScalarAsync(server.AdministratorConnectionString, "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256'"));
    }

    [Fact]
    public async Task StartAsync_EmptyDirectory_ListensOnLoopbackOnly()
    {
        await using var server = await StartAsync();

        var port = new NpgsqlConnectionStringBuilder(server.ConnectionString).Port;
        var listeners = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(endpoint => endpoint.Port == port);
        Assert.Equal(["127.0.0.1"], listeners.Select(endpoint => endpoint.Address.ToString()));
    }

    [Fact]
    public async Task StartAsync_AfterCleanStop_KeepsDataAndAddress()
    {
        string before;
        await using (var first = await StartAsync())
        {
            before = first.ConnectionString;
            await Sql.ScalarAsync(before, "CREATE TABLE kept AS SELECT 42 AS answer");
        }
        Assert.False(File.Exists(Files.PidFile));
        Assert.False(await Sql.AnswersAsync(before));

        await using var second = await StartAsync();

        Assert.Equal(before, second.ConnectionString);
        Assert.Equal(42, await Sql.ScalarAsync(second.ConnectionString, "SELECT answer FROM kept"));
    }

    [Fact]
    public async Task StartAsync_SecondTime_IsReadyInTwoSeconds()
    {
        await MakeStoppedClusterAsync();

        // The best of three: what else the machine is doing is not the question.
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < 3; round++)
        {
            var started = Stopwatch.GetTimestamp();
            await using var server = await StartAsync();
            best = TimeSpan.FromTicks(Math.Min(best.Ticks, Stopwatch.GetElapsedTime(started).Ticks));
        }

        Assert.InRange(best, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task StartAsync_LastPortTakenMeanwhile_TakesAnother()
    {
        await MakeStoppedClusterAsync();
        var port = int.Parse(await File.ReadAllTextAsync(Files.LastPort, Cancellation), CultureInfo.InvariantCulture);
        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, port);
        other.Start();

        await using var server = await StartAsync();

        Assert.NotEqual(port, new NpgsqlConnectionStringBuilder(server.ConnectionString).Port);
        Assert.True(await Sql.AnswersAsync(server.ConnectionString));
    }

    [Fact]
    public async Task DisposeAsync_WithOpenSessions_StopsCleanly()
    {
        var server = await StartAsync();
        await using var open = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Pooling = false }.ConnectionString);
        await open.OpenAsync(Cancellation);
        var postmaster = PostmasterId;

        await server.DisposeAsync();

        Assert.False(IsRunning(postmaster));
        Assert.False(File.Exists(Files.PidFile));
        Assert.Contains("database system is shut down", await File.ReadAllTextAsync(Files.Log, Cancellation), StringComparison.Ordinal);
    }
}
