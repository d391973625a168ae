using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
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

    // $1 now, $2 search pattern, $3 energy type, $4 group, $5 code; null means all.
    private static readonly string Reach = $"""
        WITH chosen AS (
            SELECT d.*, d.xmin::text::bigint AS version, g.code AS group_code, g.name AS group_name, ($1 AT TIME ZONE d.time_zone)::date AS today
            FROM ems.device d JOIN ems.device_group g ON g.id = d.group_id
            WHERE ($2::text IS NULL OR d.name ILIKE $2 OR d.code ILIKE $2)
              AND ($3::text IS NULL OR d.energy_type = $3)
              AND ($4::text IS NULL OR d.group_id IN (
                    SELECT above.group_id FROM ems.device_group_ancestor above JOIN ems.device_group top ON top.id = above.ancestor_id WHERE top.code = $4))
              AND ($5::text IS NULL OR d.code = $5)
        ), reach AS (
            SELECT device_id, min(month) AS since, max(last_day) AS through, sum(day_count) AS days FROM (
                SELECT scope_id AS device_id, month, last_day, day_count FROM ems.usage_month WHERE scope_kind = 'd' AND day_count > 0
                UNION ALL
                SELECT device_id, month, last_day, day_count FROM ems.usage_delta) parts
            GROUP BY device_id
        ), meter AS (
            SELECT c.*, r.since, r.through, coalesce(r.days, 0)::bigint AS days,
                CASE WHEN c.last_date < c.today THEN 'out_of_service'
                     WHEN r.through IS NULL THEN 'no_data'
                     WHEN r.through < c.today - {SilentAfterDays} THEN 'silent'
                     ELSE 'reporting' END AS state
            FROM chosen c LEFT JOIN reach r ON r.device_id = c.id
        )
        """;

    private const string Columns = """
        id, code, name, energy_type, unit, group_code, group_name, site, time_zone, first_date, last_date, since, through, days, state,
        area_m2, floors, source_id, today, version
        """;

    /// <summary>A page of meters by name.</summary>
    /// <param name="page">From 1; a page beyond the end gives the last one that holds anything.</param>
    /// <exception cref="AccessDeniedException">Nobody is signed in.</exception>
    public async Task<MeterPage> ListAsync(MeterFilter filter, int page, int pageSize, CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Viewer);
        var state = filter.State is { } wanted ? SnakeCaseEnum.ToText(wanted) : null;
        await using var count = Command(
            "SELECT count(*) FILTER (WHERE $6::text IS NULL OR state = $6), count(*) FILTER (WHERE state = 'silent'), count(*) FILTER (WHERE state = 'no_data') FROM meter",
            filter, code: null);
        count.Parameters.Add(Text(state));
        int total, silent, noData;
        await using (var reader = await count.ExecuteReaderAsync(cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            (total, silent, noData) = ((int)reader.GetInt64(0), (int)reader.GetInt64(1), (int)reader.GetInt64(2));
        }

        var size = Math.Clamp(pageSize, 1, MaxPageSize);
        var lastPage = Math.Max(1, (total + size - 1) / size);
        await using var list = Command(
            $"SELECT {Columns} FROM meter WHERE $6::text IS NULL OR state = $6 ORDER BY name, code LIMIT $7 OFFSET $8", filter, code: null);
        list.Parameters.Add(Text(state));
        list.Parameters.Add(new NpgsqlParameter<int> { TypedValue = size });
        list.Parameters.Add(new NpgsqlParameter<int> { TypedValue = (Math.Clamp(page, 1, lastPage) - 1) * size });
        List<MeterRow> items = [];
        await using (var reader = await list.ExecuteReaderAsync(cancellationToken))
            while (await reader.ReadAsync(cancellationToken)) items.Add(Read(reader));
        return new MeterPage(items, total, silent, noData);
    }

    /// <summary>One meter with its last <paramref name="dayCount"/> local days up to today, or up to its last day with data when that is long ago.</summary>
    /// <returns>Null when there is no meter with this code.</returns>
    /// <exception cref="AccessDeniedException">Nobody is signed in.</exception>
    public async Task<MeterDetail?> FindAsync(string code, int dayCount, CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Viewer);
        await using var find = Command($"SELECT {Columns} FROM meter", new MeterFilter(), code);
        MeterRow meter;
        decimal? area;
        int? floors;
        string? sourceId;
        DateOnly today;
        long version;
        await using (var reader = await find.ExecuteReaderAsync(cancellationToken))
        {
            if (!await reader.ReadAsync(cancellationToken)) return null;
            meter = Read(reader);
            area = reader.IsDBNull(15) ? null : reader.GetDecimal(15);
            floors = reader.IsDBNull(16) ? null : reader.GetInt32(16);
            sourceId = reader.IsDBNull(17) ? null : reader.GetString(17);
            today = reader.GetFieldValue<DateOnly>(18);
            version = reader.GetInt64(19);
        }

        // A silent meter's last days say more than ninety gaps.
        var end = meter.DataThrough is { } through && through < today.AddDays(1 - dayCount) ? through : today;
        var days = await DaysAsync(meter, end.AddDays(1 - dayCount), end, cancellationToken);
        return new MeterDetail(meter, area, floors, sourceId, days, version);
    }

    private async Task<IReadOnlyList<MeterDay>> DaysAsync(MeterRow meter, DateOnly from, DateOnly through, CancellationToken cancellationToken)
    {
        var unit = Unit.Get(meter.Unit);
        await using var command = database.CreateCommand(
            "SELECT day, consumption FROM ems.energy_daily_summary WHERE device_id = $1 AND energy_type = $2 AND day BETWEEN $3 AND $4");
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = meter.Id });
        command.Parameters.Add(Text(meter.EnergyType));
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = from });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = through });
        Dictionary<DateOnly, decimal> amounts = [];
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
            while (await reader.ReadAsync(cancellationToken))
                amounts[reader.GetFieldValue<DateOnly>(0)] = unit.FromCanonical(reader.GetDecimal(1), decimals: 6);
        return [.. Enumerable.Range(0, through.DayNumber - from.DayNumber + 1)
            .Select(offset => from.AddDays(offset))
            .Select(day => new MeterDay(day, amounts.TryGetValue(day, out var amount) ? amount : null))];
    }

    private NpgsqlCommand Command(string select, MeterFilter filter, string? code)
    {
        var command = database.CreateCommand($"{Reach}\n{select}");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = time.GetUtcNow() });
        command.Parameters.Add(Text(string.IsNullOrWhiteSpace(filter.Search) ? null : SearchPattern.Containing(filter.Search)));
        command.Parameters.Add(Text(string.IsNullOrEmpty(filter.EnergyType) ? null : filter.EnergyType));
        command.Parameters.Add(Text(string.IsNullOrEmpty(filter.Group) ? null : filter.Group));
        command.Parameters.Add(Text(code));
        return command;
    }

    private static NpgsqlParameter Text(string? value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)value ?? DBNull.Value };

    private static MeterRow Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetInt32(0),
        Code = reader.GetString(1),
        Name = reader.GetString(2),
        EnergyType = reader.GetString(3),
        Unit = reader.GetString(4),
        GroupCode = reader.GetString(5),
        GroupName = reader.GetString(6),
        Site = reader.IsDBNull(7) ? null : reader.GetString(7),
        TimeZone = reader.GetString(8),
        FirstDate = Date(reader, 9),
        LastDate = Date(reader, 10),
        DataSince = Date(reader, 11),
        DataThrough = Date(reader, 12),
        DayCount = reader.GetInt64(13),
        State = SnakeCaseEnum.Parse<MeterState>(reader.GetString(14)),
    };

    private static DateOnly? Date(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateOnly>(column);
}
