using EmsDashboard.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace EmsDashboard.Features.Energy.Persistence;

/// <summary>
/// After groups or devices found another place in the tree: a correction, so their history moves with them. Call in the transaction of
/// the change, after it is saved.
/// </summary>
internal static class GroupCorrection
{
    /// <param name="touchedGroups">Groups a device left or joined. Groups that moved are found here.</param>
    public static async Task ApplyAsync(EmsDbContext db, IEnumerable<int> touchedGroups, CancellationToken cancellationToken)
    {
        var reshaped = await db.Database.SqlQuery<int[]>($"SELECT ems.rebuild_group_ancestors() AS \"Value\"").SingleAsync(cancellationToken);
        var touched = new NpgsqlParameter("touched", NpgsqlDbType.Array | NpgsqlDbType.Integer) { Value = touchedGroups.Distinct().ToArray() };
        var groups = await db.Database.SqlQueryRaw<int>(
            "SELECT DISTINCT ancestor_id AS \"Value\" FROM ems.device_group_ancestor WHERE group_id = ANY (@touched)", touched).ToListAsync(cancellationToken);
        int[] affected = [.. groups.Union(reshaped).Order()];
        if (affected.Length == 0) return;

        await TransactionLock.TakeAsync(db, TransactionLock.Fold, cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT ems.resum_groups({affected})", cancellationToken);
    }
}
