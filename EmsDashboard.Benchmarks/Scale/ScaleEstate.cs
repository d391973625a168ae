using EmsDashboard.Features.Energy;
using EmsDashboard.Features.Energy.Persistence;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace EmsDashboard.Benchmarks.Scale;

/// <summary>
/// An estate of any size, the same for the same numbers: sites of 500 devices with ten buildings each, four types of energy, daily rows with
/// week, season and noise. Every fiftieth device was in another building before. Quotas aim at whole types, at sites and buildings, and for the
/// most part at devices; half are monthly, half yearly.
/// Rows go in through the product's own staging and upsert.
/// </summary>
internal sealed class ScaleEstate(BenchmarkDatabase database, ScaleSize size)
{
    /// <summary>Noon of the day that checks happen on.</summary>
    public static readonly DateTimeOffset Now = new(2026, 6, 18, 12, 0, 0, TimeSpan.Zero);

    private const int DevicesOfSite = 500, BuildingsOfSite = 10, DevicesAtATime = 250;
    private static readonly DateOnly Yesterday = DateOnly.FromDateTime(Now.UtcDateTime).AddDays(-1);

    /// <summary>Twenty devices in a row hold so many of each type.</summary>
    private static readonly string[] Types = [.. Repeat("electricity", 10), .. Repeat("gas", 4), .. Repeat("heat", 3), .. Repeat("water", 3)];

    private readonly DateOnly _first = Yesterday.AddDays(1 - size.Days);

    public async Task MakeAsync()
    {
        await using (var db = database.CreateDbContext()) await db.Database.MigrateAsync();
        await MakeCatalogueAsync();
        await MakeRowsAsync();
    }

    /// <summary>Stores rows through the product in one transaction and returns how many were new, changed and equal.</summary>
    public async Task<Features.Energy.Import.StoreCounts> StoreAsync(IEnumerable<DailySummary> rows)
    {
        await using var db = database.CreateDbContext();
        await db.Database.OpenConnectionAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await CatalogueLock.TakeAsync(db, toChange: false, CancellationToken.None);
        await using var staging = new EnergyStaging((NpgsqlConnection)db.Database.GetDbConnection(), database.DataSource);
        var place = 0L;
        foreach (var row in rows) await staging.WriteAsync(new StagedRow(row, place++, IsRepeat: false), CancellationToken.None);
        await staging.CompleteAsync(CancellationToken.None);
        var counts = await staging.StoreAsync(CancellationToken.None);
        await transaction.CommitAsync();
        return counts;
    }

    /// <summary>Yesterday's row of every <paramref name="nth"/> device, with an amount that it has not had yet.</summary>
    /// <param name="round">Another number gives other amounts.</param>
    public IEnumerable<DailySummary> Corrections(int nth, int round)
    {
        for (var device = 1; device <= size.Devices; device += nth) yield return new DailySummary(device, TypeOf(device), Yesterday, 500 + (round * 7) + (device % 13));
    }

    /// <summary>A number of rows for months before all others: new ones, in the order of devices.</summary>
    public IEnumerable<DailySummary> OlderRows(int count)
    {
        var days = (count + size.Devices - 1) / size.Devices;
        for (var i = 0; i < count; i++)
        {
            var device = 1 + (i / days);
            yield return Row(device, new DateOnly(_first.Year, _first.Month, 1).AddDays(-1 - (i % days)));
        }
    }

    private static DailySummary Row(int device, DateOnly day)
    {
        var season = 1 + (0.3 * Math.Cos(2 * Math.PI * day.DayOfYear / 365.25));
        var week = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0.6 : 1;
        var noise = 0.9 + (0.2 * (((uint)HashCode(device, day.DayNumber)) / (double)uint.MaxValue));
        return new DailySummary(device, TypeOf(device), day, decimal.Round((decimal)((20 + (device % 180)) * season * week * noise), 3));
    }

    private async Task MakeRowsAsync()
    {
        for (var first = 1; first <= size.Devices; first += DevicesAtATime)
        {
            var last = Math.Min(size.Devices, first + DevicesAtATime - 1);
            await StoreAsync(from device in Enumerable.Range(first, last - first + 1) from day in Enumerable.Range(0, size.Days) select Row(device, _first.AddDays(day)));
        }

        await database.ExecuteAsync("ANALYZE");
    }

