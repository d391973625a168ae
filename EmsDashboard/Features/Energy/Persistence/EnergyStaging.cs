using EmsDashboard.Features.Energy.Import;
using EmsDashboard.Infrastructure.Persistence;
using Npgsql;
using NpgsqlTypes;

namespace EmsDashboard.Features.Energy.Persistence;

/// <summary>One device's consumption on one of its local days.</summary>
/// <param name="Consumption">In the energy type's canonical unit, at most 3 decimals.</param>
internal readonly record struct DailySummary(int DeviceId, string EnergyType, DateOnly Day, decimal Consumption)
{
    public DateOnly Month => new(Day.Year, Day.Month, 1);
}

/// <param name="Place">Where the row came from, for what is said about it.</param>
/// <param name="IsRepeat">A row with this key came before; this one is only compared, never stored.</param>
internal readonly record struct StagedRow(DailySummary Row, long Place, bool IsRepeat);

/// <summary>
/// Daily rows on their way in. The first ones are held in memory: where nothing is known yet of any of their months, as with most that is
/// new, they are copied straight to where they belong. More of them, and whatever has to be compared, goes by COPY into a temporary table
/// that ends with the transaction, whatever their number.
/// </summary>
/// <param name="dataSource">Where partitions are made while rows still arrive; null when nothing will be stored.</param>
internal sealed class EnergyStaging(NpgsqlConnection connection, NpgsqlDataSource? dataSource) : IAsyncDisposable
{
    /// <summary>Rows held in memory at most, 48 bytes each.</summary>
    private const int Held = 500_000;

    private readonly HashSet<DateOnly> _months = [];
    private readonly HashSet<(int DeviceId, DateOnly Month)> _deviceMonths = [];
    private readonly List<DateOnly> _monthsToPrepare = [];
    private readonly List<StagedRow> _held = [];
    private NpgsqlBinaryImporter? _copy;
    private Task _preparing = Task.CompletedTask;

    public int Rows { get; private set; }
    public int Repeats { get; private set; }

    /// <summary>Of the rows that were stored; null before.</summary>
    public long? Revision { get; private set; }

