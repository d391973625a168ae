using System.Text.Json;
using EmsDashboard.Features.Demo.Domain;
using EmsDashboard.Tests.EndToEnd.Support;
using Npgsql;

namespace EmsDashboard.Tests.Features.Demo;

/// <summary>The verb as a shell sees it, on databases of its own.</summary>
public sealed class DemoVerbTests(PostgresServer server)
{
    [Fact]
    public async Task Demo_OnAnEmptyDatabase_CreatesTheEstateOnce()
    {
        await using var database = await TestDatabase.CreateAsync(server);
        await using var application = new RunningApplication(database.ConnectionString);

        var first = await application.RunVerbAsync("demo", "--json");
        var second = await application.RunVerbAsync("demo", "--json");

        Assert.Equal(0, first.ExitStatus);
        var created = JsonDocument.Parse(first.Output).RootElement;
        Assert.Equal("Created", created.GetProperty("outcome").GetString());
        Assert.True(created.GetProperty("alarms").GetInt32() > 0);
        Assert.Equal(0, second.ExitStatus);
        Assert.Equal("AlreadyThere", JsonDocument.Parse(second.Output).RootElement.GetProperty("outcome").GetString());

        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        Assert.Equal(4L, await ScalarAsync(source, "SELECT count(*) FROM ems.app_user u JOIN ems.app_user_role r ON r.user_id = u.id"));
        Assert.Equal(created.GetProperty("energyRows").GetInt64(), await ScalarAsync(source, "SELECT count(*) FROM ems.energy_daily_summary"));
        Assert.Equal(0L, await ScalarAsync(source, "SELECT count(*) FROM ems.check_run WHERE state <> 'succeeded'"));
        foreach (var (promise, status) in ((DemoPromise, string)[])[(DemoPromise.Exceeded, "exceeded"), (DemoPromise.Warning, "warning"), (DemoPromise.ExceedsSoon, "warning"),
            (DemoPromise.AtWarning, "warning"), (DemoPromise.NoData, "normal"), (DemoPromise.NoLimit, "normal")])
        {
            var codes = DemoQuotaPlan.All.Where(p => p.Promise == promise).Select(p => p.Code).ToArray();
            Assert.Equal((long)codes.Length, await ScalarAsync(source,
                "SELECT count(*) FROM ems.quota_usage u JOIN ems.quota q ON q.id = u.quota_id WHERE u.is_current AND u.status = $1 AND q.code = ANY ($2)", status, codes));
        }

        // People have been at work: alarms of closed periods are history, some running ones are taken care of, some wait.
        foreach (var some in (string[])["resolved_at IS NOT NULL AND resolved_by IS NULL", "acknowledged_by = 'staff@demo.example'", "acknowledged_at IS NULL AND resolved_at IS NULL"])
            Assert.NotEqual(0L, await ScalarAsync(source, $"SELECT count(*) FROM ems.alarm_event WHERE {some}"));
    }

    [Fact]
    public async Task Demo_OnADatabaseWithOtherData_RefusesAndStoresNothing()
    {
        await using var database = await TestDatabase.CreateAsync(server);
        await using var application = new RunningApplication(database.ConnectionString);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await ExecuteAsync(source, "INSERT INTO ems.device_group (code, name) VALUES ('OURS', 'Our own site')");

        var result = await application.RunVerbAsync("demo");

        Assert.Equal(2, result.ExitStatus);
        Assert.Contains("holds other data", result.Output, StringComparison.Ordinal);
        Assert.Equal(1L, await ScalarAsync(source, "SELECT count(*) FROM ems.device_group"));
        Assert.Equal(0L, await ScalarAsync(source, "SELECT count(*) FROM ems.app_user"));
    }

    [Fact]
    public async Task Serve_ADemoDatabaseWithoutDemoMode_WarnsOfTheAccountsThatStillOpen()
    {
        await using var database = await TestDatabase.CreateAsync(server);
        await using var application = new RunningApplication(database.ConnectionString, new() { ["Ems__Demo"] = "false" });
        Assert.Equal(0, (await application.RunVerbAsync("demo")).ExitStatus);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await ExecuteAsync(source, "UPDATE ems.app_user SET password_hash = NULL WHERE email = 'staff@demo.example'");
        await ExecuteAsync(source, "UPDATE ems.app_user SET lockout_end = '9999-12-31Z' WHERE email = 'manager@demo.example'");

        await application.StartAsync(TestContext.Current.CancellationToken);

        Assert.Single(application.Log.Split('\n'), line => line.Contains("demo.example", StringComparison.Ordinal));
        Assert.Contains("viewer@demo.example, admin@demo.example. Give each another one with 'user reset-password", application.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("demo-dashboard", application.Log, StringComparison.Ordinal);
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<long> ScalarAsync(NpgsqlDataSource source, string sql, params object[] values)
    {
        await using var command = source.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
