using EmsDashboard.Features.Energy;
using EmsDashboard.Features.Energy.Import;
using EmsDashboard.Infrastructure.Security;
using Npgsql;

namespace EmsDashboard.Tests.Features.Energy.Import;

public sealed class CatalogueImportTests(PostgresServer server) : IAsyncLifetime
{
    private const string GroupHeader = "group_code,name,parent_code\n";
    private const string DeviceHeader = "device_code,name,energy_type,unit,group,time_zone\n";
    private const string QuotaHeader = "quota_id,name,scope,target,energy_type,period,time_zone,quota_value,unit,warning_threshold_pct,alert_threshold_pct,is_active\n";

    private TestDatabase _database = null!;
    private Imports _imports = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private CatalogueEditing Editing => new(_database.Contexts, new TestAccess(Policies.Admin), TimeProvider.System);

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(server);
        _imports = new Imports(_database);
        await _imports.SmallEstateAsync();
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Groups_ChildrenBeforeParents_BecomeATree()
    {
        await _imports.StoreAsync("groups", GroupHeader + "FLOOR,Floor,HOUSE\nHOUSE,House,TOWN\nTOWN,Town,\n");

        Assert.Equal("FLOOR HOUSE TOWN", await _imports.ScalarAsync<string>("""
            SELECT string_agg(a.code, ' ' ORDER BY a.code) FROM device_group_ancestor x
            JOIN device_group g ON g.id = x.group_id JOIN device_group a ON a.id = x.ancestor_id WHERE g.code = 'FLOOR'
            """));
    }

    [Theory]
    [InlineData("SITE,Site,NORTH\n", "2 group_cycle")]
    [InlineData("A,A,B\nB,B,A\n", "2 group_cycle, 3 group_cycle")]
    [InlineData("A,A,A\n", "2 group_cycle")]
    [InlineData("A,A,NOWHERE\n", "2 unknown_group")]
    [InlineData("A,A,\nA,Other,\n", "3 code_repeated")]
    [InlineData(",A,\n", "2 required")]
    public async Task Groups_ThatCannotBeATree_AreRefusedByLine(string rows, string expected)
    {
        var before = await _imports.RowVersionsAsync();

        Assert.Equal(expected, Objections(await _imports.TextAsync("groups", GroupHeader + rows)));
        Assert.Equal(before, await _imports.RowVersionsAsync());
    }

    [Theory]
    [InlineData("X,X,electricity,kWh,NOWHERE,Europe/London", "2 unknown_group")]
    [InlineData("X,X,plutonium,kWh,SITE,Europe/London", "2 unknown_energy_type")]
    [InlineData("X,X,electricity,kwh,SITE,Europe/London", "2 unknown_unit")]
    [InlineData("X,X,electricity,m3,SITE,Europe/London", "2 unit_of_other_dimension")]
    [InlineData("X,X,electricity,kWh,SITE,London", "2 unknown_time_zone")]
    [InlineData("X,,electricity,kWh,SITE,Europe/London", "2 required")]
    [InlineData("E1,Main,water,m3,NORTH,Europe/London", "2 energy_type_fixed")]
    [InlineData("E1,Main,electricity,MWh,NORTH,Europe/London", "2 unit_fixed")]
    public async Task Devices_ThatCannotBe_AreRefused(string row, string expected)
    {
        await _imports.StoreAsync("energy", Imports.EnergyHeader + "E1,2020-01-01,electricity,1\n");

        Assert.Equal(expected, Objections(await _imports.TextAsync("devices", DeviceHeader + row + "\n")));
    }

    [Fact]
    public async Task Devices_WithoutData_MayChangeTypeAndUnit()
    {
        await _imports.StoreAsync("devices", DeviceHeader + "E1,Main,water,L,NORTH,Europe/London\n");

        Assert.Equal("water L", await _imports.ScalarAsync<string>("SELECT energy_type || ' ' || unit FROM device WHERE code = 'E1'"));
    }

    [Fact]
    public async Task Devices_ColumnTheFileLacks_KeepsWhatIsStored()
    {
        await _imports.StoreAsync("devices", "device_code,name,energy_type,unit,group,time_zone,floors,first_date\nE1,Main,electricity,kWh,NORTH,Europe/London,5,2016-01-01\n");
        var report = await _imports.StoreAsync("devices", "device_code,name,energy_type,unit,group,time_zone,first_date\nE1,Main,electricity,kWh,NORTH,Europe/London,\n");

        Assert.Equal(1, report.Updated);
        Assert.Equal("5 ", await _imports.ScalarAsync<string>("SELECT concat(floors, ' ', first_date) FROM device WHERE code = 'E1'"));
    }

