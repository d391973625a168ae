using System.Globalization;
using EmsDashboard.Features.Energy.Import;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Infrastructure.Persistence;

namespace EmsDashboard.Tests.Integration.Quotas;

/// <summary>The independently computed answers for real meters: every quota at every instant, rows counted up to the local date.</summary>
public sealed class ExpectedQuotasTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private sealed record Expected(string Quota, DateTimeOffset AsOf, string PeriodStart, string PeriodEnd, string Actual, string Rate, string Status)
    {
        public bool IsEvaluated => Status.Length > 0;

        public string Severity => Status switch { "exceeded" => "critical", "warning" => "warning", _ => "none" };
    }

    [SharedDataFact]
    public async Task Preview_EveryInstant_GivesEveryAnswer()
    {
        await using var database = await LoadAsync();
        var preview = new QuotaPreview(database.DataSource);
        var answers = 0;
        foreach (var instant in Answers().GroupBy(a => a.AsOf))
        {
            var found = (await preview.AtAsync(instant.Key, codes: null, Cancel)).Quotas.ToDictionary(q => q.Code);
            foreach (var expected in instant)
            {
                answers++;
                if (found.GetValueOrDefault(expected.Quota) is not { } q) Assert.False(expected.IsEvaluated, $"{expected.Quota} was not evaluated.");
                else Assert.Equal(expected, Answer(q, expected));
            }
        }

        Assert.Equal(85, answers);
    }

    [SharedDataFact]
    public async Task StoredCheck_EveryInstant_LeavesEveryAnswerAndItsAlarm()
    {
        await using var database = await LoadAsync();
        var checks = new QuotaChecks(database, "2020-01-01T00:00:00Z");
        var answers = 0;
        // In the file's order the clock jumps back and forth, as it does when the application is started for one replay after another.
        foreach (var instant in Answers().GroupBy(a => a.AsOf))
        {
            checks.Time.AdjustTime(instant.Key);
            var report = await checks.RunAsync();
            Assert.Empty(report.Failures);
            foreach (var expected in instant)
            {
                answers++;
                Assert.Equal(expected.IsEvaluated ? Line(expected) : null, await StoredAsync(checks, expected.Quota));
            }
        }

        Assert.Equal(85, answers);
    }

    private static string Line(Expected e) =>
        $"{e.PeriodStart} {e.PeriodEnd} {decimal.Parse(e.Actual, CultureInfo.InvariantCulture):0.######} {e.Rate} {e.Status} {e.Severity}";

    private static async Task<string?> StoredAsync(QuotaChecks checks, string code) => await checks.TextAsync("""
        SELECT concat_ws(' ', u.period_start, u.period_end, trim_scale(u.actual_value), round(u.usage_rate_pct, 6), u.status,
            coalesce((SELECT a.severity FROM ems.alarm_event a WHERE a.quota_id = q.id AND a.period_start = u.period_start
                AND a.kind = 'usage' AND a.cleared_at IS NULL AND a.resolved_at IS NULL), 'none'))
        FROM ems.quota q JOIN ems.quota_usage u ON u.quota_id = q.id AND u.is_current WHERE q.code = $1
        """, code);

    private static Expected Answer(PreviewedQuota q, Expected like) => like with
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
        var days = Directory.GetFiles(SharedData.File("energy_daily"), "*.csv").Order(StringComparer.Ordinal).Select(ImportFile.At).ToList();
        Assert.Equal(202_117, (await imports.Files.RunAsync("energy", days, dryRun: false, progress: null, Cancel)).RowsRead);
        return database;
    }

    /// <summary>The file quotes nothing, so a comma always separates.</summary>
    private static List<Expected> Answers()
    {
        var lines = File.ReadLines(SharedData.File("expected_quotas.csv")).Select(line => line.Split(',')).ToList();
        var columns = lines[0].Index().ToDictionary(c => c.Item, c => c.Index);
        return
        [
            .. lines.Skip(1).Select(row => new Expected(row[columns["quota_id"]], QuotaChecks.Instant(row[columns["as_of_utc"]]),
                row[columns["period_start"]], row[columns["period_end"]], row[columns["actual_value_to_date"]],
                row[columns["usage_rate_pct_to_date"]], row[columns["status_to_date"]])),
        ];
    }
}
