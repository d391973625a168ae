using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Energy.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Features.Energy.Import;

/// <summary>
/// Meters. <c>device_code, name, energy_type, unit, group, time_zone</c> are needed; <c>site, area_m2, floors, source_id, first_date,
/// last_date, known_gaps</c> may be there, and what a file has no column for stays as it is. <c>day_count</c> is known and not stored.
/// </summary>
internal sealed class DevicesImporter : Importer
{
    private static readonly IReadOnlyList<ImportColumn> All = ImportColumn.List("device_code", "name", "energy_type", "unit", "group", "time_zone",
        "site?", "area_m2?", "floors?", "source_id?", "first_date?", "last_date?", "known_gaps?", "day_count?");

    private static readonly ImportColumn Code = All[0], Name = All[1], Type = All[2], UnitColumn = All[3], Group = All[4], Zone = All[5], Site = All[6],
        Area = All[7], Floors = All[8], Source = All[9], First = All[10], Last = All[11], Gaps = All[12];

    public override string Kind => "devices";
    public override IReadOnlyList<ImportColumn> Columns => All;
    public override bool ChangesCatalogue => true;
    public override IReadOnlyList<string> Topics { get; } = [Infrastructure.LiveUpdates.Topics.Catalogue];

    public override async Task<ImportSession> BeginAsync(ImportContext context, CancellationToken cancellationToken) => new Session(
        context,
        await context.Db.Set<Device>().ToDictionaryAsync(d => d.Code, StringComparer.Ordinal, cancellationToken),
        await context.Db.Set<DeviceGroup>().ToDictionaryAsync(g => g.Code, g => g.Id, StringComparer.Ordinal, cancellationToken));

    private sealed record Description(string Code, string Name, EnergyType Type, Unit Unit, int GroupId, string TimeZone, string? Site, decimal? AreaM2,
        int? Floors, string? SourceId, DateOnly? FirstDate, DateOnly? LastDate, string KnownGaps);

    private sealed class Session(ImportContext context, Dictionary<string, Device> devices, Dictionary<string, int> groups) : ImportSession
    {
        private readonly Dictionary<string, (Description Description, string File, int Line)> _lines = new(StringComparer.Ordinal);

        public override ValueTask ReadAsync(ImportRow row, CancellationToken cancellationToken)
        {
            if (Read(row) is not { } description) return ValueTask.CompletedTask;
            if (_lines.TryAdd(description.Code, (description, row.File, row.Line))) return ValueTask.CompletedTask;
            var first = _lines[description.Code];
            if (first.Description == description) row.Note(Code, "repeat_identical", first.Line);
            else row.Reject(Code, "code_repeated", first.Line);
            return ValueTask.CompletedTask;
        }

        public override async Task FinishReadingAsync(CancellationToken cancellationToken)
        {
            var redefined = _lines.Values.Where(l => devices.TryGetValue(l.Description.Code, out var device)
                && (device.EnergyType != l.Description.Type.Code || device.Unit != l.Description.Unit.Symbol)).ToList();
            var withRows = await DeviceData.DevicesWithRowsAsync(context.Db, [.. redefined.Select(l => devices[l.Description.Code].Id)], cancellationToken);
            foreach (var (description, file, line) in redefined)
            {
                var device = devices[description.Code];
                if (!withRows.Contains(device.Id)) continue;
                var remark = device.EnergyType != description.Type.Code
                    ? new ImportRemark(file, line, Type.Name, description.Type.Code, new ImportReason("energy_type_fixed", device.EnergyType))
                    : new ImportRemark(file, line, UnitColumn.Name, description.Unit.Symbol, new ImportReason("unit_fixed", device.Unit));
                context.Remarks.Reject(remark);
            }
        }

        public override async Task<StoreCounts> StoreAsync(bool dryRun, CancellationToken cancellationToken)
        {
            int inserted = 0, updated = 0;
            HashSet<int> touchedGroups = [];
            foreach (var (description, _, _) in _lines.Values)
            {
                if (!devices.TryGetValue(description.Code, out var device))
                {
                    device = new Device(description.Code, description.Type, description.Unit);
                    Apply(device, description);
                    context.Db.Add(device);
                    inserted++;
                }
                else if (Describe(device) != description)
                {
                    if (device.GroupId != description.GroupId) touchedGroups.UnionWith([device.GroupId, description.GroupId]);
                    device.Measure(description.Type, description.Unit);
                    Apply(device, description);
                    updated++;
                }
            }

            if (!dryRun && inserted + updated > 0)
            {
                await DeviceData.MarkServiceAsync(context.Db, cancellationToken);
                await context.Db.SaveChangesAsync(cancellationToken);
                await GroupCorrection.ApplyAsync(context.Db, touchedGroups, cancellationToken);
            }

            return new StoreCounts(inserted, updated, _lines.Count - inserted - updated);
        }

        private Description? Read(ImportRow row)
        {
            var code = row.Text(Code, 64);
            var stored = code is null ? null : devices.GetValueOrDefault(code);
            var name = row.Text(Name, 200);
            var type = row.EnergyType(Type);
            var unit = row.Unit(UnitColumn, type);
            var zone = row.TimeZone(Zone);
            var groupCode = row.Text(Group, 64);
            var groupId = 0;
            if (groupCode is not null && !groups.TryGetValue(groupCode, out groupId)) row.Reject(Group, "unknown_group");

            var site = row.Has(Site) ? row.OptionalText(Site, 200) : stored?.Site;
            var area = !row.Has(Area) ? stored?.AreaM2 : row.Cell(Area).IsEmpty ? null : row.Number(Area, 3);
            if (area < 0) row.Reject(Area, "not_zero_or_more");
            var floors = !row.Has(Floors) ? stored?.Floors : row.Cell(Floors).IsEmpty ? null : (int?)row.Number(Floors, 0, 4);
            if (floors < 0) row.Reject(Floors, "not_zero_or_more");
            var source = row.Has(Source) ? row.OptionalText(Source, 200) : stored?.SourceId;
            var first = !row.Has(First) ? stored?.FirstDate : row.Cell(First).IsEmpty ? null : row.Date(First);
            var last = !row.Has(Last) ? stored?.LastDate : row.Cell(Last).IsEmpty ? null : row.Date(Last);
            if (first > last) row.Reject(Last, "dates_reversed");
            var gaps = row.Has(Gaps) ? [] : stored?.KnownGaps ?? [];
            if (row.Has(Gaps) && !DayRange.TryRead(row.Cell(Gaps).ToString(), out gaps)) row.Reject(Gaps, "not_gaps");
            else if (gaps.FirstOrDefault(g => g.First < first || g.Last > last) is { } outside) row.Reject(Gaps, "gap_outside_service", outside.ToString());

            return row.IsRejected ? null : new Description(code!, name!, type!, unit!, groupId, zone!, site, area, floors, source, first, last, DayRange.Write(gaps));
        }

        private static Description Describe(Device d) => new(d.Code, d.Name, EnergyType.Get(d.EnergyType), Unit.Get(d.Unit), d.GroupId, d.TimeZone, d.Site,
            d.AreaM2, d.Floors, d.SourceId, d.FirstDate, d.LastDate, DayRange.Write(d.KnownGaps));

        private static void Apply(Device device, Description d) => device.Describe(d.Name, d.GroupId, d.TimeZone, d.Site, d.AreaM2, d.Floors, d.SourceId,
            d.FirstDate, d.LastDate, DayRange.TryRead(d.KnownGaps, out var gaps) ? gaps : throw new InvalidOperationException(d.KnownGaps));
    }
}