    [Fact]
    public async Task CatalogueAndQuotas_Again_ChangeNothing()
    {
        const string quotas = QuotaHeader + "Q1,Main,device,E1,electricity,monthly,Europe/London,100,kWh,80,100,true\n";
        await _imports.StoreAsync("quotas", quotas);
        var before = await _imports.RowVersionsAsync();

        await _imports.SmallEstateAsync();
        var report = await _imports.StoreAsync("quotas", quotas);

        Assert.Equal((0, 0, 1), (report.Inserted, report.Updated, report.Unchanged));
        Assert.Equal(before, await _imports.RowVersionsAsync());
    }

    [Theory]
    [InlineData("Q,Q,device,E1,electricity,weekly,UTC,1,kWh,80,100,true", "2 unknown_period")]
    [InlineData("Q,Q,floor,E1,electricity,monthly,UTC,1,kWh,80,100,true", "2 unknown_choice")]
    [InlineData("Q,Q,device,,electricity,monthly,UTC,1,kWh,80,100,true", "2 target_required")]
    [InlineData("Q,Q,device,E9,electricity,monthly,UTC,1,kWh,80,100,true", "2 unknown_device")]
    [InlineData("Q,Q,device,W1,electricity,monthly,UTC,1,kWh,80,100,true", "2 target_measures_other_type")]
    [InlineData("Q,Q,group,E1,electricity,monthly,UTC,1,kWh,80,100,true", "2 unknown_group")]
    [InlineData("Q,Q,energy_type,E1,electricity,monthly,UTC,1,kWh,80,100,true", "2 target_not_allowed")]
    [InlineData("Q,Q,energy_type,,electricity,monthly,UTC,1,m3,80,100,true", "2 unit_of_other_dimension")]
    [InlineData("Q,Q,energy_type,,electricity,monthly,Nowhere,1,kWh,80,100,true", "2 unknown_time_zone")]
    [InlineData("Q,Q,energy_type,,electricity,monthly,UTC+8,1,kWh,80,100,true", "2 unknown_time_zone")]
    [InlineData("Q,Q,energy_type,,electricity,monthly,UTC,1,kWh,101,100,true", "2 warning_above_alert")]
    [InlineData("Q,Q,energy_type,,electricity,monthly,UTC,1,kWh,0,100,true", "2 threshold_not_positive")]
    [InlineData("Q,Q,energy_type,,electricity,monthly,UTC,1.0000001,kWh,80,100,true", "2 too_many_decimals")]
    [InlineData("Q,Q,energy_type,,electricity,monthly,UTC,1,kWh,80,100,yes", "2 not_a_flag")]
    public async Task Quotas_ThatCannotBe_AreRefused(string row, string expected) =>
        Assert.Equal(expected, Objections(await _imports.TextAsync("quotas", QuotaHeader + row + "\n")));

    [Fact]
    public async Task Quotas_NewOrWithOtherTerms_MarkEveryPeriodWithDataAndAreDue()
    {
        await _imports.StoreAsync("energy", Imports.EnergyHeader + "E1,2019-12-31,electricity,1\nE1,2020-01-01,electricity,1\nE1,2020-02-01,electricity,1\n");
        await RollUps.FoldAsync(_database);

        await _imports.StoreAsync("quotas", QuotaHeader + "M,Month,group,SITE,electricity,monthly,UTC,1,kWh,80,100,true\nY,Year,energy_type,,electricity,yearly,UTC,1,kWh,80,100,true\n");
        var first = await MarksAsync();
        await _imports.StoreAsync("quotas", QuotaHeader + "M,Month,group,SITE,electricity,monthly,UTC,2,kWh,80,100,true\nY,Year,energy_type,,electricity,yearly,UTC,1,kWh,80,100,true\n");

        Assert.Equal("M 2019-12-01, M 2020-01-01, M 2020-02-01, Y 2019-12-01, Y 2020-01-01, Y 2020-02-01", first);
        Assert.Equal("M 2019-12-01, M 2020-01-01, M 2020-02-01", await MarksAsync());
        Assert.Equal(2, await _imports.ScalarAsync<long>("SELECT count(*) FROM quota WHERE needs_check"));
    }

