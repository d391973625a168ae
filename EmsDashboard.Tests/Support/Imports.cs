using System.Globalization;
using System.Text;
using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Energy.Export;
using EmsDashboard.Features.Energy.Import;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Export;
using EmsDashboard.Features.Quotas.Import;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Infrastructure.Time;
using EmsDashboard.Shared.Csv;
using Microsoft.Extensions.Options;

namespace EmsDashboard.Tests.Support;

/// <summary>The product's way in and out for files on a test's database, and looks at what it left there.</summary>
internal sealed class Imports(TestDatabase database, string role = Policies.Manager, DateTimeOffset? startAt = null)
{
    public const string EnergyHeader = "device_code,date,energy_type,consumption\n";

    private readonly TestAccess _access = new(role);

    public ImportFiles Files => new(
        [new GroupsImporter(), new DevicesImporter(), new EnergyImporter(database.DataSource), new QuotasImporter(Options.Create(new QuotaCheckOptions()))],
        database.Contexts, _access, new EmsClock(startAt));

    public Task<ImportReport> FileAsync(string kind, string path, bool dryRun = false) =>
        Files.RunAsync(kind, [ImportFile.At(path)], dryRun, null, TestContext.Current.CancellationToken);

    public Task<ImportReport> TextAsync(string kind, string text, bool dryRun = false) => TextsAsync(kind, [text], dryRun);

    /// <summary>Several files in one import, named a.csv, b.csv and so on.</summary>
    public Task<ImportReport> TextsAsync(string kind, IEnumerable<string> texts, bool dryRun = false) => Files.RunAsync(kind,
        [.. texts.Select((text, i) => Bytes($"{(char)('a' + i)}.csv", Encoding.UTF8.GetBytes(text)))], dryRun, null, TestContext.Current.CancellationToken);

    public static ImportFile Bytes(string name, byte[] bytes) => new(name, bytes.Length, _ => ValueTask.FromResult<Stream>(new MemoryStream(bytes)));

    public async Task<string> ExportAsync(string kind, ExportRequest? request = null)
    {
        Exporter[] exporters =
        [
            new GroupsExporter(database.Contexts, _access), new DevicesExporter(database.Contexts, _access),
            new EnergyExporter(database.DataSource, _access), new QuotasExporter(database.Contexts, _access), new UsageExporter(database.Contexts, _access),
        ];
        var text = new StringWriter();
        await exporters.Single(e => e.Kind.Name == kind).WriteAsync(request ?? new ExportRequest(null, null, []), new CsvWriter(text),
            TestContext.Current.CancellationToken);
        return text.ToString();
    }

    /// <summary>A site with two buildings and three meters, small enough for tests to spell out.</summary>
    public async Task SmallEstateAsync()
    {
        await StoreAsync("groups", "group_code,name,parent_code\nSITE,Site,\nNORTH,North,SITE\nSOUTH,South,SITE\n");
        await StoreAsync("devices", """
            device_code,name,energy_type,unit,group,time_zone
            E1,Main,electricity,kWh,NORTH,Europe/London
            E2,Annexe,electricity,MWh,SOUTH,Europe/London
            W1,Tap,water,m3,NORTH,Europe/Madrid

            """);
    }

    /// <summary>Imports and insists on it.</summary>
    public async Task<ImportReport> StoreAsync(string kind, string text)
    {
        var report = await TextAsync(kind, text);
        Assert.Empty(report.Rejected.Select(r => $"{r.Line} {r.Column}: {r.Reason.InEnglish}"));
        return report;
    }

    /// <summary>Imports daily rows in their canonical unit and insists on it.</summary>
    public Task<ImportReport> EnergyAsync(IEnumerable<(string Device, DateOnly Day, decimal Amount)> rows, string energyType = "electricity")
    {
        var unit = EnergyType.Get(energyType).CanonicalUnit.Symbol;
        return StoreAsync("energy", string.Concat(rows.Select(r =>
            string.Create(CultureInfo.InvariantCulture, $"{r.Device},{r.Day:yyyy-MM-dd},{energyType},{r.Amount},{unit}\n")).Prepend("device_code,date,energy_type,consumption,unit\n")));
    }

    /// <summary>A fingerprint of the tables: rows and their row versions. The same before and after means that nothing was written.</summary>
    public Task<string> RowVersionsAsync() => ScalarAsync<string>("""
        SELECT concat_ws(' ',
            (SELECT md5(string_agg(concat(xmin, ctid, e.*), '|' ORDER BY device_id, energy_type, day)) FROM energy_daily_summary e),
            (SELECT md5(string_agg(concat(xmin, d.*), '|' ORDER BY id)) FROM usage_delta d),
            (SELECT md5(string_agg(concat(xmin, d.*), '|' ORDER BY id)) FROM device d),
            (SELECT md5(string_agg(concat(xmin, g.*), '|' ORDER BY id)) FROM device_group g),
            (SELECT md5(string_agg(concat(xmin, a.*), '|' ORDER BY group_id, ancestor_id)) FROM device_group_ancestor a),
            (SELECT md5(string_agg(concat(xmin, q.*), '|' ORDER BY id)) FROM quota q),
            (SELECT count(*) FROM quota_dirty), (SELECT count(*) FROM usage_month))
        """);

    /// <summary>Differences between the queue of deltas and a plain sum over the rows, per device, type and month; empty when all agree.</summary>
    public Task<IReadOnlyList<string>> QueueErrorsAsync() => database.DataSource.TextsAsync("""
        SELECT concat_ws(' ', coalesce(q.device_id, r.device_id), coalesce(q.month, r.month), q.amount, r.amount, q.days, r.days, q.last_day, r.last_day)
        FROM (SELECT device_id, energy_type, month, sum(amount) AS amount, sum(day_count) AS days, max(last_day) AS last_day
              FROM usage_delta GROUP BY 1, 2, 3) q
        FULL JOIN (SELECT device_id, energy_type, date_trunc('month', day)::date AS month, sum(consumption) AS amount, count(*) AS days, max(day) AS last_day
              FROM energy_daily_summary GROUP BY 1, 2, 3) r USING (device_id, energy_type, month)
        WHERE (q.amount, q.days, q.last_day) IS DISTINCT FROM (r.amount, r.days, r.last_day)
        """);

    public Task<T> ScalarAsync<T>(string sql, params object?[] values) => database.DataSource.ScalarAsync<T>(sql, values);
}
