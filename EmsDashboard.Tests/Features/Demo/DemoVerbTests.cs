using System.Text.Json;
using EmsDashboard.Features.Demo.Domain;
using EmsDashboard.Tests.Integration.Web;
using Npgsql;

namespace EmsDashboard.Tests.Features.Demo;

/// <summary>The verb as a shell sees it, on databases of its own.</summary>
public sealed class DemoVerbTests(PostgresServer server)
{
    [Fact]
    public async Task Demo_OnAnEmptyDatabase_CreatesTheEstateOnce()
    {
        await using var database = await TestDatabase.CreateAsync(server);
        await using var application = new ProductProcess(database.ConnectionString);

        var first = await application.RunAsync(["demo", "--json"]);
        var second = await application.RunAsync(["demo", "--json"]);

        Assert.Equal(0, first.ExitStatus);
        var created = JsonDocument.Parse(first.Output).RootElement;
        Assert.Equal("created", created.GetProperty("outcome").GetString());
        Assert.True(created.GetProperty("alarms").GetInt32() > 0);
        Assert.Equal(0, second.ExitStatus);
        Assert.Equal("already_there", JsonDocument.Parse(second.Output).RootElement.GetProperty("outcome").GetString());

        Assert.Equal(4L, await database.DataSource.ScalarAsync<long>("SELECT count(*) FROM ems.app_user u JOIN ems.app_user_role r ON r.user_id = u.id"));
        Assert.Equal(created.GetProperty("energyRows").GetInt64(), await database.DataSource.ScalarAsync<long>("SELECT count(*) FROM ems.energy_daily_summary"));
        Assert.Equal(0L, await database.DataSource.ScalarAsync<long>("SELECT count(*) FROM ems.check_run WHERE state <> 'succeeded'"));
        foreach (var (promise, status) in ((DemoPromise, string)[])[(DemoPromise.Exceeded, "exceeded"), (DemoPromise.Warning, "warning"), (DemoPromise.ExceedsSoon, "warning"),
            (DemoPromise.AtWarning, "warning"), (DemoPromise.NoData, "normal"), (DemoPromise.NoLimit, "normal")])
        {
            var codes = DemoQuotaPlan.All.Where(p => p.Promise == promise).Select(p => p.Code).ToArray();
            Assert.Equal((long)codes.Length, await database.DataSource.ScalarAsync<long>(
                "SELECT count(*) FROM ems.quota_usage u JOIN ems.quota q ON q.id = u.quota_id WHERE u.is_current AND u.status = $1 AND q.code = ANY ($2)", status, codes));
        }

        // People have been at work: alarms of closed periods are history, some running ones are taken care of, some wait.
        foreach (var some in (string[])["resolved_at IS NOT NULL AND resolved_by IS NULL", "acknowledged_by = 'staff@demo.example'", "acknowledged_at IS NULL AND resolved_at IS NULL"])
            Assert.NotEqual(0L, await database.DataSource.ScalarAsync<long>($"SELECT count(*) FROM ems.alarm_event WHERE {some}"));
    }

    [Fact]
    public async Task Demo_OnADatabaseWithOtherData_RefusesAndStoresNothing()
    {
        await using var database = await TestDatabase.CreateAsync(server);
        await using var application = new ProductProcess(database.ConnectionString);
        await database.DataSource.ExecuteAsync("INSERT INTO ems.device_group (code, name) VALUES ('OURS', 'Our own site')");

        var result = await application.RunAsync(["demo"]);

        Assert.Equal(2, result.ExitStatus);
        Assert.Contains("holds other data", result.Output, StringComparison.Ordinal);
        Assert.Equal(1L, await database.DataSource.ScalarAsync<long>("SELECT count(*) FROM ems.device_group"));
        Assert.Equal(0L, await database.DataSource.ScalarAsync<long>("SELECT count(*) FROM ems.app_user"));
    }

    [Fact]
    public async Task Demo_WhileAnotherInstanceMakesIt_SaysSoAndWaits()
    {
        await using var database = await TestDatabase.CreateAsync(server);
        await using var application = new ProductProcess(database.ConnectionString);
        await database.DataSource.ExecuteAsync("INSERT INTO ems.audit_log (at, actor, action, subject) VALUES (now(), 'command line', 'demo.made', 'demo estate')");
        await using var other = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using (var turn = other.CreateCommand())
        {
            turn.CommandText = "SELECT pg_advisory_lock(hashtext('ems.demo'))";
            await turn.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var waiting = application.RunAsync(["demo"]);
        await Eventually.BecomesTrueAsync(() => database.DataSource.ScalarAsync<bool>(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory')"), "it waits for its turn");
        Assert.False(waiting.IsCompleted);
        await other.CloseAsync();
        NpgsqlConnection.ClearPool(other);

        var result = await waiting;
        Assert.Equal((0, "The demo estate is already there; nothing was changed."), (result.ExitStatus, result.Output.Trim()));
        Assert.Equal("Another instance is creating the demo estate; waiting until it has finished.", result.Errors.Trim());
    }

    [Fact]
    public async Task Serve_ADemoDatabaseWithoutDemoMode_KeepsOutWhoHasTheDemosPassword_AndSaysSo()
    {
        await using var database = await TestDatabase.CreateAsync(server);
        await using var earnest = new ProductProcess(database.ConnectionString);
        await earnest.DoAsync(["demo"]);
        await earnest.DoAsync(["user", "reset-password", "--email", "staff@demo.example"], "a password of their own\n");
        await database.DataSource.ExecuteAsync("UPDATE ems.app_user SET lockout_end = '9999-12-31Z' WHERE email = 'manager@demo.example'");
        var stamps = await StampsAsync();

        await earnest.ServeAsync();

        Assert.Contains("viewer@demo.example, admin@demo.example. Give those", Assert.Single(earnest.Log.Split('\n'), line => line.Contains("demo.example", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.DoesNotContain("demo-dashboard", earnest.Log, StringComparison.Ordinal);
        Assert.Equal(["admin@demo.example", "viewer@demo.example"], (await StampsAsync()).Except(stamps).Select(s => s.Split(' ')[0]).Order(StringComparer.Ordinal));
        using (var visitor = new Visitor(earnest.Address))
        {
            Assert.Contains("do not match", (await visitor.TrySignInAsync("admin@demo.example", "demo-dashboard")).Text, StringComparison.Ordinal);
            await visitor.SignInAsync("staff@demo.example", "a password of their own");
        }

        await earnest.DoAsync(["user", "reset-password", "--email", "admin@demo.example"], "another of their own\n");
        using (var owner = new Visitor(earnest.Address)) await owner.SignInAsync("admin@demo.example", "another of their own");

        await using var demo = new ProductProcess(database.ConnectionString, new Dictionary<string, string> { ["Ems__Demo"] = "true" });
        await demo.ServeAsync();
        using var guest = new Visitor(demo.Address);
        await guest.SignInAsync("viewer@demo.example", "demo-dashboard");

        Task<IReadOnlyList<string>> StampsAsync() => database.DataSource.TextsAsync("SELECT concat(email, ' ', security_stamp) FROM ems.app_user");
    }
}
