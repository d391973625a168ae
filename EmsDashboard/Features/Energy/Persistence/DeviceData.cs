using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Features.Energy.Persistence;

/// <summary>What the catalogue has to know of the devices' data, and their quotas of a change in the catalogue.</summary>
internal static class DeviceData
{
    /// <summary>Which of the devices have rows, read from the roll-up and its queue: every stored row is in one of them.</summary>
    public static async Task<HashSet<int>> DevicesWithRowsAsync(EmsDbContext db, IReadOnlyCollection<int> deviceIds, CancellationToken cancellationToken)
    {
        if (deviceIds.Count == 0) return [];
        var ids = deviceIds.ToArray();
        var found = await db.Database.SqlQuery<int>($"""
            SELECT d AS "Value" FROM unnest({ids}) d
            WHERE EXISTS (SELECT FROM ems.usage_month WHERE scope_kind = 'd' AND scope_id = d)
               OR EXISTS (SELECT FROM ems.usage_delta WHERE device_id = d)
            """).ToListAsync(cancellationToken);
        return [.. found];
    }

    /// <summary>Has quotas judged again that devices count for whose expected days are about to change. Called before the change is saved.</summary>
    public static async Task MarkServiceAsync(EmsDbContext db, CancellationToken cancellationToken)
    {
        int[] ids = [.. db.ChangeTracker.Entries<Device>().Where(e => e.State == EntityState.Modified
            && (e.Property(d => d.FirstDate).IsModified || e.Property(d => d.LastDate).IsModified || e.Property(d => d.KnownGaps).IsModified)).Select(e => e.Entity.Id)];
        if (ids.Length > 0) await db.Database.ExecuteSqlAsync($"SELECT ems.mark_service({ids})", cancellationToken);
    }
}
