using System.Security.Claims;
using EmsDashboard.Features.Alarms;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Infrastructure.CommandLine;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Scheduling;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Infrastructure.Time;
using Hangfire;
using Hangfire.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EmsDashboard.Tests.Integration.Scheduling;

/// <summary>Real Hangfire on real PostgreSQL: what is scheduled, and who is said to have triggered a run.</summary>
public sealed class SchedulingTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_SchedulesTheCheckByConfiguration_AndTheRecomputationNever()
    {
        await using var database = await TestDatabase.CreateAsync(server);
        await using var app = await StartAsync(database, "7,37 * * * *");

        using var storage = app.Services.GetRequiredService<JobStorage>().GetConnection();
        var jobs = storage.GetRecurringJobs().ToDictionary(j => j.Id);

        Assert.Equal(["alarm-shelf", "forecast-calibration", "quota-check", "quota-full-check", "quota-recompute", "usage-rebuild"], jobs.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("7,37 * * * *", jobs[QuotaCheckJob.Id].Cron);
        Assert.Contains(jobs[QuotaCheckJob.Id].NextExecution!.Value.Minute, (int[])[7, 37]);
        Assert.Null(jobs[QuotaRecomputeJob.Id].NextExecution);
    }

    [Fact]
    public async Task Trigger_ByASignedInPerson_RunsTheJobAndSaysWhoDidIt()
    {
        await using var database = await TestDatabase.CreateAsync(server);
        await using var app = await StartAsync(database, "0 0 1 1 *");
        var checks = new QuotaChecks(database, "2026-01-20T12:00:00Z");

        app.Services.GetRequiredService<IHttpContextAccessor>().HttpContext = new DefaultHttpContext
        {
            User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "admin@example.org")], "test")),
        };
        app.Services.GetRequiredService<IRecurringJobManager>().Trigger(QuotaRecomputeJob.Id);
        app.Services.GetRequiredService<IHttpContextAccessor>().HttpContext = null;
        app.Services.GetRequiredService<IRecurringJobManager>().Trigger(QuotaCheckJob.Id);

        await Eventually.BecomesTrueAsync(async () => await checks.TextAsync("SELECT count(*) FROM ems.check_run WHERE finished_at IS NOT NULL") == "2", "both jobs ran");
        Assert.Equal("check schedule, recompute manual admin@example.org", await checks.TextAsync(
            "SELECT string_agg(concat_ws(' ', kind, trigger, triggered_by), ', ' ORDER BY kind) FROM ems.check_run WHERE state = 'succeeded'"));
    }

    [Fact]
    public async Task Start_WithAnImpossibleSchedule_IsRefusedInPlainWords()
    {
        await using var database = await TestDatabase.CreateAsync(server);

        var refusal = await Assert.ThrowsAsync<StartupException>(() => StartAsync(database, "every now and then"));

        Assert.Contains("quota-check", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("every now and then", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InstancesThatStartTogether_BothGetTheirTables()
    {
        await using var database = await TestDatabase.CreateAsync(server);

        var apps = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => StartAsync(database, "0 0 1 1 *"))));

        foreach (var app in apps) await app.DisposeAsync();
        Assert.Equal("6", await new QuotaChecks(database, "2026-01-20T12:00:00Z").TextAsync("SELECT count(*) FROM hangfire.set WHERE key = 'recurring-jobs'"));
    }

    public static TheoryData<string, string> Spoilt => new()
    {
        { "Missing", "removed" },
        { "OtherSchedule", "Cron=0 0 29 2 *" },
        { "TooLate", "NextExecution=2099-01-01T00:00:00.0000000Z" },
        { "TooLate", "NextExecution=" },
    };

    [Theory]
    [MemberData(nameof(Spoilt))]
    public async Task ScheduleWatch_JobThatDoesNotStandAsConfigured_IsPutRightAndWrittenDown(string fault, string how)
    {
        await using var database = await TestDatabase.CreateAsync(server);
        await using var app = await StartAsync(database, "*/15 * * * *");
        var watch = app.Services.GetServices<IHostedService>().OfType<ScheduleWatch>().Single();
        Assert.Empty(await watch.LookAsync(Cancel));
        using var storage = app.Services.GetRequiredService<JobStorage>().GetConnection();
        if (how == "removed") app.Services.GetRequiredService<IRecurringJobManager>().RemoveIfExists(QuotaCheckJob.Id);
        else storage.SetRangeInHash($"recurring-job:{QuotaCheckJob.Id}", [new(how.Split('=')[0], how.Split('=')[1])]);

        Assert.Equal($"{QuotaCheckJob.Id} {fault}", string.Join(", ", (await watch.LookAsync(Cancel)).Select(f => $"{f.JobId} {f.Kind}")));

        Assert.Empty(await watch.LookAsync(Cancel));
        var job = Assert.Single(storage.GetRecurringJobs([QuotaCheckJob.Id]));
        Assert.Equal("*/15 * * * *", job.Cron);
        var now = TimeProvider.System.GetUtcNow();
        Assert.InRange(job.NextExecution!.Value, now.UtcDateTime.AddMinutes(-1), now.UtcDateTime.AddMinutes(16));
        Assert.Equal($"system schedule.repaired {QuotaCheckJob.Id} {fault}", await new QuotaChecks(database, "2026-01-20T12:00:00Z").TextAsync(
            "SELECT string_agg(concat_ws(' ', actor, action, subject, replace(initcap(detail ->> 'fault'), '_', '')), ', ') FROM ems.audit_log"));
        // Somebody who does it again has reasons; two hosts that undo each other must not go on for ever.
        app.Services.GetRequiredService<IRecurringJobManager>().RemoveIfExists(QuotaCheckJob.Id);
        Assert.Equal([ScheduleFaultKind.Missing], (await watch.LookAsync(Cancel)).Select(f => f.Kind));
        Assert.Equal([ScheduleFaultKind.Missing], (await watch.LookAsync(Cancel)).Select(f => f.Kind));
        var repair = Assert.Single(await new RunQueries(database.Contexts, new TestAccess(Policies.Manager)).RepairsAsync(now.AddHours(-1), Cancel));
        Assert.Equal((QuotaCheckJob.Id, fault), (repair.JobId, repair.Fault.ToString()));
    }

    private static async Task<WebApplication> StartAsync(TestDatabase database, string cron)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Ems"] = database.ConnectionString,
            ["Ems:QuotaCheck:Cron"] = cron,
            ["urls"] = "http://127.0.0.1:0",
        });
        builder.Logging.ClearProviders();
        builder.AddClock().AddPersistence().AddAccess().AddScheduling().AddQuotas().AddAlarms();
        var app = builder.Build();
        try
        {
            await app.StartAsync(Cancel);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }
}
