using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Features.Energy;

/// <summary>A group as a filter offers it: below its parent, as deep as it stands in the tree.</summary>
public sealed record GroupChoice(string Code, string Name, int Depth);

/// <summary>How many meters of a type there are, and how many of them deliver.</summary>
public sealed record MeterTally(string EnergyType, int InService, int UpToDate);

/// <summary>The estate in a few numbers, for filters and the start page.</summary>
public sealed class EstateQueries(IDbContextFactory<EmsDbContext> contexts, IAccess access, TimeProvider time)
{
    /// <summary>Most groups that one search finds.</summary>
    public const int FoundGroups = 50;

    /// <summary>Groups whose name or code holds a text, each after its parent, siblings by name; the one with exactly this code before all. At most <see cref="FoundGroups"/>.</summary>
    /// <exception cref="AccessDeniedException">Nobody is signed in.</exception>
    public async Task<IReadOnlyList<GroupChoice>> FindGroupsAsync(string text, CancellationToken cancellationToken = default)
    {
        await access.DemandAsync(Policies.Viewer);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var pattern = SearchPattern.Containing(text);
        return await context.Database.SqlQuery<GroupChoice>($"""
            WITH RECURSIVE tree AS (
                SELECT id, code, name, 0 AS depth, ARRAY[name, code]::text[] AS path FROM device_group WHERE parent_id IS NULL
                UNION ALL
                SELECT g.id, g.code, g.name, t.depth + 1, t.path || ARRAY[g.name, g.code]::text[] FROM device_group g JOIN tree t ON t.id = g.parent_id
            )
            SELECT code, name, depth FROM tree
            WHERE name ILIKE {pattern} ESCAPE {SearchPattern.Escape} OR code ILIKE {pattern} ESCAPE {SearchPattern.Escape}
            ORDER BY code = {text} DESC, path LIMIT {FoundGroups}
            """).ToListAsync(cancellationToken);
    }

    /// <summary>Meters in service today by energy type; reach comes from the roll-ups.</summary>
    /// <exception cref="AccessDeniedException">Nobody is signed in.</exception>
    public async Task<IReadOnlyList<MeterTally>> MetersAsync(CancellationToken cancellationToken = default)
    {
        await access.DemandAsync(Policies.Viewer);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var freshFrom = today.AddDays(-MeterQueries.SilentAfterDays);
        return await context.Database.SqlQuery<MeterTally>($"""
            SELECT d.energy_type, count(*)::int AS in_service, count(*) FILTER (WHERE r.through >= {freshFrom})::int AS up_to_date
            FROM device d
            LEFT JOIN LATERAL (
                SELECT m.last_day AS through FROM usage_month m
                WHERE m.scope_kind = 'd' AND m.scope_id = d.id AND m.energy_type = d.energy_type AND m.day_count > 0
                ORDER BY m.month DESC LIMIT 1) r ON true
            WHERE (d.first_date IS NULL OR d.first_date <= {today}) AND (d.last_date IS NULL OR d.last_date >= {freshFrom})
            GROUP BY d.energy_type ORDER BY d.energy_type
            """).ToListAsync(cancellationToken);
    }
}
