using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Energy.Persistence;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Shared.Time;
using Npgsql;
using NpgsqlTypes;

namespace EmsDashboard.Features.Energy;

/// <summary>
/// Reads meters and how far their data reach. Reach comes from the monthly roll-up and what waits to be folded into it, never from
/// daily rows, so that the list costs the same with ten years of data as with ten days.
/// </summary>
public sealed class MeterQueries(NpgsqlDataSource database, IAccess access, TimeProvider time)
{
    /// <summary>Daily totals arrive a day late and a gateway may miss a weekend; after that somebody has to look.</summary>
    public const int SilentAfterDays = 3;

    public const int MaxPageSize = 500;

    /// <summary>State of a meter <c>c</c> that knows its local <c>today</c> and whose data reach through <c>r.through</c>.</summary>
    private static readonly string State = $"""
        CASE WHEN c.last_date < c.today THEN 'out_of_service' WHEN r.through IS NULL THEN 'no_data'
             WHEN r.through < c.today - {SilentAfterDays} THEN 'silent' ELSE 'reporting' END
        """;

    /// <summary>A day with data, or today where a clock that was set back has later rows of its month; nothing without one.</summary>
    private static string Reached(string day) => $"CASE WHEN {day} IS NOT NULL THEN least({day}, c.today) END";

    // $1 time zones, $2 today in each, $3 search pattern, $4 energy type, $5 group, $6 code; null means all.
    private static readonly string Reach = $"""
        WITH chosen AS (
            SELECT d.*, d.xmin::text::bigint AS version, g.code AS group_code, g.name AS group_name, z.today
            FROM ems.device d JOIN ems.device_group g ON g.id = d.group_id JOIN unnest($1::text[], $2::date[]) AS z (time_zone, today) ON z.time_zone = d.time_zone
            WHERE ($3::text IS NULL OR d.name ILIKE $3 OR d.code ILIKE $3)
              AND ($4::text IS NULL OR d.energy_type = $4)
              AND ($5::text IS NULL OR d.group_id IN (
                    SELECT above.group_id FROM ems.device_group_ancestor above JOIN ems.device_group top ON top.id = above.ancestor_id WHERE top.code = $5))
              AND ($6::text IS NULL OR d.code = $6)
        ), waiting AS (
            SELECT device_id, min(month) AS since, max(last_day) AS through, sum(day_count) AS days FROM ems.usage_delta
            WHERE month <= (SELECT max(today) FROM chosen) GROUP BY device_id
        ), meter AS (
            SELECT c.*, r.since, r.through, coalesce(r.days, 0)::bigint AS days,
                {State} AS state
            FROM chosen c
            CROSS JOIN LATERAL (
                SELECT min(month) AS since, max(last_day) AS through, coalesce(sum(day_count), 0) AS days FROM ems.usage_month
                WHERE scope_kind = 'd' AND scope_id = c.id AND energy_type = c.energy_type AND day_count > 0 AND month <= c.today) folded
            LEFT JOIN waiting w ON w.device_id = c.id
            CROSS JOIN LATERAL (
                SELECT least(folded.since, w.since) AS since, {Reached("greatest(folded.through, w.through)")} AS through, folded.days + coalesce(w.days, 0) AS days) r
        )
        """;

    private const string Columns = """
        id, code, name, energy_type, unit, group_code, group_name, site, time_zone, first_date, last_date, since, through, days, state,
        area_m2, floors, source_id, today, version, known_gaps
        """;

