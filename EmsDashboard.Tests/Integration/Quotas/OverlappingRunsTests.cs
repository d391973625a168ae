using System.Diagnostics;
using System.Net;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Tests.Integration.Web;
using Npgsql;

namespace EmsDashboard.Tests.Integration.Quotas;

/// <summary>Any number of runs at once, in one process or several, leave what one run leaves.</summary>
public sealed class OverlappingRunsTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TenRunsAtOnceWhileDataArrive_LeaveTheStateOfOne()
    {
        await using var alone = await TestDatabase.CreateAsync(server);
        await using var together = await TestDatabase.CreateAsync(server);
        var (one, ten) = (await EstateAsync(alone), await EstateAsync(together));

        await one.Checks.StoreAsync(one.Meter, "2026-01-01", 40, 45);
        await one.Checks.RunAsync();
        await one.Checks.StoreAsync(one.Meter, "2026-01-03", 30);
        await one.Checks.RunAsync();

        await ten.Checks.StoreAsync(ten.Meter, "2026-01-01", 40, 45);
        // Small batches and an instance each: many transactions that want the same rows.
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ten.Checks.NewChecker().RunAsync(new(), Cancel)));
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ten.Checks.NewChecker().RunAsync(new() { All = true }, Cancel))
            .Append<Task>(ten.Checks.StoreAsync(ten.Meter, "2026-01-03", 30)));
        await ten.Checks.RunAsync();

        Assert.Equal(await one.Checks.StateAsync(), await ten.Checks.StateAsync());
        Assert.Equal("succeeded", await ten.Checks.TextAsync("SELECT string_agg(DISTINCT state, ' ') FROM ems.check_run"));
    }

    [Fact]
    public async Task TwoProcessesAtOnce_LeaveTheStateOfOne()
    {
        await using var alone = await TestDatabase.CreateAsync(server);
        await using var together = await TestDatabase.CreateAsync(server);
        var (one, two) = (await EstateAsync(alone), await EstateAsync(together));
        await one.Checks.StoreAsync(one.Meter, "2026-01-01", 40, 45);
        await two.Checks.StoreAsync(two.Meter, "2026-01-01", 40, 45);

        await RunProgramAsync(alone);
        await Task.WhenAll(RunProgramAsync(together), RunProgramAsync(together));

        Assert.Equal(await one.Checks.StateAsync(), await two.Checks.StateAsync());
        Assert.Equal("2", await two.Checks.TextAsync("SELECT count(*) FROM ems.check_run WHERE state = 'succeeded' AND evaluated = 60"));
    }

    [Fact]
    public async Task TenTriggersOverTwoServedInstances_LeaveTheStateOfOneRun()
    {
        await using var alone = await TestDatabase.CreateAsync(server);
        await using var together = await TestDatabase.CreateAsync(server);
        var (one, two) = (await EstateAsync(alone), await EstateAsync(together));
        foreach (var (checks, meter) in ((QuotaChecks, int)[])[one, two])
        {
            await checks.StoreAsync(meter, "2025-11-01", 50, 41);
            await checks.StoreAsync(meter, "2026-01-01", 40, 45);
            await checks.RunAsync();
            // Late data for a period that is closed and told, and more for the one that runs.
            await checks.StoreAsync(meter, "2025-11-03", 12);
            await checks.StoreAsync(meter, "2026-01-03", 30);
        }

        await RunProgramAsync(alone);
        await using (var accounts = new Accounts(together)) await accounts.AddAsync("ada@example.org", Policies.Admin);
        Dictionary<string, string> settings = new() { ["Ems__Clock__StartAt"] = "2026-01-20T12:00:00Z", ["Ems__QuotaCheck__Cron"] = "0 0 29 2 *", ["Ems__QuotaCheck__BatchSize"] = "7" };
        await using ProductProcess first = new(together.ConnectionString, settings), second = new(together.ConnectionString, settings);
        await Task.WhenAll(first.ServeAsync(), second.ServeAsync());
        using Visitor atFirst = new(first.Address), atSecond = new(second.Address);
        foreach (var visitor in (Visitor[])[atFirst, atSecond]) await visitor.SignInAsync("ada@example.org", Accounts.Password);

        await using (var held = await together.DataSource.OpenConnectionAsync(Cancel))
        {
            await using var holding = await held.BeginTransactionAsync(Cancel);
            await using (var hold = new NpgsqlCommand("LOCK TABLE ems.usage_delta IN ACCESS EXCLUSIVE MODE", held, holding)) await hold.ExecuteNonQueryAsync(Cancel);
            foreach (var triggered in await Task.WhenAll(Enumerable.Range(0, 10).Select(i => TriggerAsync(i % 2 == 0 ? atFirst : atSecond)))) Assert.Equal(HttpStatusCode.NoContent, triggered.Status);
            // Every worker of both instances stands before the same table: from here on they really are at work together.
            await Eventually.BecomesTrueAsync(async () => await two.Checks.TextAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == "6", "six runs wait");
        }

        await Eventually.BecomesTrueAsync(async () => await two.Checks.TextAsync("SELECT count(*) FROM ems.check_run WHERE trigger = 'manual' AND finished_at IS NOT NULL") == "10", "all ten have run");
        Assert.Equal("succeeded by ada@example.org", await two.Checks.TextAsync("SELECT string_agg(DISTINCT concat_ws(' by ', state, triggered_by), ', ') FROM ems.check_run WHERE trigger = 'manual'"));
        Assert.NotEqual("0", await one.Checks.TextAsync("SELECT count(*) FROM ems.quota_usage_revision"));
        Assert.Equal(await one.Checks.StateAsync(), await two.Checks.StateAsync());

        static async Task<Answer> TriggerAsync(Visitor visitor) => await visitor.TriggerAsync("quota-check", (await visitor.GetAsync("/hangfire/recurring")).Text);
    }

    private static async Task<(QuotaChecks Checks, int Meter)> EstateAsync(TestDatabase database)
    {
        var checks = new QuotaChecks(database, "2026-01-20T12:00:00Z", batchSize: 7);
        var site = await checks.Estate.GroupAsync("SITE");
        var meter = await checks.Estate.DeviceAsync("M1", site);
        for (var i = 0; i < 20; i++)
        {
            await checks.Estate.QuotaAsync($"d{i:00}", QuotaScope.Device, meter, value: 90 + i);
            await checks.Estate.QuotaAsync($"g{i:00}", QuotaScope.Group, site, value: 90 + i, period: PeriodKind.Yearly);
            await checks.Estate.QuotaAsync($"t{i:00}", QuotaScope.EnergyType, value: 90 + i);
        }

        return (checks, meter);
    }

    /// <summary>A process of the application itself: <c>check</c> on the command line, with the clock started at the test's time.</summary>
    private static async Task RunProgramAsync(TestDatabase database)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "EmsDashboard.dll"), "check", "--json"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ConnectionStrings__Ems"] = database.ConnectionString;
        start.Environment["Ems__Clock__StartAt"] = "2026-01-20T12:00:00Z";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Cancel);
        var errors = await process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        Assert.True(process.ExitCode == 0, $"{process.ExitCode}: {await output} {errors}");
    }
}
