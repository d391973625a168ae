using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Features.Quotas.Hierarchy;

/// <summary>A quota in the tree: what it is, what of it was given to its parts, and how much of it is used.</summary>
/// <param name="Depth">0 at the top.</param>
/// <param name="Allocation">In the quota's own unit; without children where it has no parts.</param>
/// <param name="RatePct">Usage rate of the running period; null while it was never judged.</param>
public sealed record PlacedQuota(int Depth, string Code, string Name, Allocation Allocation, decimal? RatePct, decimal WarningPct, decimal AlertPct)
{
    public bool HasParts => Allocation.Children.Count > 0;
}

/// <param name="Total">How many there are; the rest beyond <see cref="QuotaHierarchyQueries.MostQuotas"/> is not among the items.</param>
public sealed record QuotaTree(IReadOnlyList<PlacedQuota> Items, int Total);

/// <summary>Reads the tree that active quotas make: a site's, its buildings', their departments'.</summary>
public sealed class QuotaHierarchyQueries(IDbContextFactory<EmsDbContext> contexts, IAccess access, TimeProvider time)
{
    public const int MostQuotas = 1000;

    /// <summary>All quotas that are a part of another or have parts, each followed by its parts, by name.</summary>
    /// <exception cref="AccessDeniedException">Nobody is signed in.</exception>
    public async Task<QuotaTree> AllAsync(CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Viewer);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var placed = await db.Database.SqlQuery<Placed>($"""
            WITH RECURSIVE tree (id, depth, path) AS (
                SELECT q.id, 0, ARRAY[q.name, q.code]::text[] FROM ems.quota q
                WHERE q.is_active AND NOT EXISTS (SELECT FROM ems.quota p WHERE p.id = q.parent_id AND p.is_active)
                    AND EXISTS (SELECT FROM ems.quota c WHERE c.parent_id = q.id AND c.is_active)
                UNION ALL
                SELECT q.id, t.depth + 1, t.path || ARRAY[q.name, q.code]::text[] FROM tree t JOIN ems.quota q ON q.parent_id = t.id AND q.is_active
            )
            SELECT id, depth, count(*) OVER ()::int AS total FROM tree ORDER BY path LIMIT {MostQuotas}
            """).ToListAsync(cancellationToken);
        return new QuotaTree(await PlaceAsync(db, placed, cancellationToken), placed.Count == 0 ? 0 : placed[0].Total);
    }

    /// <summary>A quota with those above it and its direct parts; nothing when it stands alone.</summary>
    /// <exception cref="AccessDeniedException">Nobody is signed in.</exception>
    public async Task<IReadOnlyList<PlacedQuota>> AroundAsync(int quotaId, CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Viewer);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var placed = await db.Database.SqlQuery<Placed>($"""
            WITH RECURSIVE up (id, parent_id, height) AS (
                SELECT id, parent_id, 0 FROM ems.quota WHERE id = {quotaId}
                UNION ALL
                SELECT q.id, q.parent_id, up.height + 1 FROM up JOIN ems.quota q ON q.id = up.parent_id AND q.is_active
            ) CYCLE id SET is_circle USING path, tree AS (
                SELECT id, (max(height) OVER () - height) AS depth, '' AS name, '' AS code FROM up WHERE NOT is_circle
                UNION ALL
                SELECT c.id, (SELECT max(height) FROM up) + 1, c.name, c.code FROM ems.quota c WHERE c.parent_id = {quotaId} AND c.is_active
            )
            SELECT id, depth, count(*) OVER ()::int AS total FROM tree ORDER BY depth, name, code LIMIT {MostQuotas}
            """).ToListAsync(cancellationToken);
        return placed.Count < 2 ? [] : await PlaceAsync(db, placed, cancellationToken);
    }

    private async Task<IReadOnlyList<PlacedQuota>> PlaceAsync(EmsDbContext db, List<Placed> placed, CancellationToken cancellationToken)
    {
        int[] ids = [.. placed.Select(p => p.Id)];
        // What a quota was given to give is known from all its parts, shown or not.
        var family = (await QuotaFamily.AroundAsync(db, ids, cancellationToken)).ToDictionary(q => q.Id);
        var now = time.GetUtcNow();
        var tree = new AllocationTree(family.Values.Where(q => q.IsActive || ids.Contains(q.Id))
            // An inactive one that is looked at has a place and parts, and counts with nobody.
            .Select(q => q.IsActive ? QuotaFamily.Node(q, now) : QuotaFamily.Node(q, now) with { ParentCode = null }));
        var usage = await db.Set<QuotaUsage>().AsNoTracking().Where(u => u.IsCurrent && !u.IsMonth && ids.Contains(u.QuotaId)).ToDictionaryAsync(u => u.QuotaId, cancellationToken);
        return [.. placed.Select(p => Placed(p, family[p.Id], usage.GetValueOrDefault(p.Id)))];

        PlacedQuota Placed(Placed place, Quota quota, QuotaUsage? used) => new(place.Depth, quota.Code, quota.Name, tree.Of(quota.Code)!,
            used is { QuotaValue: > 0 } ? used.UsageRatePct : null, used?.WarningThresholdPct ?? 0, used?.AlertThresholdPct ?? 0);
    }

    private sealed record Placed(int Id, int Depth, int Total);
}