    /// <summary>How many meters are in service, and how many of them report, by energy type.</summary>
    /// <exception cref="AccessDeniedException">Nobody is signed in.</exception>
    public async Task<IReadOnlyList<MeterTally>> TallyAsync(CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Viewer);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        // Only the last day matters here, so the earlier months of the roll-up are left alone.
        return await connection.QueryAsync($"""
            SELECT c.energy_type, count(*)::int, count(*) FILTER (WHERE {State} = 'reporting')::int
            FROM (SELECT d.*, z.today FROM ems.device d JOIN unnest($1::text[], $2::date[]) AS z (time_zone, today) ON z.time_zone = d.time_zone) c
            CROSS JOIN LATERAL (
                SELECT {Reached("last.day")} AS through FROM (SELECT greatest(
                    (SELECT m.last_day FROM ems.usage_month m
                     WHERE m.scope_kind = 'd' AND m.scope_id = c.id AND m.energy_type = c.energy_type AND m.day_count > 0 AND m.month <= c.today ORDER BY m.month DESC LIMIT 1),
                    (SELECT max(w.last_day) FROM ems.usage_delta w WHERE w.device_id = c.id AND w.month <= c.today)) AS day) last) r
            WHERE {State} <> 'out_of_service' AND (c.first_date IS NULL OR c.first_date <= c.today)
            GROUP BY c.energy_type ORDER BY c.energy_type
            """, await TodaysAsync(connection, cancellationToken), row => new MeterTally(row.GetString(0), row.GetInt32(1), row.GetInt32(2)), cancellationToken);
    }

    /// <summary>The types of energy that meters measure, by code.</summary>
    /// <exception cref="AccessDeniedException">Nobody is signed in.</exception>
    public async Task<IReadOnlyList<string>> EnergyTypesAsync(CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Viewer);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QueryAsync("SELECT DISTINCT energy_type FROM ems.device ORDER BY energy_type", [], row => row.GetString(0), cancellationToken);
    }

    /// <summary>How many meters have a name or code that holds the text; none for an empty one.</summary>
    /// <exception cref="AccessDeniedException">Nobody is signed in.</exception>
    public async Task<int> CountAsync(string? search, CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Viewer);
        if (string.IsNullOrWhiteSpace(search)) return 0;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ScalarAsync<int>(
            "SELECT count(*)::int FROM ems.device WHERE name ILIKE $1 OR code ILIKE $1", [SearchPattern.Containing(search)], cancellationToken);
    }

    /// <summary>A page of meters by name.</summary>
    /// <param name="page">From 1; a page beyond the end gives the last one that holds anything.</param>
    /// <exception cref="AccessDeniedException">Nobody is signed in.</exception>
    public async Task<MeterPage> ListAsync(MeterFilter filter, int page, int pageSize, CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Viewer);
        var state = filter.State is { } wanted ? SnakeCaseEnum.ToText(wanted) : null;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        object?[] values = [.. await TodaysAsync(connection, cancellationToken), .. Values(filter, code: null), state];
        var (total, silent, noData) = (await connection.QueryAsync($"""
            {Reach}
            SELECT count(*) FILTER (WHERE $7::text IS NULL OR state = $7), count(*) FILTER (WHERE state = 'silent'), count(*) FILTER (WHERE state = 'no_data') FROM meter
            """, values, row => ((int)row.GetInt64(0), (int)row.GetInt64(1), (int)row.GetInt64(2)), cancellationToken))[0];

        var size = Math.Clamp(pageSize, 1, MaxPageSize);
        var lastPage = Math.Max(1, (total + size - 1) / size);
        var items = await connection.QueryAsync($"{Reach}\nSELECT {Columns} FROM meter WHERE $7::text IS NULL OR state = $7 ORDER BY array_position(ARRAY['silent', 'no_data', 'reporting'], state), name, code LIMIT $8 OFFSET $9",
            [.. values, size, (Math.Clamp(page, 1, lastPage) - 1) * size], Read, cancellationToken);
        return new MeterPage(items, total, silent, noData);
    }

    /// <summary>One meter with its last <paramref name="dayCount"/> local days up to yesterday, to today where it has data of it, or to its last day with data when that is long ago.</summary>
    /// <returns>Null when there is no meter with this code.</returns>
    /// <exception cref="AccessDeniedException">Nobody is signed in.</exception>
    public async Task<MeterDetail?> FindAsync(string code, int dayCount, CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Viewer);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var found = await connection.QueryAsync($"{Reach}\nSELECT {Columns} FROM meter", [.. await TodaysAsync(connection, cancellationToken), .. Values(new MeterFilter(), code)], row =>
            (Meter: Read(row), Area: row.Optional<decimal>(15), Floors: row.Optional<int>(16), SourceId: Text(row, 17), Today: row.GetFieldValue<DateOnly>(18), Version: row.GetInt64(19), Gaps: Ranges(row, 20)), cancellationToken);
        if (found is not [var (meter, area, floors, sourceId, today, version, gaps)]) return null;

        // A silent meter's last days say more than ninety gaps, and a day that is under way is no gap.
        var end = meter.DataThrough is { } through && (through == today || through < today.AddDays(1 - dayCount)) ? through : today.AddDays(-1);
        var days = await DaysAsync(connection, meter, end.AddDays(1 - dayCount), end, cancellationToken);
        var past = await connection.QueryAsync("""
            SELECT p.until, g.code, g.name FROM ems.device_past_group p JOIN ems.device_group g ON g.id = p.group_id WHERE p.device_id = $1 ORDER BY p.until
            """, [meter.Id], row => new MeterStay(row.GetFieldValue<DateOnly>(0), row.GetString(1), row.GetString(2)), cancellationToken);
        return new MeterDetail(meter, area, floors, sourceId, days, version) { KnownGaps = gaps, PastGroups = past };
    }

    private static async Task<IReadOnlyList<MeterDay>> DaysAsync(
        NpgsqlConnection connection, MeterRow meter, DateOnly from, DateOnly through, CancellationToken cancellationToken)
    {
        var unit = Unit.Get(meter.Unit);
        var amounts = (await connection.QueryAsync(
            "SELECT day, consumption FROM ems.energy_daily_summary WHERE device_id = $1 AND energy_type = $2 AND day BETWEEN $3 AND $4",
            [meter.Id, meter.EnergyType, from, through], row => (Day: row.GetFieldValue<DateOnly>(0), Amount: row.GetDecimal(1)), cancellationToken))
            .ToDictionary(row => row.Day, row => unit.FromCanonical(row.Amount, decimals: 6));
        return [.. Enumerable.Range(0, through.DayNumber - from.DayNumber + 1)
            .Select(offset => from.AddDays(offset))
            .Select(day => new MeterDay(day, amounts.TryGetValue(day, out var amount) ? amount : null))];
    }

    /// <summary>The zones of the meters and today's date in each.</summary>
    private async Task<object?[]> TodaysAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var zones = await connection.QueryAsync("SELECT DISTINCT time_zone FROM ems.device", [], row => row.GetString(0), cancellationToken);
        return [zones.ToArray(), IanaZones.Todays(zones, time.GetUtcNow())];
    }

    private static object?[] Values(MeterFilter filter, string? code) =>
    [
        string.IsNullOrWhiteSpace(filter.Search) ? null : SearchPattern.Containing(filter.Search),
        string.IsNullOrEmpty(filter.EnergyType) ? null : filter.EnergyType,
        string.IsNullOrEmpty(filter.Group) ? null : filter.Group,
        code,
    ];

    private static MeterRow Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetInt32(0),
        Code = reader.GetString(1),
        Name = reader.GetString(2),
        EnergyType = reader.GetString(3),
        Unit = reader.GetString(4),
        GroupCode = reader.GetString(5),
        GroupName = reader.GetString(6),
        Site = Text(reader, 7),
        TimeZone = reader.GetString(8),
        FirstDate = reader.Optional<DateOnly>(9),
        LastDate = reader.Optional<DateOnly>(10),
        DataSince = reader.Optional<DateOnly>(11),
        DataThrough = reader.Optional<DateOnly>(12),
        DayCount = reader.GetInt64(13),
        State = SnakeCaseEnum.Parse<MeterState>(reader.GetString(14)),
    };

    private static DayRange[] Ranges(NpgsqlDataReader reader, int column) =>
        Array.ConvertAll(reader.GetFieldValue<NpgsqlRange<DateOnly>[]>(column), KnownGaps.Read);

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
