using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Shared.Csv;
using Npgsql;
using NpgsqlTypes;

namespace EmsDashboard.Features.Energy.Export;

/// <summary>
/// Daily rows in the meter's unit, except for a meter in joules: the canonical amount has no end in joules, so its rows are written in
/// kWh. The column <c>unit</c> says which it is, and the import goes by it.
/// </summary>
internal sealed class EnergyExporter(NpgsqlDataSource dataSource, IAccess access) : Exporter
{
    public override FileKind Kind => FileKind.Energy;

    public override async Task WriteAsync(ExportRequest request, IRecordWriter writer, CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Viewer);
        writer.Columns("device_code", "date", "energy_type", "consumption", "unit");
        await using var command = dataSource.CreateCommand("""
            SELECT d.code, e.day, e.energy_type, e.consumption, d.unit
            FROM ems.energy_daily_summary e JOIN ems.device d ON d.id = e.device_id
            WHERE ($1::date IS NULL OR e.day >= $1) AND ($2::date IS NULL OR e.day <= $2)
            ORDER BY d.code, e.energy_type, e.day
            """);
        command.CommandTimeout = 0;
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Date, Value = (object?)request.From ?? DBNull.Value });
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Date, Value = (object?)request.To ?? DBNull.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var type = reader.GetString(2);
            var unit = Unit.Get(reader.GetString(4));
            if (unit.Denominator % 9 == 0) unit = EnergyType.Get(type).CanonicalUnit;
            writer.Text(reader.GetString(0)).Date(reader.GetFieldValue<DateOnly>(1)).Text(type)
                .Number(unit.FromCanonical(reader.GetDecimal(3), 12)).Text(unit.Symbol).EndRecord();
        }

        writer.End();
    }
}
