using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Features.Quotas.Hierarchy;

/// <summary>Reads quotas with those above and right below them, and says what their places forbid.</summary>
internal static class QuotaFamily
{
    /// <summary>The quotas above some quotas, these themselves and their direct children, with their versions and parents.</summary>
    public static async Task<List<Quota>> AroundAsync(EmsDbContext db, int[] ids, CancellationToken cancellationToken)
    {
        var family = await db.Database.SqlQuery<int>($"""
            WITH RECURSIVE up (id, parent_id) AS (
                SELECT id, parent_id FROM ems.quota WHERE id = ANY ({ids})
                UNION
                SELECT q.id, q.parent_id FROM up JOIN ems.quota q ON q.id = up.parent_id
            )
            SELECT id AS "Value" FROM up UNION SELECT id FROM ems.quota WHERE parent_id = ANY ({ids})
            """).ToListAsync(cancellationToken);
        return await db.Set<Quota>().AsNoTrackingWithIdentityResolution().Include(q => q.Versions).Include(q => q.Parent)
            .Where(q => family.Contains(q.Id)).AsSplitQuery().ToListAsync(cancellationToken);
    }

    /// <summary>A quota as its terms of today, or its first ones, place it.</summary>
    public static AllocationNode Node(Quota quota, DateTimeOffset now)
    {
        var timeline = new QuotaTimeline(quota.Versions.Select(v => v.ToTerms()));
        return Node(quota.Code, quota.Parent?.Code, quota.EnergyType, timeline.InForce(QuotaCalendar.LocalDate(now, quota.TimeZone)) ?? timeline.Versions[0]);
    }

    public static AllocationNode Node(string code, string? parentCode, string energyType, QuotaVersionTerms terms) =>
        new(code, parentCode, terms.Value, terms.Unit, EnergyType.Get(energyType), terms.Rule);

    /// <summary>What the place of a quota forbids, whose terms are about to be stored.</summary>
    /// <param name="quota">Null for a new one.</param>
    public static async Task<IReadOnlyList<QuotaProblem>> ProblemsAsync(
        EmsDbContext db, Quota? quota, Quota? parent, AllocationNode stored, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var others = await AroundAsync(db, [.. new[] { quota?.Id, parent?.Id }.OfType<int>()], cancellationToken);
        return [.. new AllocationTree([.. others.Where(q => q.Id != quota?.Id).Select(q => Node(q, now)), stored]).ProblemsAround(stored.Code)];
    }
}
