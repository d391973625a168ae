using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Shared.Csv;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Features.Energy.Export;

internal sealed class GroupsExporter(IDbContextFactory<EmsDbContext> contexts, IAccess access) : Exporter
{
    public override FileKind Kind => FileKind.Groups;

    public override async Task WriteAsync(ExportRequest request, IRecordWriter writer, CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Viewer);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        writer.Columns("group_code", "name", "parent_code");
        var groups = db.Set<DeviceGroup>().AsNoTracking().OrderBy(g => g.Code).Select(g => new { g.Code, g.Name, Parent = g.Parent!.Code });
        await foreach (var group in groups.AsAsyncEnumerable().WithCancellation(cancellationToken))
            writer.Text(group.Code).Text(group.Name).Text(group.Parent).EndRecord();
        writer.End();
    }
}
