using System.Diagnostics;
using EmsDashboard.Features.Quotas.Domain;

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
