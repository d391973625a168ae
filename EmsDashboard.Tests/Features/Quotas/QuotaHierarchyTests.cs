using EmsDashboard.Features.Energy.Import;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Hierarchy;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Microsoft.Extensions.Options;

namespace EmsDashboard.Tests.Features.Quotas;

/// <summary>Quotas as parts of others: what is allowed, what was given on, and by whatever way it came in.</summary>
public sealed class QuotaHierarchyTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly QuotaInput Valid = new()
    {
        Name = "Halls", Scope = QuotaScope.EnergyType, EnergyType = "electricity", Period = PeriodKind.Monthly, TimeZone = "Europe/London", QuotaValue = 100, Unit = "kWh",
        WarningThresholdPct = 80, AlertThresholdPct = 100,
    };

    private const string Header = "quota_id,name,scope,target,energy_type,period,time_zone,quota_value,unit,warning_threshold_pct,alert_threshold_pct,parent_quota\n";

    private TestDatabase _database = null!;
    private QuotaChecks _checks = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private QuotaEditing Editing => new(_database.Contexts, new TestAccess(Policies.Manager), _checks.Time, Options.Create(new QuotaCheckOptions()));

    private QuotaHierarchyQueries Queries => new(_database.Contexts, TestAccess.Viewer, _checks.Time);

    private Imports Imports => new(_database, startAt: _checks.Time.GetUtcNow());

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(server);
        _checks = new QuotaChecks(_database, "2026-01-20T12:00:00Z");
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Editing_APart_ShowsWhatIsGivenAndWhatIsLeft_AndTooMuchIsAWarningOnly()
    {
        await SaveAsync(Valid with { Code = "site", QuotaValue = 1, Unit = "MWh" });
        await SaveAsync(Valid with { Code = "a", QuotaValue = 600, ParentCode = "site" });
        Assert.Equal("site 600 left 400 over 0, >a 0 left 600 over 0", await TreeAsync());

        await SaveAsync(Valid with { Code = "b", QuotaValue = 500, ParentCode = "site" });

        Assert.Equal("site 1100 left 0 over 100, >a 0 left 600 over 0, >b 0 left 500 over 0", await TreeAsync());
        var around = await Queries.AroundAsync(await _database.DataSource.ScalarAsync<int>("SELECT id FROM ems.quota WHERE code = 'a'"), Cancel);
        Assert.Equal(["site", "a"], around.Select(q => q.Code));
        Assert.True(around[0].Allocation.IsOverAllocated);
    }

    [Fact]
    public async Task Inactive_Part_CountsOnNoPage_NotOnItsOwnEither()
    {
        await SaveAsync(Valid with { Code = "site", QuotaValue = 1000 });
        await SaveAsync(Valid with { Code = "a", QuotaValue = 600, ParentCode = "site" });
        await SaveAsync(Valid with { Code = "b", QuotaValue = 300, ParentCode = "site" });
        await Editing.SetActiveAsync("a", version: 1, isActive: false, Cancel);

        foreach (var code in (string[])["a", "b"])
        {
            var around = await Queries.AroundAsync(await _database.DataSource.ScalarAsync<int>("SELECT id FROM ems.quota WHERE code = $1", code), Cancel);
            Assert.Equal(("site", 300m), (around[0].Code, around[0].Allocation.ShownAllocated));
        }
    }

    [Fact]
    public async Task Editing_WhatCannotBeAPart_IsToldAtTheField_AndNothingIsStored()
    {
        await SaveAsync(Valid with { Code = "site" });
        await SaveAsync(Valid with { Code = "a", ParentCode = "site" });

        Assert.Equal("Parent unknown_parent none", await RefusedAsync(Valid with { Code = "x", ParentCode = "none" }));
        Assert.Equal("Parent parent_other_period site", await RefusedAsync(Valid with { Code = "x", ParentCode = "site", Period = PeriodKind.Yearly }));
        Assert.Equal("Parent parent_other_unit kWh", await RefusedAsync(Valid with { Code = "x", ParentCode = "site", EnergyType = "water", Unit = "m3" }));
        Assert.Equal("Parent parent_other_energy_type electricity", await RefusedAsync(Valid with { Code = "x", ParentCode = "site", EnergyType = "heat" }));
        Assert.Equal("Parent parent_cycle site → a → site", await RefusedAsync(Valid with { Code = "site", ParentCode = "a" }, version: 1));
        Assert.Equal("Parent parent_cycle site → site", await RefusedAsync(Valid with { Code = "site", ParentCode = "site" }, version: 1));
        Assert.Equal("Period child_other_period a", await RefusedAsync(Valid with { Code = "site", Period = PeriodKind.Quarterly }, version: 1));
        Assert.Equal("Unit child_other_unit a", await RefusedAsync(Valid with { Code = "site", EnergyType = "water", Unit = "m3" }, version: 1));
        Assert.Equal("EnergyType child_other_energy_type a", await RefusedAsync(Valid with { Code = "site", EnergyType = "gas" }, version: 1));
        Assert.Equal("site 100 left 0 over 0, >a 0 left 100 over 0", await TreeAsync());
    }

    [Theory]
    [InlineData("site,", "a,site", "c,a", "b,site")]
    [InlineData("c,a", "b,site", "a,site", "site,")]
    public async Task Import_InAnyOrder_IsOneTree_AndComesBackAsItWas(params string[] rows)
    {
        var report = await Imports.TextAsync("quotas", Header + string.Concat(rows.Select(r => $"{r.Split(',')[0]},Halls,energy_type,,electricity,monthly,Europe/London,100,kWh,80,100,{r.Split(',')[1]}\n")));

        Assert.Equal(4, report.Inserted);
        Assert.Equal("site 200 left 0 over 100, >a 100 left 0 over 0, >>c 0 left 100 over 0, >b 0 left 100 over 0", await TreeAsync());
        var file = await Imports.ExportAsync("quotas");
        Assert.Equal((0, 0, 4), await Imports.TextAsync("quotas", file) is var again ? (again.Inserted, again.Updated, again.Unchanged) : default);
        Assert.Equal(1, (await Imports.TextAsync("quotas", Header + "c,Halls,energy_type,,electricity,monthly,Europe/London,100,kWh,80,100,\n")).Updated);
        Assert.Equal("site 200 left 0 over 100, >a 0 left 100 over 0, >b 0 left 100 over 0", await TreeAsync());
    }

    [Fact]
    public async Task Import_OfACircle_IsRefusedByItsLines()
    {
        var report = await Imports.TextAsync("quotas", Header + """
            a,Halls,energy_type,,electricity,monthly,Europe/London,100,kWh,80,100,b
            b,Halls,energy_type,,electricity,monthly,Europe/London,100,kWh,80,100,a
            c,Halls,energy_type,,electricity,monthly,Europe/London,100,kWh,80,100,gone

            """);

        Assert.Equal(["2 parent_quota parent_cycle", "3 parent_quota parent_cycle", "4 parent_quota unknown_parent"],
            report.Rejected.Select(r => $"{r.Line} {r.Column} {r.Reason.Code}").Order());
        Assert.Equal("", await TreeAsync());
    }

    [Fact]
    public async Task Import_BesideAnEdit_NeverMakesACircleOfTheTwo()
    {
        await SaveAsync(Valid with { Code = "a" });
        await SaveAsync(Valid with { Code = "b" });
        Task<QuotaEditResult> edit;
        Task<ImportReport> import;
        await using (var fold = await _database.DataSource.OpenConnectionAsync(Cancel))
        {
            // Ends with its connection.
            await fold.BeginTransactionAsync(Cancel);
            await TransactionLock.TakeAsync(fold, TransactionLock.Fold, Cancel);
            edit = Editing.EditAsync("a", 1, Valid with { ParentCode = "b" }, Cancel);
            await WaitAsync(1);
            import = Imports.TextAsync("quotas", Header + "b,Halls,energy_type,,electricity,monthly,Europe/London,100,kWh,80,100,a\n");
            await WaitAsync(2);
        }

        Assert.IsType<QuotaEditResult.Saved>(await edit);
        Assert.Equal(["parent_cycle"], (await import).Rejected.Select(r => r.Reason.Code));
        Assert.Equal("b 100 left 0 over 0, >a 0 left 100 over 0", await TreeAsync());

        Task WaitAsync(int waiting) => Eventually.BecomesTrueAsync(async () => await _database.DataSource.ScalarAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'") == waiting, $"{waiting} wait for their turn");
    }

    [Fact]
    public async Task Around_ACircleMadeByHand_Ends()
    {
        await SaveAsync(Valid with { Code = "a" });
        await SaveAsync(Valid with { Code = "b", ParentCode = "a" });
        await _database.DataSource.ExecuteAsync("UPDATE ems.quota SET parent_id = (SELECT id FROM ems.quota WHERE code = 'b') WHERE code = 'a'");

        var around = await Queries.AroundAsync(await _database.DataSource.ScalarAsync<int>("SELECT id FROM ems.quota WHERE code = 'a'"), Cancel);

        Assert.Equal(["a", "b"], around.Select(q => q.Code).Order().Distinct());
    }

    [Fact]
    public async Task SearchParents_LeavesOutWhatWouldMakeACircle()
    {
        await SaveAsync(Valid with { Code = "site" });
        await SaveAsync(Valid with { Code = "a", ParentCode = "site" });
        await SaveAsync(Valid with { Code = "b" });
        await SaveAsync(Valid with { Code = "gas", EnergyType = "gas" });

        var terms = new QuotaTermsQueries(_database.Contexts, new TestAccess(Policies.Manager));

        Assert.Equal(["b"], (await terms.SearchParentsAsync("site", "electricity", null, 10, Cancel)).Select(t => t.Code));
        Assert.Equal(["a", "b", "site"], (await terms.SearchParentsAsync(null, "electricity", "", 10, Cancel)).Select(t => t.Code));
        await Assert.ThrowsAsync<AccessDeniedException>(() => new QuotaHierarchyQueries(_database.Contexts, TestAccess.Nobody, _checks.Time).AllAsync(Cancel));
    }

    private async Task SaveAsync(QuotaInput input) => Assert.IsType<QuotaEditResult.Saved>(await Editing.CreateAsync(input, Cancel));

    private async Task<string> RefusedAsync(QuotaInput input, int? version = null)
    {
        var result = version is { } known ? await Editing.EditAsync(input.Code!, known, input, Cancel) : await Editing.CreateAsync(input, Cancel);
        return string.Join(", ", Assert.IsType<QuotaEditResult.Refused>(result).Problems.Select(p => $"{p.Field} {p.Code} {p.Detail}"));
    }

    private async Task<string> TreeAsync() => string.Join(", ", (await Queries.AllAsync(Cancel)).Items.Select(q => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{new string('>', q.Depth)}{q.Code} {InKwh(q, q.Allocation.ShownAllocated)} left {InKwh(q, q.Allocation.Unallocated)} over {InKwh(q, q.Allocation.OverAllocated)}")));

    private static string InKwh(PlacedQuota quota, decimal amount) =>
        quota.Allocation.Unit.ToCanonical(amount, 3).ToString("0.###", System.Globalization.CultureInfo.InvariantCulture);
}