    private async Task MakeCatalogueAsync()
    {
        var sites = Math.Max(1, size.Devices / DevicesOfSite);
        await database.ExecuteAsync($"""
            SET search_path = ems, public;
            INSERT INTO device_group (id, code, name) OVERRIDING SYSTEM VALUE SELECT s, 'S' || s, 'Site ' || s FROM generate_series(1, {sites}) s;
            INSERT INTO device_group (id, code, name, parent_id) OVERRIDING SYSTEM VALUE
                SELECT {sites} + b, 'B' || b, 'Building ' || b, 1 + (b - 1) / {BuildingsOfSite} FROM generate_series(1, {sites * BuildingsOfSite}) b;
            SELECT rebuild_group_ancestors();
            INSERT INTO device (id, code, name, energy_type, unit, group_id, time_zone, first_date) OVERRIDING SYSTEM VALUE
                SELECT d, 'D' || d, 'Device ' || d, t.type, CASE t.type WHEN 'water' THEN 'm3' ELSE 'kWh' END,
                    {sites} + 1 + (d - 1) * {sites * BuildingsOfSite} / {size.Devices}, 'Europe/London', '{_first:yyyy-MM-dd}'
                FROM generate_series(1, {size.Devices}) d, LATERAL (SELECT (ARRAY['{string.Join("','", Types)}'])[1 + (d - 1) % {Types.Length}] AS type) t;
            """);
        await database.ExecuteAsync($"""
            INSERT INTO ems.device_past_group (device_id, group_id, until)
            SELECT d, {sites} + 1 + (group_id - {sites}) % {sites * BuildingsOfSite}, '{_first:yyyy-MM-dd}'::date + {size.Days / 3} + d % {size.Days / 3}
            FROM (SELECT id AS d, group_id FROM ems.device WHERE id % 50 = 0) moved
            """);
        // Whole types, then sites and buildings by type up to a third, then devices.
        await database.ExecuteAsync($"""
            SET search_path = ems, public;
            CREATE TEMPORARY TABLE plan AS
            SELECT row_number() OVER (ORDER BY level, target, type, period) AS n, * FROM (
                SELECT 0 AS level, 0 AS target, t.type, p.period FROM unnest(ARRAY['electricity', 'gas', 'heat', 'water']) t(type), unnest(ARRAY['monthly', 'yearly']) p(period)
                UNION ALL
                SELECT * FROM (SELECT 1, g.id, t.type, p.period FROM device_group g, unnest(ARRAY['electricity', 'gas', 'heat', 'water']) t(type), unnest(ARRAY['monthly', 'yearly']) p(period)
                    ORDER BY 2, 3, 4 LIMIT {size.Quotas / 3}) groups
                UNION ALL
                SELECT 2, d.id, d.energy_type, CASE (d.id / 2) % 2 WHEN 0 THEN 'monthly' ELSE 'yearly' END FROM device d) all_plans
            ORDER BY level, (target * 7919) % 100003, target LIMIT {size.Quotas};
            INSERT INTO quota (id, code, name, scope, target_device_id, target_group_id, target_code, energy_type, time_zone, is_active, created_at, updated_at, version)
            OVERRIDING SYSTEM VALUE
            SELECT n, 'Q' || n, 'Quota ' || n, CASE level WHEN 0 THEN 'energy_type' WHEN 1 THEN 'group' ELSE 'device' END,
                CASE level WHEN 2 THEN target END, CASE level WHEN 1 THEN target END, CASE WHEN level > 0 THEN 'T' || target END, type, 'Europe/London', true, '2024-01-01Z', '2024-01-01Z', 1
            FROM plan;
            -- Values around what is used, so that there are quotas in every state.
            INSERT INTO quota_version (quota_id, number, valid_from, is_retroactive, period, fiscal_start_month, start_day, quota_value, unit, thresholds, is_prorated, carry_over, created_at, created_by)
            SELECT n, 1, '-infinity', false, period, 1, 1,
                round(70 * (CASE period WHEN 'monthly' THEN 17 ELSE 168 END) * (CASE level WHEN 0 THEN {size.Devices} / 4 WHEN 1 THEN CASE WHEN target <= {sites} THEN {DevicesOfSite / 4} ELSE {DevicesOfSite / BuildingsOfSite / 4} END ELSE 1 END)
                    * (0.9 + (n * 37 % 100) / 50.0), 0),
                CASE type WHEN 'water' THEN 'm3' ELSE 'kWh' END, 'actual>=80%:warning; actual>=100%:critical; forecast>=100%:warning', false, 'none', '2024-01-01Z', 'benchmark'
            FROM plan;
            """);
        if (await database.CountAsync("SELECT count(*) FROM ems.quota") is var made && made != size.Quotas)
            throw new InvalidOperationException($"{made} quotas were made instead of {size.Quotas}.");
    }

    private static string TypeOf(int device) => Types[(device - 1) % Types.Length];

    private static IEnumerable<string> Repeat(string type, int times) => Enumerable.Repeat(type, times);

    /// <summary>A fixed mixing of two numbers; the framework's own differs from process to process.</summary>
    private static int HashCode(int a, int b)
    {
        unchecked
        {
            var x = ((uint)a * 0x9E3779B1) ^ ((uint)b * 0x85EBCA77);
            x ^= x >> 15;
            x *= 0x2C1B3C6D;
            return (int)(x ^ (x >> 13));
        }
    }
}
