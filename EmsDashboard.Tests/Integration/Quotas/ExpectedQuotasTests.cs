using System.Globalization;
using System.Text.Json;
using EmsDashboard.Features.Energy.Import;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.CommandLine;
using EmsDashboard.Infrastructure.Persistence;

namespace EmsDashboard.Tests.Integration.Quotas;

/// <summary>The independently computed answers for real meters: every quota at every instant, rows counted up to the local date.</summary>
public sealed class ExpectedQuotasTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [SharedDataFact]
    public async Task Preview_EveryInstant_GivesAndPrintsEveryAnswer()
    {
        await using var database = await LoadAsync();
        var preview = new QuotaPreview(database.DataSource, TestAccess.Viewer);
        var answers = 0;
        foreach (var instant in ExpectedAnswer.All().GroupBy(a => a.AsOf))
        {
            var all = await preview.AtAsync(instant.Key, codes: null, Cancel);
            var found = all.Quotas.ToDictionary(q => q.Code);
            var (document, lines) = (OfJson(CheckText.Json(all, instant.Key)), OfText(CheckText.Plain(all)));
            foreach (var expected in instant)
            {
                answers++;
                Assert.Equal(expected.IsEvaluated ? Line(expected) : null, document.GetValueOrDefault(expected.Quota));
                Assert.Equal(expected.IsEvaluated ? $"{expected.PeriodStart} {Number(expected)} {expected.Rate} {expected.Status}" : null, lines.GetValueOrDefault(expected.Quota));
                if (found.GetValueOrDefault(expected.Quota) is not { } q) Assert.False(expected.IsEvaluated, $"{expected.Quota} was not evaluated.");
                else Assert.Equal(expected, Answer(q, expected));
            }
        }

        Assert.Equal(85, answers);
    }

    [SharedDataFact]
    public async Task StoredCheck_EveryInstant_LeavesEveryAnswerWithItsAlarm_AndTheExportGivesIt()
    {
        await using var database = await LoadAsync();
        var checks = new QuotaChecks(database, "2020-01-01T00:00:00Z");
        var answers = 0;
        // In the file's order the clock jumps back and forth, as it does when the application is started for one replay after another.
        foreach (var instant in ExpectedAnswer.All().GroupBy(a => a.AsOf))
        {
            checks.Time.AdjustTime(instant.Key);
            var report = await checks.RunAsync();
            Assert.Empty(report.Failures);
            var exported = OfExport(await new Imports(database).ExportAsync("usage"));
            foreach (var expected in instant)
            {
                answers++;
                Assert.Equal(expected.IsEvaluated ? Usage(expected) : null, exported.GetValueOrDefault(expected.Quota));
                Assert.Equal(expected.IsEvaluated ? Line(expected) : null, await StoredAsync(checks, expected.Quota));
            }
        }

        Assert.Equal(85, answers);
    }

    [SharedDataFact]
    public async Task CheckVerbAsOf_EveryInstantOfSeveralQuotas_PrintsEveryAnswer()
    {
        await using var database = await LoadAsync();
        await using var product = new ProductProcess(database.ConnectionString);
        foreach (var instant in OfSeveralQuotas())
        {
            var found = OfJson(await product.DoAsync(["check", "--as-of", Text(instant.Key), "--json"]));

            foreach (var expected in instant) Assert.Equal(expected.IsEvaluated ? Line(expected) : null, found.GetValueOrDefault(expected.Quota));
        }
    }

    [SharedDataFact]
    public async Task CheckAndExportVerbs_ClockAtEveryInstantOfSeveralQuotas_StoreAndGiveEveryAnswer()
    {
        await using var database = await LoadAsync();
        foreach (var instant in OfSeveralQuotas())
        {
            await using var product = new ProductProcess(database.ConnectionString, new Dictionary<string, string> { ["Ems__Clock__StartAt"] = Text(instant.Key) });
            await product.DoAsync(["check"]);

            var found = OfExport(await product.DoAsync(["export", "usage"]));

            foreach (var expected in instant) Assert.Equal(expected.IsEvaluated ? Usage(expected) : null, found.GetValueOrDefault(expected.Quota));
        }
    }

    private static string Line(ExpectedAnswer e) => $"{Usage(e)} {e.Severity}";

    private static string Usage(ExpectedAnswer e) => $"{e.PeriodStart} {e.PeriodEnd} {Number(e)} {e.Rate} {e.Status}";

    private static string Number(ExpectedAnswer e) => decimal.Parse(e.Actual, CultureInfo.InvariantCulture).ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>Every quota of <c>check --as-of --json</c>.</summary>
    private static Dictionary<string, string> OfJson(string printed)
    {
        using var document = JsonDocument.Parse(printed);
        return document.RootElement.GetProperty("quotas").EnumerateArray().ToDictionary(q => q.GetProperty("code").GetString()!,
            q => $"{Usage(name => q.GetProperty(name).ToString(), "periodStart", "periodEnd", "actualValue", "usageRatePct", "status")} {q.GetProperty("severity")}");
    }

    /// <summary>Every quota of <c>check --as-of</c> on a screen: when it began, the amount, the rate, the status.</summary>
    private static Dictionary<string, string> OfText(string printed) => printed.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .ToDictionary(words => words[0], words => words is [_, var start, var actual, "of", _, _, var rate, "%", var status] ? $"{start} {actual} {rate} {status}" : string.Join(' ', words));

    /// <summary>Every quota's current period of <c>export usage</c>.</summary>
    private static Dictionary<string, string> OfExport(string csv) => SharedData.Rows(csv).Where(u => u["is_current"] == "true")
        .ToDictionary(u => u["quota_id"], u => Usage(name => u[name], "period_start", "period_end", "actual_value", "usage_rate_pct", "status"));

    /// <summary>What a verb gave under these names, written like the file's answers.</summary>
    private static string Usage(Func<string, string> field, string start, string end, string actual, string rate, string status) => string.Create(CultureInfo.InvariantCulture,
        $"{field(start)} {field(end)} {decimal.Parse(field(actual), CultureInfo.InvariantCulture):0.######} {decimal.Parse(field(rate), CultureInfo.InvariantCulture):0.000000} {field(status)}");

    private static async Task<string?> StoredAsync(QuotaChecks checks, string code) => await checks.TextAsync("""
        SELECT concat_ws(' ', u.period_start, u.period_end, trim_scale(u.actual_value), round(u.usage_rate_pct, 6), u.status,
            coalesce((SELECT a.severity FROM ems.alarm_event a WHERE a.quota_id = q.id AND a.period_start = u.period_start
                AND a.kind = 'usage' AND a.cleared_at IS NULL AND a.resolved_at IS NULL), 'none'))
        FROM ems.quota q JOIN ems.quota_usage u ON u.quota_id = q.id AND u.is_current WHERE q.code = $1
        """, code);

    private static ExpectedAnswer Answer(PreviewedQuota q, ExpectedAnswer like) => like with
    {
        PeriodStart = q.Period.Start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        PeriodEnd = q.Period.End.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Actual = q.ActualValue.ToString("0.######", CultureInfo.InvariantCulture),
        Rate = q.UsageRatePct.ToString("0.000000", CultureInfo.InvariantCulture),
        Status = SnakeCaseEnum.ToText(q.Status),
    };

    private async Task<TestDatabase> LoadAsync()
    {
        var database = await TestDatabase.CreateAsync(server);
        var imports = new Imports(database);
        foreach (var kind in (string[])["groups", "devices", "quotas"])
            Assert.Equal(ImportState.Stored, (await imports.FileAsync(kind, SharedData.File($"{kind}.csv"))).State);
        var days = SharedData.EnergyFiles.Select(ImportFile.At).ToList();
        Assert.Equal(202_117, (await imports.Files.RunAsync("energy", days, dryRun: false, progress: null, Cancel)).RowsRead);
        return database;
    }

    /// <summary>A verb is a process: only the instants that several quotas are asked about.</summary>
    private static IEnumerable<IGrouping<DateTimeOffset, ExpectedAnswer>> OfSeveralQuotas() => ExpectedAnswer.All().GroupBy(a => a.AsOf).Where(instant => instant.Count() > 2);

    private static string Text(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
