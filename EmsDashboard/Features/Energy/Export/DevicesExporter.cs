using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Shared.Csv;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Features.Energy.Export;

internal sealed class DevicesExporter(IDbContextFactory<EmsDbContext> contexts, IAccess access) : Exporter
{
    public override FileKind Kind => FileKind.Devices;

    public override async Task WriteAsync(ExportRequest request, IRecordWriter writer, CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Viewer);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        writer.Columns("device_code", "name", "energy_type", "unit", "group", "site", "time_zone", "area_m2", "floors", "source_id", "first_date", "last_date", "known_gaps", "past_groups");
        var devices = db.Set<Device>().AsNoTracking().Include(d => d.Group).Include(d => d.PastGroups).ThenInclude(p => p.Group).OrderBy(d => d.Code);
        await foreach (var d in devices.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            writer.Text(d.Code).Text(d.Name).Text(d.EnergyType).Text(d.Unit).Text(d.Group.Code).Text(d.Site).Text(d.TimeZone).Number(d.AreaM2)
                .Number(d.Floors).Text(d.SourceId).Date(d.FirstDate).Date(d.LastDate).Text(d.KnownGaps.Count == 0 ? null : DayRange.Write(d.KnownGaps))
                .Text(d.PastGroups.Count == 0 ? null : PastGroup.Write(d.PastGroups.OrderBy(p => p.Until).Select(p => new PastGroup(p.Until, p.Group.Code)))).EndRecord();
        }

        writer.End();
    }
}
