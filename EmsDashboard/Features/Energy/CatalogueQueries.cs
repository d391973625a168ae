using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Features.Energy;

/// <summary>A group in its tree.</summary>
/// <param name="Depth">0 for a root.</param>
/// <param name="Devices">Meters that hang on it directly.</param>
/// <param name="DevicesBelow">Meters of it and of all its descendants.</param>
/// <param name="Groups">Groups directly below it.</param>
/// <param name="Version">Changes whenever anything about the group itself is stored; an edit names it.</param>
public sealed record GroupNode(int Id, string Code, string Name, string? ParentCode, int Depth, int Devices, int DevicesBelow, int Groups, long Version);

/// <summary>An import that was stored or refused.</summary>
public sealed record ImportBatchRow(long Id, string Kind, string FileName, string ImportedBy, DateTimeOffset FinishedAt, string State, int RowsRead,
    int Inserted, int Updated, int Unchanged, int RejectedTotal);

/// <summary>Reads the tree of groups and the list of imports.</summary>
public sealed class CatalogueQueries(IDbContextFactory<EmsDbContext> contexts, IAccess access)
{
    /// <summary>Every group, each behind its parent, siblings by name.</summary>
    /// <exception cref="AccessDeniedException">Nobody is signed in.</exception>
    public async Task<IReadOnlyList<GroupNode>> TreeAsync(CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Viewer);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.SqlQuery<GroupNode>($"""
            WITH RECURSIVE tree AS (
                SELECT id, code, name, xmin AS version, NULL::varchar AS parent_code, 0 AS depth, ARRAY[name, code]::text[] AS path FROM ems.device_group WHERE parent_id IS NULL
                UNION ALL
                SELECT g.id, g.code, g.name, g.xmin, t.code, t.depth + 1, t.path || ARRAY[g.name, g.code]::text[] FROM ems.device_group g JOIN tree t ON g.parent_id = t.id
            )
            SELECT t.id, t.code, t.name, t.parent_code, t.depth,
                (SELECT count(*) FROM ems.device d WHERE d.group_id = t.id)::int AS devices,
                (SELECT count(*) FROM ems.device_group_ancestor a JOIN ems.device d ON d.group_id = a.group_id WHERE a.ancestor_id = t.id)::int AS devices_below,
                (SELECT count(*) FROM ems.device_group c WHERE c.parent_id = t.id)::int AS groups,
                t.version::text::bigint AS version
            FROM tree t ORDER BY t.path
            """).ToListAsync(cancellationToken);
    }

    /// <summary>Names of the quotas that aim at this group or at this meter, and lose their target with it.</summary>
    /// <param name="group">Code of a group; null when a meter is meant.</param>
    /// <param name="device">Code of a meter; null when a group is meant.</param>
    /// <exception cref="AccessDeniedException">Nobody is signed in.</exception>
    public async Task<IReadOnlyList<string>> QuotasAimedAtAsync(string? group, string? device, CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Viewer);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.SqlQuery<string>($"""
            SELECT q.name AS "Value" FROM ems.quota q
            LEFT JOIN ems.device_group g ON g.id = q.target_group_id
            LEFT JOIN ems.device d ON d.id = q.target_device_id
            WHERE g.code = {group} OR d.code = {device} ORDER BY q.name
            """).ToListAsync(cancellationToken);
    }

    /// <summary>The last imports, newest first.</summary>
    /// <exception cref="AccessDeniedException">The actor is not a manager.</exception>
    public async Task<IReadOnlyList<ImportBatchRow>> RecentImportsAsync(int count, CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Manager);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<Domain.ImportBatch>().AsNoTracking().OrderByDescending(b => b.Id).Take(count)
            .Select(b => new ImportBatchRow(b.Id, b.Kind, b.FileName, b.ImportedBy, b.FinishedAt, b.State, b.RowsRead, b.Inserted, b.Updated, b.Unchanged,
                b.RejectedTotal))
            .ToListAsync(cancellationToken);
    }
}