    public async ValueTask WriteAsync(StagedRow staged, CancellationToken cancellationToken)
    {
        if (_copy is null && _held.Count == Held) await SpillAsync(cancellationToken);
        if (_copy is null) _held.Add(staged);
        else await WriteAsync(_copy, staged, cancellationToken);
        if (staged.IsRepeat)
        {
            Repeats++;
            return;
        }

        Rows++;
        var month = staged.Row.Month;
        _deviceMonths.Add((staged.Row.DeviceId, month));
        if (_months.Add(month)) PrepareMonth(month, cancellationToken);
    }

    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (_copy is null && (Repeats > 0 || dataSource is null)) await SpillAsync(cancellationToken);
        if (_copy is not null) await CloseAsync(_copy, cancellationToken);
    }

    /// <summary>Each repeat with the place of the row it repeats, in the order of the input.</summary>
    public async IAsyncEnumerable<(long Place, long FirstPlace, bool Differs, decimal Consumption)> RepeatsAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            SELECT r.place, f.place, r.consumption <> f.consumption, r.consumption
            FROM energy_staging r JOIN energy_staging f USING (device_id, energy_type, day)
            WHERE r.is_repeat AND NOT f.is_repeat ORDER BY r.place
            """, connection);
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
            """, connection);
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return Counts(reader.GetInt32(0), reader.GetInt32(1));
    }

    /// <summary>Stores what came in, but for repeats, in the connection's transaction.</summary>
    public async Task<StoreCounts> StoreAsync(CancellationToken cancellationToken)
    {
        var source = dataSource ?? throw new InvalidOperationException("Made for a dry run.");
        await _preparing;
        if (_monthsToPrepare.Count > 0) await EnergyUpsert.EnsurePartitionsAsync(source, _monthsToPrepare, cancellationToken);
        var revision = await EnergyUpsert.NextRevisionAsync(connection, cancellationToken);
        Revision = revision;
        if (_copy is null)
        {
            if (await AreMonthsNewAsync(cancellationToken) && await EnergyUpsert.TryCopyAsync(connection, _held, revision, cancellationToken)) return Counts(Rows, 0);
            await CloseAsync(await SpillAsync(cancellationToken), cancellationToken);
        }

        var (inserted, updated) = await EnergyUpsert.RunAsync(connection, revision, cancellationToken);
        return Counts(inserted, updated);
    }

    /// <summary>Abandons the COPY if it is still open.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_copy is not null) await _copy.DisposeAsync();
        // Whoever stores has awaited it; here only its end counts.
        await _preparing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>From memory to the temporary table. Until its COPY is closed the connection can do nothing else.</summary>
    private async Task<NpgsqlBinaryImporter> SpillAsync(CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync("""
            CREATE TEMPORARY TABLE energy_staging (
                device_id integer NOT NULL, energy_type varchar(32) NOT NULL, day date NOT NULL, consumption numeric(18,3) NOT NULL,
                place bigint NOT NULL, is_repeat boolean NOT NULL) ON COMMIT DROP
            """, [], cancellationToken);
        _copy = await connection.BeginBinaryImportAsync(
            "COPY energy_staging (device_id, energy_type, day, consumption, place, is_repeat) FROM STDIN (FORMAT binary)", cancellationToken);
        _copy.Timeout = Timeout.InfiniteTimeSpan;
        foreach (var staged in _held) await WriteAsync(_copy, staged, cancellationToken);
        _held.Clear();
        _held.TrimExcess();
        return _copy;
    }

    private static async ValueTask WriteAsync(NpgsqlBinaryImporter copy, StagedRow staged, CancellationToken cancellationToken)
    {
        await EnergyUpsert.WriteAsync(copy, staged.Row, cancellationToken);
        await copy.WriteAsync(staged.Place, NpgsqlDbType.Bigint, cancellationToken);
        await copy.WriteAsync(staged.IsRepeat, NpgsqlDbType.Boolean, cancellationToken);
    }

    private static async Task CloseAsync(NpgsqlBinaryImporter copy, CancellationToken cancellationToken)
    {
        await copy.CompleteAsync(cancellationToken);
        await copy.DisposeAsync();
    }

    /// <summary>True when no device has a row in any month that came in for it: every stored row is in the roll-up or in its queue.</summary>
    private Task<bool> AreMonthsNewAsync(CancellationToken cancellationToken) => connection.ScalarAsync<bool>("""
        WITH staged AS (SELECT * FROM unnest($1::int[], $2::date[]) AS s (device_id, month))
        SELECT NOT EXISTS (SELECT FROM staged s JOIN ems.usage_month m ON m.scope_kind = 'd' AND m.scope_id = s.device_id AND m.month = s.month)
           AND NOT EXISTS (SELECT FROM staged s JOIN ems.usage_delta d ON d.device_id = s.device_id AND d.month = s.month)
        """, [_deviceMonths.Select(m => m.DeviceId).ToArray(), _deviceMonths.Select(m => m.Month).ToArray()], cancellationToken);

    /// <summary>Makes partitions while rows arrive, one batch at a time. An empty one that a refused import leaves does no harm.</summary>
    private void PrepareMonth(DateOnly month, CancellationToken cancellationToken)
    {
        _monthsToPrepare.Add(month);
        if (dataSource is null || !_preparing.IsCompletedSuccessfully) return;
        DateOnly[] batch = [.. _monthsToPrepare];
        _monthsToPrepare.Clear();
        _preparing = EnergyUpsert.EnsurePartitionsAsync(dataSource, batch, cancellationToken);
    }

    private StoreCounts Counts(int inserted, int updated) => new(inserted, updated, Rows - inserted - updated);
}
