using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Energy.Persistence;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace EmsDashboard.Features.Energy;

/// <summary>One device's consumption on one of its local days.</summary>
/// <param name="Consumption">In the energy type's canonical unit, at most 3 decimals.</param>
public readonly record struct DailySummary(int DeviceId, string EnergyType, DateOnly Day, decimal Consumption);

/// <summary>What storing rows did. A row that is already there with the same value is unchanged and not written.</summary>
public readonly record struct IngestResult(int Inserted, int Updated, int Unchanged);

/// <summary>
/// Stores daily summaries of devices that exist and queues the exact differences for the roll-ups, in one transaction. The caller has
/// authorized and validated; of two values for one key the later stored wins.
/// </summary>
public sealed class EnergyIngest(IDbContextFactory<EmsDbContext> contexts, NpgsqlDataSource dataSource)
{
    /// <summary>Up to here rows travel as arrays; a temporary table and COPY cost more than they save.</summary>
    private const int MaxArrayRows = 10_000;

    /// <exception cref="ArgumentException">A key is there twice, a type is unknown or an amount has more than 3 decimals.</exception>
    public async Task<IngestResult> StoreAsync(IReadOnlyList<DailySummary> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0) return default;
        Validate(rows);
        await EnergyUpsert.EnsurePartitionsAsync(dataSource, rows.Select(r => new DateOnly(r.Day.Year, r.Day.Month, 1)).Distinct(), cancellationToken);

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await CatalogueLock.TakeAsync(db, toChange: false, cancellationToken);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var result = rows.Count <= MaxArrayRows
            ? await StoreArraysAsync(connection, rows, cancellationToken)
            : await StoreStagedAsync(connection, rows, cancellationToken);
        if (result.Inserted + result.Updated > 0) await db.Database.ExecuteSqlAsync($"SELECT ems.touch({Topics.Energy})", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    private static async Task<IngestResult> StoreArraysAsync(NpgsqlConnection connection, IReadOnlyList<DailySummary> rows, CancellationToken cancellationToken)
    {
        var (inserted, updated) = await EnergyUpsert.RunAsync(connection, EnergyUpsert.FromArrays, allNew: false,
        [
            new("devices", NpgsqlDbType.Array | NpgsqlDbType.Integer) { Value = rows.Select(r => r.DeviceId).ToArray() },
            new("types", NpgsqlDbType.Array | NpgsqlDbType.Varchar) { Value = rows.Select(r => r.EnergyType).ToArray() },
            new("days", NpgsqlDbType.Array | NpgsqlDbType.Date) { Value = rows.Select(r => r.Day).ToArray() },
            new("amounts", NpgsqlDbType.Array | NpgsqlDbType.Numeric) { Value = rows.Select(r => r.Consumption).ToArray() },
        ], cancellationToken);
        return new IngestResult(inserted, updated, rows.Count - inserted - updated);
    }

    private async Task<IngestResult> StoreStagedAsync(NpgsqlConnection connection, IReadOnlyList<DailySummary> rows, CancellationToken cancellationToken)
    {
        await using var staging = await EnergyStaging.OpenAsync(connection, dataSource, cancellationToken);
        for (var i = 0; i < rows.Count; i++) await staging.WriteAsync(rows[i], i, isRepeat: false, cancellationToken);
        await staging.CompleteAsync(cancellationToken);
        return await staging.StoreAsync(cancellationToken);
    }

    private static void Validate(IReadOnlyList<DailySummary> rows)
    {
        var keys = new HashSet<(int, string, DateOnly)>(rows.Count);
        foreach (var row in rows)
        {
            _ = EnergyType.Get(row.EnergyType);
            if (decimal.Round(row.Consumption, 3) != row.Consumption)
                throw new ArgumentException($"{row.Consumption} of device {row.DeviceId} on {row.Day:yyyy-MM-dd} has more than 3 decimals.", nameof(rows));
            if (!keys.Add((row.DeviceId, row.EnergyType, row.Day)))
                throw new ArgumentException($"Device {row.DeviceId}, {row.EnergyType}, {row.Day:yyyy-MM-dd} is there twice.", nameof(rows));
        }
    }
}