    [Fact]
    public async Task Quotas_ImportedWhileRowsAreFolded_MissNoneOfThem()
    {
        await _imports.ScalarAsync<int>("SELECT 1");
        await using var folding = await _database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var fold = await folding.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("""
            SELECT pg_advisory_xact_lock(hashtext('ems.fold'));
            INSERT INTO ems.usage_month (scope_kind, scope_id, energy_type, month, amount, day_count, last_day) VALUES ('t', 0, 'electricity', '2010-05-01', 1, 1, '2010-05-01')
            """, folding, fold);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var import = _imports.StoreAsync("quotas", QuotaHeader + "T,Type,energy_type,,electricity,monthly,UTC,1,kWh,80,100,true\n");
        while (!import.IsCompleted && await _imports.ScalarAsync<long>("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted") == 0) await Task.Yield();
        await fold.CommitAsync(TestContext.Current.CancellationToken);
        await import;

        Assert.Equal("T 2010-05-01", await MarksAsync());
    }

    [Fact]
    public async Task Quotas_WithVersions_ComeBackAsTheyWere_AndAChangeIsAVersionMore()
    {
        const string header = "quota_id,name,scope,target,energy_type,period,time_zone,quota_value,unit,warning_threshold_pct,alert_threshold_pct,valid_from,start_day,thresholds,carry_over,carry_over_max,reason\n";
        var file = header
            + "V,Versions,energy_type,,electricity,monthly,UTC,100,kWh,80,100,,,,,,\n"
            + "V,Versions,energy_type,,electricity,monthly,UTC,120,kWh,80,100,2021-01-01,13,actual>=90%:warning; actual>=100%:critical,unused,50,Extension\n";

        await _imports.StoreAsync("quotas", file);
        var before = await _imports.RowVersionsAsync();
        await _imports.StoreAsync("quotas", file);

        Assert.Equal(before, await _imports.RowVersionsAsync());
        Assert.Equal("1 -infinity 100.000000 1, 2 2021-01-01 120.000000 13", await _imports.ScalarAsync<string>(
            "SELECT string_agg(concat_ws(' ', number, valid_from, quota_value, start_day), ', ' ORDER BY number) FROM quota_version"));

        await _imports.StoreAsync("quotas", header + "V,Versions,energy_type,,electricity,monthly,UTC,130,kWh,80,100,2021-01-01,13,,,,\n");
        Assert.Equal(3L, await _imports.ScalarAsync<long>("SELECT count(*) FROM quota_version"));
    }

    [Fact]
    public async Task Quotas_WithAForecastMethod_KeepItWhereAFileSaysNothingOfIt()
    {
        const string header = "quota_id,name,scope,target,energy_type,period,time_zone,quota_value,unit,warning_threshold_pct,alert_threshold_pct";
        const string quota = "\nF,Forecast,energy_type,,electricity,monthly,UTC,100,kWh,80,100";
        Task<string> MethodAsync() => _imports.ScalarAsync<string>("SELECT coalesce(forecast_method, 'by the past') FROM quota WHERE code = 'F'");

        await _imports.StoreAsync("quotas", header + ",forecast_method" + quota + ",linear\n");
        Assert.Equal("linear", await MethodAsync());
        await _imports.StoreAsync("quotas", header + quota + "\n");
        Assert.Equal("linear", await MethodAsync());
        await _imports.StoreAsync("quotas", header + ",forecast_method" + quota + ",\n");
        Assert.Equal("by the past", await MethodAsync());
        Assert.Equal("2 unknown_choice", Objections(await _imports.TextAsync("quotas", header + ",forecast_method" + quota + ",crystal ball\n")));
    }

    [Theory]
    [InlineData("monthly,,32,,", "2 start_day_out_of_range")]
    [InlineData("monthly,,0,,", "2 start_day_out_of_range")]
    [InlineData("yearly,13,,,", "2 fiscal_month_out_of_range")]
    [InlineData("custom,,,2021-02-01,2021-01-31", "2 period_without_days")]
    [InlineData("custom,,,2021-02-01,", "2 required")]
    [InlineData("monthly,,,2021-02-01,2021-02-28", "2 not_for_this_period, 2 not_for_this_period")]
    public async Task Quotas_WithPeriodsThatCannotBe_AreRefusedInPlainWords(string period, string expected)
    {
        var report = await _imports.TextAsync("quotas", "quota_id,name,scope,target,energy_type,time_zone,quota_value,unit,warning_threshold_pct,alert_threshold_pct,"
            + "period,fiscal_start_month,start_day,period_from,period_to\nQ,Q,energy_type,,electricity,UTC,1,kWh,80,100," + period + "\n");

        Assert.Equal(expected, Objections(report));
        Assert.All(report.Rejected, r => Assert.NotEmpty(r.Reason.InEnglish));
    }

