using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Energy.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Features.Energy.Import;

/// <summary>The tree of groups: <c>group_code, name, parent_code</c>, parents before or behind their children. Groups a file does not name stay.</summary>
internal sealed class GroupsImporter : Importer
{
    private static readonly IReadOnlyList<ImportColumn> All = ImportColumn.List("group_code", "name", "parent_code");
    private static readonly ImportColumn Code = All[0], Name = All[1], ParentCode = All[2];

    public override FileKind Kind => FileKind.Groups;
    public override IReadOnlyList<ImportColumn> Columns => All;
    public override bool ChangesCatalogue => true;
    public override IReadOnlyList<string> Topics { get; } = [Infrastructure.LiveUpdates.Topics.Catalogue];

    public override async Task<ImportSession> BeginAsync(ImportContext context, CancellationToken cancellationToken) =>
        new Session(context, await context.Db.Set<DeviceGroup>().ToDictionaryAsync(g => g.Code, StringComparer.Ordinal, cancellationToken));

    private sealed record Line(string Name, string? ParentCode, string File, int Number);

    private sealed class Session(ImportContext context, Dictionary<string, DeviceGroup> groups) : ImportSession
    {
        private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);

        public override ValueTask ReadAsync(ImportRow row, CancellationToken cancellationToken)
        {
            var code = row.Text(Code, 64);
            var name = row.Text(Name, 200);
            var parent = row.OptionalText(ParentCode, 64);
            if (row.IsRejected || code is null || name is null) return ValueTask.CompletedTask;

            var line = new Line(name, parent, row.File, row.Line);
            if (_lines.TryAdd(code, line)) return ValueTask.CompletedTask;
            var first = _lines[code];
            if (first with { File = line.File, Number = line.Number } == line) row.Note(Code, "repeat_identical", first.Number);
            else row.Reject(Code, "code_repeated", first.Number);
            return ValueTask.CompletedTask;
        }

        public override Task FinishReadingAsync(CancellationToken cancellationToken)
        {
            foreach (var (code, line) in _lines)
            {
                if (line.ParentCode is { } parent && !_lines.ContainsKey(parent) && !groups.ContainsKey(parent))
                    Reject(line, ParentCode, parent, new ImportReason("unknown_group"));
                else if (GroupTree.FindCycle(code, ParentAfterwards) is { } cycle)
                    Reject(line, ParentCode, line.ParentCode!, new ImportReason("group_cycle", string.Join(" > ", cycle)));
            }

            return Task.CompletedTask;
        }

        public override async Task<StoreCounts> StoreAsync(bool dryRun, CancellationToken cancellationToken)
        {
            int inserted = 0, updated = 0;
            List<DeviceGroup> added = [];
            var toMove = new List<(DeviceGroup Group, string? ParentCode)>();
            foreach (var (code, line) in _lines)
            {
                if (!groups.TryGetValue(code, out var group))
                {
                    group = new DeviceGroup(code, line.Name, parent: null);
                    added.Add(group);
                    if (line.ParentCode is not null) toMove.Add((group, line.ParentCode));
                    inserted++;
                    continue;
                }

                var isMoved = group.Parent?.Code != line.ParentCode;
                if (group.Name == line.Name && !isMoved) continue;
                updated++;
                group.Rename(line.Name);
                if (isMoved) toMove.Add((group, line.ParentCode));
            }

            var counts = new StoreCounts(inserted, updated, _lines.Count - inserted - updated);
            if (dryRun || inserted + updated == 0) return counts;

            // Parents may come behind their children and need their ids first.
            foreach (var group in added) groups.Add(group.Code, group);
            context.Db.AddRange(added);
            await context.Db.SaveChangesAsync(cancellationToken);
            foreach (var (group, parentCode) in toMove) group.MoveUnder(parentCode is null ? null : groups[parentCode]);
            await context.Db.SaveChangesAsync(cancellationToken);
            await GroupCorrection.ApplyAsync(context.Db, [], cancellationToken);
            return counts;
        }

        private string? ParentAfterwards(string code) =>
            _lines.TryGetValue(code, out var line) ? line.ParentCode : groups.TryGetValue(code, out var group) ? group.Parent?.Code : null;

        private void Reject(Line line, ImportColumn column, string value, ImportReason reason) =>
            context.Remarks.Reject(new ImportRemark(line.File, line.Number, column.Name, Shared.PlainText.Show(value), reason));
    }
}
