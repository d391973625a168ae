using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Domain.Forecasting;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmsDashboard.Tests.Features.Quotas;

public sealed class QuotaEditingTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly QuotaInput Valid = new()
    {
        Code = "q", Name = "Halls", Scope = QuotaScope.Group, TargetCode = "SITE", EnergyType = "electricity", Period = PeriodKind.Monthly,
        TimeZone = "Europe/London", QuotaValue = 100, Unit = "kWh", WarningThresholdPct = 80, AlertThresholdPct = 100,
    };

    private TestDatabase _database = null!;
    private QuotaChecks _checks = null!;
    private int _meter;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private QuotaEditing Editing(string role = Policies.Manager) => new(_database.Contexts, new TestAccess(role), _checks.Time, Options.Create(new QuotaCheckOptions()));

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(server);
        _checks = new QuotaChecks(_database, "2026-01-20T12:00:00Z");
        _meter = await _checks.Estate.DeviceAsync("M1", await _checks.Estate.GroupAsync("SITE"));
    }

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task CreateAsync_Valid_IsJudgedByTheNextCheckForAllItsPast()
    {
        await _checks.StoreAsync(_meter, "2025-12-31", 70, 90);
        await _checks.RunAsync();

        Assert.Equal(new QuotaEditResult.Saved("q", 1), await Editing().CreateAsync(Valid, Cancel));
        await _checks.RunAsync();

        var id = await IdAsync();
        Assert.Equal("70 100 70 normal", await _checks.UsageAsync(id, "2025-12-01"));
        Assert.Equal("90 100 90 warning current", await _checks.UsageAsync(id, "2026-01-01"));
        Assert.Equal("manager@example.org quota.created q", await AuditAsync());
    }

    [Fact]
    public async Task EditAsync_ForecastMethod_IsWhatTheNextCheckForecastsBy()
    {
        await Editing().CreateAsync(Valid, Cancel);
        await _checks.StoreAsync(_meter, "2024-11-01", [.. Enumerable.Repeat(2m, 445)]);
        await _checks.RunAsync();
        Assert.Equal("seasonal", await MethodAsync());

        await Editing().EditAsync("q", 1, Valid with { ForecastMethod = ForecastMethod.Linear }, Cancel);
        await _checks.RunAsync();

        Assert.Equal("linear", await MethodAsync());
        Task<string?> MethodAsync() => _checks.TextAsync("SELECT forecast_method FROM ems.quota_usage WHERE is_current");
    }

    [Fact]
    public async Task EditAsync_OfTheVersionThatIsThere_CountsItUpAndIsAudited()
    {
        await Editing().CreateAsync(Valid, Cancel);
        await _checks.StoreAsync(_meter, "2026-01-01", 90);
        await _checks.RunAsync();

        Assert.Equal(new QuotaEditResult.Saved("q", 2), await Editing().EditAsync("q", 1, Valid with { QuotaValue = 90, Name = " Halls north " }, Cancel));
        await _checks.RunAsync();

        Assert.Equal("90 90 100 exceeded current", await _checks.UsageAsync(await IdAsync(), "2026-01-01"));
        Assert.Equal("2026-01-01 critical x1", await _checks.AlarmsAsync(await IdAsync()));
        Assert.Equal("manager@example.org quota.edited q", await AuditAsync());
        Assert.Equal("100 90 Halls north", await _checks.TextAsync("""
            SELECT concat_ws(' ', detail #>> '{before,quotaValue}', detail #>> '{after,quotaValue}', detail #>> '{after,name}')
            FROM ems.audit_log WHERE action = 'quota.edited'
            """) is { } text ? text.Replace(".000000", "", StringComparison.Ordinal) : null);
    }

    [Fact]
    public async Task EditAsync_OfAnOlderVersion_IsToldWhoWasFaster()
    {
        await Editing().CreateAsync(Valid, Cancel);
        _checks.Time.AdjustTime(QuotaChecks.Instant("2026-01-20T12:05:00Z"));
        await Editing(Policies.Admin).EditAsync("q", 1, Valid with { QuotaValue = 90 }, Cancel);

        var stale = await Editing().EditAsync("q", 1, Valid with { QuotaValue = 80 }, Cancel);

        Assert.Equal(new QuotaEditResult.Stale(2, QuotaChecks.Instant("2026-01-20T12:05:00Z"), "admin@example.org"), stale);
        Assert.Equal("90.000000", await _checks.TextAsync("SELECT quota_value FROM ems.quota_version ORDER BY number DESC LIMIT 1"));
        Assert.Equal(stale, await Editing().SetActiveAsync("q", 1, isActive: false, Cancel));
    }

    [Fact]
    public async Task EditAsync_ManyAtOnce_OneWins()
    {
        await Editing().CreateAsync(Valid, Cancel);

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Editing().EditAsync("q", 1, Valid with { QuotaValue = 200 + i }, Cancel)));

        Assert.Single(results.OfType<QuotaEditResult.Saved>());
        Assert.Equal(19, results.OfType<QuotaEditResult.Stale>().Count());
        Assert.Equal("2", await _checks.TextAsync("SELECT version FROM ems.quota"));
    }

    [Fact]
    public async Task SetActiveAsync_WhileACheckJudgesTheQuotaForTheFirstTime_IsSeenByTheNextOne()
    {
        await Editing().CreateAsync(Valid, Cancel);
        await using var check = await _database.DataSource.OpenConnectionAsync(Cancel);
        await using var judging = await check.BeginTransactionAsync(Cancel);
        // What a check does to a quota that it has judged.
        await check.ExecuteAsync("UPDATE ems.quota SET needs_check = false", [], Cancel);

        var stopping = Editing().SetActiveAsync("q", 1, isActive: false, Cancel);
        await Eventually.BecomesTrueAsync(() => _database.DataSource.ScalarAsync<bool>(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"), "the edit waits for the check");
        await judging.CommitAsync(Cancel);

        Assert.Equal(new QuotaEditResult.Saved("q", 2), await stopping);
        Assert.Equal("due inactive", await _checks.TextAsync("SELECT concat_ws(' ', CASE WHEN needs_check THEN 'due' END, CASE WHEN NOT is_active THEN 'inactive' END) FROM ems.quota"));
    }

    [Fact]
    public async Task SetActiveAsync_OffAndOn_ClosesTheAlarmAndTakesItUpAgain()
    {
        await Editing().CreateAsync(Valid, Cancel);
        await _checks.StoreAsync(_meter, "2026-01-01", 90);
        await _checks.RunAsync();

        await Editing().SetActiveAsync("q", 1, isActive: false, Cancel);
        await _checks.RunAsync();
        Assert.Equal("2026-01-01 warning quota_deactivated x1", await _checks.AlarmsAsync(await IdAsync()));

        Assert.Equal(new QuotaEditResult.Saved("q", 3), await Editing().SetActiveAsync("q", 2, isActive: true, Cancel));
        await _checks.RunAsync();
        Assert.Equal("2026-01-01 warning x2", await _checks.AlarmsAsync(await IdAsync()));
    }

    [Fact]
    public async Task CreateAsync_EverythingWrong_NamesEachFieldWithItsReason()
    {
        await _checks.Estate.DeviceAsync("W1", 1, "water");
        var result = await Editing().CreateAsync(new QuotaInput
        {
            Code = new string('x', 65), Name = " ", Scope = QuotaScope.Device, TargetCode = "W1", EnergyType = "electricity", TimeZone = "Europe/Atlantis",
            QuotaValue = 1.0000001m, Unit = "m3", WarningThresholdPct = 120, AlertThresholdPct = -1, Note = "a\u0007b",
        }, Cancel);

        Assert.Equal(
            [
                "AlertThresholdPct threshold_not_positive", "Code too_long", "EnergyType target_measures_other_type", "Name required", "Note control_character",
                "QuotaValue too_many_decimals", "TimeZone unknown_time_zone", "Unit unit_not_for_type", "WarningThresholdPct warning_above_alert",
            ],
            Problems(result));
    }

    [Theory]
    [InlineData("device", "unknown_device")]
    [InlineData("group", "unknown_group")]
    public async Task CreateAsync_UnknownTarget_IsRefused(string scope, string problem) => Assert.Equal([$"Target {problem}"], Problems(
        await Editing().CreateAsync(Valid with { Scope = scope == "device" ? QuotaScope.Device : QuotaScope.Group, TargetCode = "NOWHERE" }, Cancel)));

    [Fact]
    public async Task CreateAsync_CodeThatIsTaken_IsRefused()
    {
        await Editing().CreateAsync(Valid, Cancel);

        Assert.Equal(["Code code_taken"], Problems(await Editing().CreateAsync(Valid with { Code = " q " }, Cancel)));
    }

    [Fact]
    public async Task EditAsync_AnotherPeriodAfterResults_BeginsWithTheRunningPeriodAndNotBefore()
    {
        await Editing().CreateAsync(Valid, Cancel);
        await _checks.StoreAsync(_meter, "2025-12-31", 70, 90);
        await _checks.RunAsync();

        Assert.Equal(["Period period_fixed"],
            Problems(await Editing().EditAsync("q", 1, Valid with { Period = PeriodKind.Yearly, ValidFrom = new DateOnly(2025, 12, 1), IsRetroactive = true }, Cancel)));
        Assert.IsType<QuotaEditResult.Saved>(await Editing().EditAsync("q", 1, Valid with { Period = PeriodKind.Yearly, QuotaValue = 1000 }, Cancel));
        await _checks.RunAsync();

        var id = await IdAsync();
        Assert.Equal("70 100 70 normal", await _checks.UsageAsync(id, "2025-12-01"));
        Assert.Equal("90 1000 9 normal current", await _checks.UsageAsync(id, "2026-01-01"));
        Assert.Equal("2026-01-01 2027-01-01", await _checks.TextAsync("SELECT concat_ws(' ', period_start, period_end) FROM ems.quota_usage WHERE is_current"));
        Assert.Equal("2026-01-01 warning below_threshold x1", await _checks.AlarmsAsync(id));
    }

    [Fact]
    public async Task EditAsync_OverClosedPeriods_WantsToBeRetroactive_AndNeverReachesLockedOnes()
    {
        await Editing().CreateAsync(Valid, Cancel);
        await _checks.StoreAsync(_meter, "2025-11-30", 70, 90);
        await _checks.RunAsync();
        var raised = Valid with { QuotaValue = 200, ValidFrom = new DateOnly(2025, 11, 1) };

        Assert.Equal(["ValidFrom reaches_closed_periods"], Problems(await Editing().EditAsync("q", 1, raised, Cancel)));
        var locked = new QuotaEditing(_database.Contexts, new TestAccess(Policies.Manager), _checks.Time,
            Options.Create(new QuotaCheckOptions { LockedThrough = new DateOnly(2025, 11, 30) }));
        Assert.Equal(["ValidFrom reaches_locked_periods"], Problems(await locked.EditAsync("q", 1, raised with { IsRetroactive = true }, Cancel)));
        Assert.IsType<QuotaEditResult.Saved>(await Editing().EditAsync("q", 1, raised with { IsRetroactive = true, Reason = "Extension of the halls" }, Cancel));
        await _checks.RunAsync();

        Assert.Equal("70 200 35 normal", await _checks.UsageAsync(await IdAsync(), "2025-11-01"));
        Assert.Equal("1 70.000000000 70.000000000 100.000000 200.000000", await _checks.TextAsync("""
            SELECT concat_ws(' ', number, old_actual_value, new_actual_value, old_quota_value, new_quota_value) FROM ems.quota_usage_revision WHERE period_start = '2025-11-01'
            """));
        Assert.Equal("2 2025-11-01 t manager@example.org Extension of the halls", await _checks.TextAsync(
            "SELECT concat_ws(' ', number, valid_from, is_retroactive, created_by, reason) FROM ems.quota_version ORDER BY number DESC LIMIT 1"));
    }

    [Fact]
    public async Task EditAsync_OfTheNameOnly_MakesNoVersion()
    {
        await Editing().CreateAsync(Valid, Cancel);
        await _checks.RunAsync();

        await Editing().EditAsync("q", 1, Valid with { Name = "Halls north" }, Cancel);

        Assert.Equal("1", await _checks.TextAsync("SELECT count(*) FROM ems.quota_version"));
    }

    [Fact]
    public async Task EveryChange_BelowManager_IsDenied()
    {
        await Assert.ThrowsAsync<AccessDeniedException>(() => Editing(Policies.Staff).CreateAsync(Valid, Cancel));
        await Assert.ThrowsAsync<AccessDeniedException>(() => Editing(Policies.Staff).EditAsync("q", 1, Valid, Cancel));
        await Assert.ThrowsAsync<AccessDeniedException>(() => Editing(Policies.Staff).SetActiveAsync("q", 1, isActive: true, Cancel));
        Assert.IsType<QuotaEditResult.Unknown>(await Editing().EditAsync("q", 1, Valid, Cancel));
    }

    private static IEnumerable<string> Problems(QuotaEditResult result) =>
        Assert.IsType<QuotaEditResult.Refused>(result).Problems.Select(p => $"{p.Field} {p.Code}").Order(StringComparer.Ordinal);

    private async Task<int> IdAsync()
    {
        await using var db = await _database.Contexts.CreateDbContextAsync(Cancel);
        return await db.Set<Quota>().Where(q => q.Code == "q").Select(q => q.Id).SingleAsync(Cancel);
    }

    private Task<string?> AuditAsync() => _checks.TextAsync(
        "SELECT concat_ws(' ', actor, action, subject) FROM ems.audit_log WHERE action LIKE 'quota.%' ORDER BY id DESC LIMIT 1");
}
