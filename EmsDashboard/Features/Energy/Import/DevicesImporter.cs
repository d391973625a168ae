using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Energy.Persistence;
using EmsDashboard.Shared.Time;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Features.Energy.Import;

/// <summary>
/// Meters. <c>device_code, name, energy_type, unit, group, time_zone</c> are needed; <c>site, area_m2, floors, source_id, first_date,
/// last_date, known_gaps, past_groups</c> may be there, and what a file has no column for stays as it is. <c>day_count</c> is known and not stored.
/// </summary>
internal sealed class DevicesImporter : Importer
{
    private static readonly IReadOnlyList<ImportColumn> All = ImportColumn.List("device_code", "name", "energy_type", "unit", "group", "time_zone",
        "site?", "area_m2?", "floors?", "source_id?", "first_date?", "last_date?", "known_gaps?", "past_groups?", "day_count?");

    private static readonly ImportColumn Code = All[0], Name = All[1], Type = All[2], UnitColumn = All[3], Group = All[4], Zone = All[5], Site = All[6],
        Area = All[7], Floors = All[8], Source = All[9], First = All[10], Last = All[11], Gaps = All[12], Past = All[13];

    public override FileKind Kind => FileKind.Devices;
    public override IReadOnlyList<ImportColumn> Columns => All;
    public override bool ChangesCatalogue => true;
    public override IReadOnlyList<string> Topics { get; } = [Infrastructure.LiveUpdates.Topics.Catalogue];

    public override async Task<ImportSession> BeginAsync(ImportContext context, CancellationToken cancellationToken) => new Session(
        context,
        await context.Db.Set<Device>().Include(d => d.PastGroups).ToDictionaryAsync(d => d.Code, StringComparer.Ordinal, cancellationToken),
        await context.Db.Set<DeviceGroup>().ToDictionaryAsync(g => g.Code, g => g.Id, StringComparer.Ordinal, cancellationToken));

    private sealed record Description(string Code, string Name, EnergyType Type, Unit Unit, int GroupId, string TimeZone, string? Site, decimal? AreaM2,
        int? Floors, string? SourceId, DateOnly? FirstDate, DateOnly? LastDate, string KnownGaps, string PastGroups);

    private sealed class Session(ImportContext context, Dictionary<string, Device> devices, Dictionary<string, int> groups) : ImportSession
    {
        private readonly Dictionary<string, (Description Description, string File, int Line)> _lines = new(StringComparer.Ordinal);
        private readonly Dictionary<int, string> _codes = groups.ToDictionary(g => g.Value, g => g.Key);

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
                    device.WasIn(PastGroups(description));
                    context.Db.Add(device);
                    inserted++;
                }
                else if (Describe(device) != description)
                {
                    touchedGroups.UnionWith(DeviceMove.Take(context.Db, device, description.GroupId, PastGroups(description)));
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

            var past = row.Has(Past) ? [] : stored is null ? [] : PastGroups(stored);
            if (row.Has(Past) && !PastGroup.TryRead(row.Cell(Past).ToString(), out past)) row.Reject(Past, "not_past_groups");
            else if (past.FirstOrDefault(p => !groups.ContainsKey(p.Group)) is { } unknown) row.Reject(Past, "unknown_past_group", unknown.Group);
            else if (zone is not null && past.FirstOrDefault(p => p.Until > IanaZones.Todays([zone], context.Now)[0]) is { } ahead) row.Reject(Past, "past_group_ahead", $"{ahead.Until:yyyy-MM-dd}");

            return row.IsRejected ? null : new Description(code!, name!, type!, unit!, groupId, zone!, site, area, floors, source, first, last, DayRange.Write(gaps),
                PastGroup.Write(PastGroup.Normal(past, groupCode)));
        }

        private IReadOnlyList<PastGroup> PastGroups(Device device) => [.. device.PastGroups.Select(p => new PastGroup(p.Until, _codes[p.GroupId])).OrderBy(p => p.Until)];

        private List<(DateOnly Until, int GroupId)> PastGroups(Description description) =>
            PastGroup.TryRead(description.PastGroups, out var past) ? [.. past.Select(p => (p.Until, groups[p.Group]))] : throw new InvalidOperationException(description.PastGroups);

        private Description Describe(Device d) => new(d.Code, d.Name, EnergyType.Get(d.EnergyType), Unit.Get(d.Unit), d.GroupId, d.TimeZone, d.Site,
            d.AreaM2, d.Floors, d.SourceId, d.FirstDate, d.LastDate, DayRange.Write(d.KnownGaps), PastGroup.Write(PastGroups(d)));

        private static void Apply(Device device, Description d) => device.Describe(d.Name, d.GroupId, d.TimeZone, d.Site, d.AreaM2, d.Floors, d.SourceId,
            d.FirstDate, d.LastDate, DayRange.TryRead(d.KnownGaps, out var gaps) ? gaps : throw new InvalidOperationException(d.KnownGaps));
    }
}
