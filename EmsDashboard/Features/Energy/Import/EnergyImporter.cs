using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Energy.Persistence;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Extensions;
using Npgsql;

namespace EmsDashboard.Features.Energy.Import;

/// <summary>Daily summaries: <c>device_code, date, energy_type, consumption</c> in the device's unit, or in that of the column <c>unit</c>.</summary>
internal sealed class EnergyImporter(NpgsqlDataSource dataSource) : Importer
{
    /// <summary>Partitions are made for the months a file names; this keeps a typing error from making hundreds.</summary>
    private static readonly DateOnly FirstDay = new(1970, 1, 1);

    private static readonly IReadOnlyList<ImportColumn> All = ImportColumn.List("device_code", "date", "energy_type", "consumption", "unit?");
    private static readonly ImportColumn DeviceCode = All[0], Date = All[1], Type = All[2], Consumption = All[3], UnitColumn = All[4];

    public override FileKind Kind => FileKind.Energy;
    public override IReadOnlyList<ImportColumn> Columns => All;
    public override bool ChangesCatalogue => false;
    public override IReadOnlyList<string> Topics { get; } = [Infrastructure.LiveUpdates.Topics.Energy];

    public override async Task<ImportSession> BeginAsync(ImportContext context, CancellationToken cancellationToken)
    {
        var devices = await context.Db.Set<Device>().AsNoTracking()
            .Select(d => new { d.Id, d.Code, d.EnergyType, d.Unit, d.TimeZone }).ToListAsync(cancellationToken);
        var now = context.RealNow.ToInstant();
        var meters = devices.ToDictionary(d => d.Code, d => new Meter(d.Id, EnergyType.Get(d.EnergyType), Unit.Get(d.Unit),
            now.InZone(DateTimeZoneProviders.Tzdb[d.TimeZone]).Date.ToDateOnly(), d.TimeZone), StringComparer.Ordinal);
        return new Session(context, meters, new EnergyStaging(context.Connection, context.DryRun ? null : dataSource));
    }

    /// <param name="Today">The later of the product's and the real date, where the meter is.</param>
    private sealed record Meter(int Id, EnergyType Type, Unit Unit, DateOnly Today, string TimeZone);

    private sealed class Session(ImportContext context, Dictionary<string, Meter> meters, EnergyStaging staging) : ImportSession
    {
        private readonly Dictionary<string, Meter>.AlternateLookup<ReadOnlySpan<char>> _meters = meters.GetAlternateLookup<ReadOnlySpan<char>>();
        private readonly SeenDays _seen = new();
        private readonly List<string> _files = [];

        public override ValueTask ReadAsync(ImportRow row, CancellationToken cancellationToken)
        {
            while (_files.Count <= row.FileIndex) _files.Add(row.File);
            var code = row.Cell(DeviceCode);
            Meter? meter = null;
            if (code.IsEmpty) row.Reject(DeviceCode, "required");
            else if (!_meters.TryGetValue(code, out meter)) row.Reject(DeviceCode, "unknown_device");

            var day = ReadDay(row, meter);
            ReadType(row, meter);
            var amount = ReadAmount(row, meter);
            if (row.IsRejected || meter is null || day is null || amount is null) return ValueTask.CompletedTask;

            if (amount < 0) row.Note(Consumption, "negative_value");
            return staging.WriteAsync(new StagedRow(new DailySummary(meter.Id, meter.Type.Code, day.Value, amount.Value), Place(row.FileIndex, row.Line),
                IsRepeat: !_seen.Add(meter.Id, day.Value)), cancellationToken);
        }

        public override async Task FinishReadingAsync(CancellationToken cancellationToken)
        {
            await staging.CompleteAsync(cancellationToken);
            if (staging.Repeats == 0) return;
            await foreach (var (place, firstPlace, differs, consumption) in staging.RepeatsAsync(cancellationToken))
            {
                var (file, line) = Where(place);
                var (firstFile, firstLine) = Where(firstPlace);
                var reason = new ImportReason((differs ? "repeat_differs" : "repeat_identical") + (file == firstFile ? "" : "_in_file"),
                    firstLine, firstFile);
                var remark = new ImportRemark(file, line, Consumption.Name, consumption.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture), reason);
                if (differs) context.Remarks.Reject(remark);
                else context.Remarks.Note(remark);
            }
        }

        public override Task<StoreCounts> StoreAsync(bool dryRun, CancellationToken cancellationToken) =>
            dryRun ? staging.CompareAsync(cancellationToken) : staging.StoreAsync(cancellationToken);

        public override long? DataRevision => staging.Revision;

        public override async ValueTask DisposeAsync()
        {
            await staging.DisposeAsync();
            await base.DisposeAsync();
        }

        private static DateOnly? ReadDay(ImportRow row, Meter? meter)
        {
            var day = row.Date(Date);
            if (day < FirstDay) row.Reject(Date, "date_too_early", "1970-01-01");
            else if (meter is not null && day > meter.Today) row.Reject(Date, "date_in_future", $"{meter.Today:yyyy-MM-dd}");
            return day;
        }

        private static void ReadType(ImportRow row, Meter? meter)
        {
            if (meter is not null && row.Cell(Type).SequenceEqual(meter.Type.Code)) return;
            var type = row.EnergyType(Type);
            if (type is not null && meter is not null) row.Reject(Type, "energy_type_of_other_device", meter.Type.Code);
        }

        private static decimal? ReadAmount(ImportRow row, Meter? meter)
        {
            var unit = row.Has(UnitColumn) && !row.Cell(UnitColumn).IsEmpty ? row.Unit(UnitColumn, meter?.Type) : meter?.Unit;
            if (row.Number(Consumption, 12) is not { } amount || unit is null) return null;
            var canonical = unit.ToCanonical(amount, 3);
            if (canonical * unit.Denominator != amount * unit.Numerator || decimal.Round(canonical, 3) != canonical)
            {
                // A joule has no end in kWh and is rounded, and said so; anywhere else digits would be lost that somebody measured.
                if (unit.Denominator % 9 == 0) row.Note(Consumption, "rounded", canonical);
                else row.Reject(Consumption, "not_exact", 3, unit.Dimension == Dimension.Energy ? Unit.KilowattHour : Unit.CubicMetre, unit);
            }

            if (Math.Abs(canonical) >= 1_000_000_000_000_000m) row.Reject(Consumption, "out_of_range", 15);
            return canonical;
        }

        private static long Place(int fileIndex, int line) => ((long)fileIndex << 32) | (uint)line;

        private (string File, int Line) Where(long place) => (_files[(int)(place >> 32)], (int)(place & 0xFFFFFFFF));
    }
}
