using EmsDashboard.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Features.Energy.Persistence;

/// <summary>Whether devices have rows, read from the roll-up and its queue: every stored row is in one of them.</summary>
internal static class DeviceData
{
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
}