    [Fact]
    public async Task MovedDeviceAndMovedGroup_TakeTheirHistoryAlong()
    {
        await _imports.StoreAsync("energy", Imports.EnergyHeader + "E1,2020-01-01,electricity,1\nE1,2020-02-01,electricity,2\nW1,2020-01-01,water,4\n");
        await RollUps.FoldAsync(_database);
        await _imports.StoreAsync("energy", Imports.EnergyHeader + "E1,2020-01-02,electricity,8\nE2,2020-03-01,electricity,16\n");
        await _imports.StoreAsync("quotas", QuotaHeader + "N,North,group,NORTH,electricity,monthly,UTC,1,kWh,80,100,true\nS,South,group,SOUTH,electricity,monthly,UTC,1,kWh,80,100,true\n");
        await MarksAsync();

        await _imports.StoreAsync("devices", DeviceHeader + "E1,Main,electricity,kWh,SOUTH,Europe/London\n");
        var marks = await MarksAsync();
        await RollUps.FoldAsync(_database);
        Assert.Empty(await RollUps.ErrorsAsync(_database));
        Assert.Equal("N 2020-01-01, N 2020-02-01, S 2020-01-01, S 2020-02-01", marks);

        // A group with all below it hangs somewhere else, and a new root above everything.
        await _imports.StoreAsync("groups", GroupHeader + "ROOT,Root,\nSITE,Site,ROOT\nSOUTH,South,NORTH\n");
        Assert.Empty(await RollUps.ErrorsAsync(_database));

        Assert.True((await Editing.ChangeGroupAsync(new GroupEdit("SOUTH", "South", null), await VersionAsync("device_group", "SOUTH"), Cancel)).Succeeded);
        Assert.True((await Editing.ChangeDeviceAsync(new DeviceEdit("W1", "Tap", "water", "m3", "ROOT", "Europe/Madrid"), await VersionAsync("device", "W1"), Cancel)).Succeeded);
        Assert.Empty(await RollUps.ErrorsAsync(_database));
    }

