using EmsDashboard.Features.Energy.Import;
using Npgsql;
using NpgsqlTypes;

namespace EmsDashboard.Features.Energy.Persistence;

/// <summary>One device's consumption on one of its local days.</summary>
/// <param name="Consumption">In the energy type's canonical unit, at most 3 decimals.</param>
internal readonly record struct DailySummary(int DeviceId, string EnergyType, DateOnly Day, decimal Consumption);

/// <summary>Daily rows on their way in: COPY into a temporary table that ends with the transaction, whatever their number.</summary>
internal sealed class EnergyStaging : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly HashSet<DateOnly> _months = [];
    private readonly HashSet<(int DeviceId, DateOnly Month)> _deviceMonths = [];
    private readonly List<DateOnly> _monthsToPrepare = [];
    private readonly NpgsqlBinaryImporter _copy;
    private readonly NpgsqlDataSource? _dataSource;
    private Task _preparing = Task.CompletedTask;

    private EnergyStaging(NpgsqlConnection connection, NpgsqlBinaryImporter copy, NpgsqlDataSource? dataSource)
    {
        _connection = connection;
        _copy = copy;
        _dataSource = dataSource;
    }

    public int Rows { get; private set; }
    public int Repeats { get; private set; }

    /// <summary>Of the rows that were stored; null before.</summary>
    public long? Revision { get; private set; }

    /// <summary>Opens the COPY; until <see cref="CompleteAsync"/> the connection can do nothing else.</summary>
    /// <param name="dataSource">Where partitions are made while rows still arrive; null when nothing will be stored.</param>
    public static async Task<EnergyStaging> OpenAsync(NpgsqlConnection connection, NpgsqlDataSource? dataSource, CancellationToken cancellationToken)
    {
        await using (var create = new NpgsqlCommand("""
            CREATE TEMPORARY TABLE energy_staging (
                device_id integer NOT NULL, energy_type varchar(32) NOT NULL, day date NOT NULL, consumption numeric(18,3) NOT NULL,
                place bigint NOT NULL, is_repeat boolean NOT NULL) ON COMMIT DROP
            """, connection))
            await create.ExecuteNonQueryAsync(cancellationToken);
        var copy = await connection.BeginBinaryImportAsync(
            "COPY energy_staging (device_id, energy_type, day, consumption, place, is_repeat) FROM STDIN (FORMAT binary)", cancellationToken);
        copy.Timeout = Timeout.InfiniteTimeSpan;
        return new EnergyStaging(connection, copy, dataSource);
    }

    /// <param name="place">Where the row came from, for what is said about it.</param>
    /// <param name="isRepeat">A row with this key is already there; this one is only compared, never stored.</param>
    public async ValueTask WriteAsync(DailySummary row, long place, bool isRepeat, CancellationToken cancellationToken)
    {
        await _copy.StartRowAsync(cancellationToken);
        await _copy.WriteAsync(row.DeviceId, NpgsqlDbType.Integer, cancellationToken);
        await _copy.WriteAsync(row.EnergyType, NpgsqlDbType.Varchar, cancellationToken);
        await _copy.WriteAsync(row.Day, NpgsqlDbType.Date, cancellationToken);
        await _copy.WriteAsync(row.Consumption, NpgsqlDbType.Numeric, cancellationToken);
        await _copy.WriteAsync(place, NpgsqlDbType.Bigint, cancellationToken);
        await _copy.WriteAsync(isRepeat, NpgsqlDbType.Boolean, cancellationToken);
        if (isRepeat)
        {
            Repeats++;
            return;
        }

        Rows++;
        var month = new DateOnly(row.Day.Year, row.Day.Month, 1);
        _deviceMonths.Add((row.DeviceId, month));
        if (_months.Add(month)) PrepareMonth(month, cancellationToken);
    }

    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await _copy.CompleteAsync(cancellationToken);
        await _copy.DisposeAsync();
    }

    /// <summary>Each repeat with the place of the row it repeats, in the order of the input.</summary>
    public async IAsyncEnumerable<(long Place, long FirstPlace, bool Differs, decimal Consumption)> RepeatsAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            SELECT r.place, f.place, r.consumption <> f.consumption, r.consumption
            FROM energy_staging r JOIN energy_staging f USING (device_id, energy_type, day)
            WHERE r.is_repeat AND NOT f.is_repeat ORDER BY r.place
            """, _connection);
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            yield return (reader.GetInt64(0), reader.GetInt64(1), reader.GetBoolean(2), reader.GetDecimal(3));
    }

    /// <summary>What storing would do, without doing it.</summary>
    public async Task<StoreCounts> CompareAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            SELECT (count(*) FILTER (WHERE t.device_id IS NULL))::int, (count(*) FILTER (WHERE t.consumption <> s.consumption))::int
            FROM energy_staging s LEFT JOIN ems.energy_daily_summary t USING (device_id, energy_type, day) WHERE NOT s.is_repeat
            """, _connection);
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return Counts(reader.GetInt32(0), reader.GetInt32(1));
    }

    /// <summary>Stores what is staged in the connection's transaction.</summary>
    public async Task<StoreCounts> StoreAsync(CancellationToken cancellationToken)
    {
        var source = _dataSource ?? throw new InvalidOperationException("Opened for a dry run.");
        await _preparing;
        if (_monthsToPrepare.Count > 0) await EnergyUpsert.EnsurePartitionsAsync(source, _monthsToPrepare, cancellationToken);
        (var inserted, var updated, Revision) = await EnergyUpsert.RunAsync(_connection, await AreMonthsNewAsync(cancellationToken), cancellationToken);
        return Counts(inserted, updated);
    }

    /// <summary>True when no device has a row in any month that is staged for it: every stored row is in the roll-up or in its queue.</summary>
    private async Task<bool> AreMonthsNewAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            WITH staged AS (SELECT * FROM unnest(@devices, @months) AS s (device_id, month))
            SELECT NOT EXISTS (SELECT FROM staged s JOIN ems.usage_month m ON m.scope_kind = 'd' AND m.scope_id = s.device_id AND m.month = s.month)
               AND NOT EXISTS (SELECT FROM staged s JOIN ems.usage_delta d ON d.device_id = s.device_id AND d.month = s.month)
            """, _connection);
        command.Parameters.Add(new NpgsqlParameter("devices", NpgsqlDbType.Array | NpgsqlDbType.Integer) { Value = _deviceMonths.Select(m => m.DeviceId).ToArray() });
        command.Parameters.Add(new NpgsqlParameter("months", NpgsqlDbType.Array | NpgsqlDbType.Date) { Value = _deviceMonths.Select(m => m.Month).ToArray() });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Abandons the COPY if it is still open.</summary>
    public async ValueTask DisposeAsync()
    {
        await _copy.DisposeAsync();
        // Whoever stores has awaited it; here only its end counts.
        await _preparing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Makes partitions beside the COPY, one batch at a time. An empty one that a refused import leaves does no harm.</summary>
    private void PrepareMonth(DateOnly month, CancellationToken cancellationToken)
    {
        _monthsToPrepare.Add(month);
        if (_dataSource is null || !_preparing.IsCompletedSuccessfully) return;
        DateOnly[] batch = [.. _monthsToPrepare];
        _monthsToPrepare.Clear();
        _preparing = EnergyUpsert.EnsurePartitionsAsync(_dataSource, batch, cancellationToken);
    }

    private StoreCounts Counts(int inserted, int updated) => new(inserted, updated, Rows - inserted - updated);
}
