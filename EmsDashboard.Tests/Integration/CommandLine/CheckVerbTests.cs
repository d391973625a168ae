using System.Text.Json;

namespace EmsDashboard.Tests.Integration.CommandLine;

/// <summary><c>check</c>, <c>recompute</c> and what <c>export</c> says of their results, as a script sees them.</summary>
public sealed class CheckVerbTests(VerbEstate estate) : IClassFixture<VerbEstate>
{
    [Fact]
    public async Task Check_Json_HasTheFigures_AndStoresForTheClockOfTheProduct()
    {
        var check = await estate.Product.RunAsync(["check", "--json"]);

        var report = Document(check);
        Assert.Equal((0, 3, 1, 1, 1, 0), (check.ExitStatus, Figure(report, "evaluated"), Figure(report, "normal"), Figure(report, "warning"), Figure(report, "exceeded"), Figure(report, "failed")));
        Assert.True(report.GetProperty("elapsedMs").GetInt64() >= 0);
        var usage = await ExportAsync("usage", "--from", "2020-12-01", "--to", "2020-12-31", "--quota", "OVER");
        Assert.Equal("quota_id,period_start,period_end,actual_value,quota_value,unit,usage_rate_pct,status,calculated_at", string.Join(',', usage[0].Split(',')[..9]));
        Assert.StartsWith("OVER,2020-12-01,2021-01-01,950,900,kWh,105.555556,exceeded,2020-12-15T12:0", Assert.Single(usage[1..]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_OnAScreen_NamesEveryFigure()
    {
        var check = await estate.Product.RunAsync(["check"]);

        Assert.Equal(
            ["evaluated", "changed", "normal", "warning", "exceeded", "alarms raised", "alarms escalated", "alarms cleared", "alarms closed", "failed", "elapsed ms"],
            check.Output.Trim().Split('\n').Select(line => line.TrimEnd().TrimEnd("0123456789".ToCharArray()).Trim()));
        Assert.Empty(check.Errors);
    }

    [Fact]
    public async Task Check_SeveralQuotas_JudgesThoseOnly()
    {
        var report = Document(await estate.Product.RunAsync(["check", "--quota", "OVER", "--quota", "NEAR", "--json"]));

        Assert.Equal((2, 0, 1, 1), (Figure(report, "evaluated"), Figure(report, "normal"), Figure(report, "warning"), Figure(report, "exceeded")));
    }

    [Theory]
    [InlineData("check", "--quota", "NOBODY", "--json")]
    [InlineData("check", "--as-of", "2020-12-15T12:00:00Z", "--quota", "NOBODY", "--json")]
    [InlineData("recompute", "--from", "2020-12-01", "--to", "2020-12-31", "--quota", "NOBODY", "--json")]
    public async Task UnknownQuota_IsRefused_InADocumentToo(params string[] words)
    {
        var refused = await estate.Product.RunAsync(words);

        Assert.Equal(2, refused.ExitStatus);
        Assert.Contains("NOBODY", Document(refused).GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Contains("NOBODY", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckAsOf_AnotherInstant_AnswersForItAndStoresNothing()
    {
        var before = await estate.Checks.StateAsync();

        var preview = Document(await estate.Product.RunAsync(["check", "--as-of", "2020-11-30T12:00:00Z", "--quota", "OVER", "--json"]));

        var quota = Assert.Single(preview.GetProperty("quotas").EnumerateArray());
        Assert.Equal(["actualValue", "code", "periodEnd", "periodStart", "quotaValue", "severity", "status", "unit", "usageRatePct"],
            quota.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("OVER", "2020-11-01", "2020-12-01", 700m, 900m, "normal", "none"),
            (quota.GetProperty("code").GetString(), quota.GetProperty("periodStart").GetString(), quota.GetProperty("periodEnd").GetString(),
                quota.GetProperty("actualValue").GetDecimal(), quota.GetProperty("quotaValue").GetDecimal(), quota.GetProperty("status").GetString(), quota.GetProperty("severity").GetString()));
        Assert.Equal(before, await estate.Checks.StateAsync());
    }

    [Fact]
    public async Task Recompute_DryRunFirst_TellsWhatDiffersAndOnlyTheRealOneStores()
    {
        // A closed period that nothing marked: only a recomputation finds it.
        await estate.Product.DoAsync(["recompute", "--from", "2020-11-01", "--to", "2020-11-30", "--quota", "OVER"]);
        await estate.Checks.Estate.ExecuteAsync("UPDATE ems.quota_usage SET actual_value = 1, usage_rate_pct = 1 WHERE period_start = '2020-11-01'");
        var before = await estate.Checks.StateAsync();
        string[] words = ["recompute", "--from", "2020-11-10", "--to", "2020-11-20", "--quota", "OVER"];

        var rehearsal = Document(await estate.Product.RunAsync([.. words, "--dry-run", "--json"]));

        var difference = Assert.Single(rehearsal.GetProperty("differences").EnumerateArray());
        Assert.Equal(("OVER", "2020-11-01", 1m, 700m), (difference.GetProperty("code").GetString(), difference.GetProperty("periodStart").GetString(),
            difference.GetProperty("oldActual").GetDecimal(), difference.GetProperty("newActual").GetDecimal()));
        Assert.Equal(before, await estate.Checks.StateAsync());
        Assert.Contains("OVER 2020-11-01: 1 normal -> 700 kWh normal", await estate.Product.DoAsync(words), StringComparison.Ordinal);
        Assert.StartsWith("OVER,2020-11-01,2020-12-01,700,", (await ExportAsync("usage", "--to", "2020-11-30", "--quota", "OVER"))[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExportAlarms_GivesTheColumnsOthersReadByName()
    {
        await estate.Product.DoAsync(["check"]);

        var alarms = await ExportAsync("alarms", "--quota", "OVER");

        string[] columns = alarms[0].Split(',');
        Assert.Empty(((string[])["id", "quota_id", "kind", "severity", "state", "title", "value", "threshold", "period_start", "raised_at", "acknowledged_at", "acknowledged_by", "cleared_at", "resolved_at"])
            .Except(columns));
        var alarm = columns.Zip(Assert.Single(alarms[1..]).Split(',')).ToDictionary(pair => pair.First, pair => pair.Second);
        Assert.Equal(("OVER", "usage", "critical", "active", "2020-12-01"), (alarm["quota_id"], alarm["kind"], alarm["severity"], alarm["state"], alarm["period_start"]));
    }

    [Fact]
    public async Task ExportEnergy_FromTo_GivesThoseDaysAsImportReadsThem()
    {
        var december = await ExportAsync("energy", "--from", "2020-12-01", "--to", "2020-12-01");

        Assert.Equal(["E1,2020-12-01,electricity,950"], december[1..].Select(line => string.Join(',', line.Split(',')[..4])));
        var again = Document(await estate.Product.RunAsync(["import", "energy", "-", "--json"], string.Join('\n', december) + "\n"));
        Assert.Equal((0, 0, 1), (Figure(again, "inserted"), Figure(again, "updated"), Figure(again, "unchanged")));
    }

    private async Task<string[]> ExportAsync(params string[] words) => (await estate.Product.DoAsync(["export", .. words])).TrimEnd('\n').Split('\n');

    /// <summary>The one document on standard output; anything beside it does not parse.</summary>
    private static JsonElement Document(VerbResult result) => JsonDocument.Parse(result.Output).RootElement;

    private static int Figure(JsonElement report, string name) => report.GetProperty(name).GetInt32();
}