    [Fact]
    public async Task Editing_ThatCannotBe_IsToldByFieldAndChangesNothing()
    {
        await _imports.StoreAsync("energy", Imports.EnergyHeader + "E1,2020-01-01,electricity,1\n");
        var before = await _imports.RowVersionsAsync();

        Assert.Equal("Code code_taken, ParentCode unknown_group", Problems(await Editing.CreateGroupAsync(new GroupEdit("SITE", "Site", "X"), Cancel)));
        Assert.Equal("ParentCode group_cycle", Problems(await Editing.ChangeGroupAsync(new GroupEdit("SITE", "Site", "NORTH"), await VersionAsync("device_group", "SITE"), Cancel)));
        Assert.Equal(" group_has_groups", Problems(await Editing.DeleteGroupAsync("SITE", await VersionAsync("device_group", "SITE"), Cancel)));
        Assert.Equal(" group_has_devices", Problems(await Editing.DeleteGroupAsync("NORTH", await VersionAsync("device_group", "NORTH"), Cancel)));
        Assert.Equal(" device_has_rows", Problems(await Editing.DeleteDeviceAsync("E1", await VersionAsync("device", "E1"), Cancel)));
        Assert.Equal("Unit unit_fixed", Problems(await Editing.ChangeDeviceAsync(new DeviceEdit("E1", "Main", "electricity", "MWh", "NORTH", "UTC"), await VersionAsync("device", "E1"), Cancel)));
        Assert.Equal("Name required, Unit unit_of_other_dimension, TimeZone unknown_time_zone, GroupCode unknown_group",
            Problems(await Editing.CreateDeviceAsync(new DeviceEdit("E9", " ", "electricity", "m3", "X", "Nowhere"), Cancel)));
        Assert.Equal(" gone", Problems(await Editing.DeleteDeviceAsync("E9", 1, Cancel)));
        Assert.Equal(" gone", Problems(await Editing.ChangeGroupAsync(new GroupEdit("GONE", "Gone", null), 1, Cancel)));
        Assert.Equal("AreaM2 out_of_range, Floors out_of_range", Problems(await Editing.CreateDeviceAsync(
            new DeviceEdit("E9", "Hall", "electricity", "kWh", "NORTH", "UTC", AreaM2: 1_000_000_000_000_000m, Floors: 10_000), Cancel)));

        Assert.Equal(before, await _imports.RowVersionsAsync());
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            new CatalogueEditing(_database.Contexts, new TestAccess(Policies.Manager), TimeProvider.System).DeleteDeviceAsync("E2", 1, Cancel));
    }

    [Fact]
    public async Task Editing_OfAnOlderVersion_IsToldWhoWasFasterAndChangesNothing()
    {
        var (group, meter) = (await VersionAsync("device_group", "SOUTH"), await VersionAsync("device", "W1"));
        Assert.True((await Editing.ChangeGroupAsync(new GroupEdit("SOUTH", "South wing", "SITE"), group, Cancel)).Succeeded);
        await _imports.StoreAsync("devices", DeviceHeader + "W1,Well,water,m3,SOUTH,Europe/Madrid\n");

        var staleGroup = await Editing.ChangeGroupAsync(new GroupEdit("SOUTH", "Mine", "SITE"), group, Cancel);
        var deletion = await Editing.DeleteDeviceAsync("W1", meter, Cancel);
        var staleMeter = await Editing.ChangeDeviceAsync(new DeviceEdit("W1", "Mine", "water", "m3", "SOUTH", "Europe/Madrid"), meter, Cancel);

        Assert.False(staleGroup.Succeeded);
        Assert.Equal((await VersionAsync("device_group", "SOUTH"), "admin@example.org"), (staleGroup.Stale!.Version, staleGroup.Stale.ChangedBy));
        Assert.NotNull(staleGroup.Stale.ChangedAt);
        Assert.Equal((await VersionAsync("device", "W1"), null), (staleMeter.Stale!.Version, staleMeter.Stale.ChangedBy));
        Assert.Equal((false, staleMeter.Stale), (deletion.Succeeded, deletion.Stale));
        Assert.Equal("South wing, Well", await _imports.ScalarAsync<string>(
            "SELECT g.name || ', ' || d.name FROM device_group g, device d WHERE g.code = 'SOUTH' AND d.code = 'W1'"));
        Assert.True((await Editing.ChangeGroupAsync(new GroupEdit("SOUTH", "Mine", "SITE"), staleGroup.Stale.Version, Cancel)).Succeeded);
    }

    [Fact]
    public async Task Editing_ManyAtOnce_OneWins()
    {
        var version = await VersionAsync("device_group", "SOUTH");

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Editing.ChangeGroupAsync(new GroupEdit("SOUTH", $"South {i}", "SITE"), version, Cancel)));

        Assert.Single(results, r => r.Succeeded);
        Assert.Equal(19, results.Count(r => r.Stale is not null));
    }

    [Fact]
    public async Task Versions_OfTheTreeAndOfAMeter_AreTheOnesAnEditNames()
    {
        var access = new TestAccess(Policies.Admin);
        var tree = await new CatalogueQueries(_database.Contexts, access).TreeAsync(Cancel);
        var meter = await new MeterQueries(_database.DataSource, access, TimeProvider.System).FindAsync("W1", 1, Cancel);

        Assert.Equal(await VersionAsync("device_group", "SOUTH"), tree.Single(g => g.Code == "SOUTH").Version);
        Assert.Equal(await VersionAsync("device", "W1"), meter!.Version);
    }

    [Fact]
    public async Task QuotasAimedAt_AGroupOrAMeter_AreThoseThatLoseTheirTargetWithIt()
    {
        await _imports.StoreAsync("quotas", QuotaHeader + "Q,Annexe,device,E2,electricity,monthly,UTC,1,kWh,80,100,true\nN,North,group,NORTH,electricity,monthly,UTC,1,kWh,80,100,true\n");
        var queries = new CatalogueQueries(_database.Contexts, TestAccess.Viewer);

        Assert.Equal(["Annexe"], await queries.QuotasAimedAtAsync(null, "E2", Cancel));
        Assert.Equal(["North"], await queries.QuotasAimedAtAsync("NORTH", null, Cancel));
        Assert.Empty(await queries.QuotasAimedAtAsync("SOUTH", null, Cancel));
    }

    [Fact]
    public async Task Import_RefusedOrSayingNothingNew_IsToldToThosePagesThatListImports()
    {
        async Task<string> TouchedAsync() => await _imports.ScalarAsync<string>("SELECT string_agg(topic || ' ' || version, ', ' ORDER BY topic) FROM live_version WHERE topic IN ('catalogue', 'imports')");
        await _imports.StoreAsync("groups", GroupHeader + "HOUSE,House,\n");
        Assert.Equal("catalogue 3, imports 3", await TouchedAsync());

        await _imports.StoreAsync("groups", GroupHeader + "HOUSE,House,\n");
        await _imports.TextAsync("groups", GroupHeader + "A,A,NOWHERE\n");

        Assert.Equal("catalogue 3, imports 5", await TouchedAsync());
    }

    [Fact]
    public async Task Editing_DeletedTarget_LeavesItsQuotaWithoutOneAndDue()
    {
        await _imports.StoreAsync("quotas", QuotaHeader + "Q,Annexe,device,E2,electricity,monthly,UTC,1,kWh,80,100,true\n");
        await _imports.ScalarAsync<int>("UPDATE quota SET needs_check = false RETURNING 1");

        Assert.True((await Editing.DeleteDeviceAsync("E2", await VersionAsync("device", "E2"), Cancel)).Succeeded);

        Assert.Equal("gone E2 due", await _imports.ScalarAsync<string>(
            "SELECT concat_ws(' ', CASE WHEN target_device_id IS NULL THEN 'gone' END, target_code, CASE WHEN needs_check THEN 'due' END) FROM quota"));
        Assert.Equal("device.deleted E2", await _imports.ScalarAsync<string>("SELECT action || ' ' || subject FROM audit_log ORDER BY id DESC LIMIT 1"));
    }

    [Fact]
    public async Task Export_ReadsBackAsItWas()
    {
        await _imports.StoreAsync("devices", "device_code,name,energy_type,unit,group,time_zone,site,area_m2,floors,first_date\n"
            + "X1,\"=cmd|' /C calc'!A0\",heat,GJ,SITE,Europe/Copenhagen,\"-1+2\",12.5,3,2016-01-01\n" + "X2,''=1,electricity,Wh,SITE,UTC,\"say \"\"hi\"\", then\",,,\n");
        await _imports.StoreAsync("energy", Imports.EnergyHeader + "X1,2020-01-01,heat,1.234567\nX2,2020-01-01,electricity,1500\nE1,2020-01-01,electricity,-0.001\nE2,2020-01-01,electricity,0.123456\n");
        await _imports.StoreAsync("quotas", QuotaHeader + "Q1,\"配额：阿尔堡, \"\"AAL\"\"\",group,SITE,electricity,yearly,Asia/Kathmandu,325.96875,MWh,62.5,100,false\n");
        string[] kinds = ["groups", "devices", "energy", "quotas"];
        List<string> files = [];
        foreach (var kind in kinds) files.Add(await _imports.ExportAsync(kind));
        Assert.DoesNotContain(files[1].Split('\n', ',', '"'), cell => cell.StartsWith('='));

        await using var empty = await TestDatabase.CreateAsync(server);
        var other = new Imports(empty);
        for (var i = 0; i < kinds.Length; i++) await other.StoreAsync(kinds[i], files[i]);

        for (var i = 0; i < kinds.Length; i++) Assert.Equal(files[i], await other.ExportAsync(kinds[i]));
        Assert.Equal("'=1 =cmd|' /C calc'!A0", await other.ScalarAsync<string>("SELECT string_agg(name, ' ' ORDER BY code DESC) FROM device WHERE code LIKE 'X%'"));
    }

    private static string Objections(ImportReport report) => string.Join(", ", report.Rejected.Select(r => $"{r.Line} {r.Reason.Code}"));

    private static string Problems(EditResult result) => string.Join(", ", result.Problems.Select(p => $"{p.Field} {p.Reason.Code}"));

    /// <summary>Takes the marks off and names them.</summary>
    private Task<string> MarksAsync() => _imports.ScalarAsync<string>("""
        WITH taken AS (DELETE FROM quota_dirty RETURNING quota_id, month)
        SELECT coalesce(string_agg(DISTINCT q.code || ' ' || t.month, ', '), '') FROM taken t JOIN quota q ON q.id = t.quota_id
        """);

    private Task<long> VersionAsync(string table, string code) => _imports.ScalarAsync<long>($"SELECT xmin::text::bigint FROM {table} WHERE code = '{code}'");
}
