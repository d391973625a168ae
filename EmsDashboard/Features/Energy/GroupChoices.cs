using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Features.Energy;

/// <summary>A group as a filter offers it: below its parent, as deep as it stands in the tree.</summary>
public sealed record GroupChoice(string Code, string Name, int Depth);

/// <summary>Groups to choose from.</summary>
public sealed class GroupChoices(IDbContextFactory<EmsDbContext> contexts, IAccess access)
{
    /// <summary>Most groups that one search finds.</summary>
    public const int FoundGroups = 50;

    /// <summary>Groups whose name or code holds a text, each after its parent, siblings by name; the one with exactly this code before all. At most <see cref="FoundGroups"/>.</summary>
    /// <exception cref="AccessDeniedException">Nobody is signed in.</exception>
    public Task<IReadOnlyList<GroupChoice>> FindGroupsAsync(string text, CancellationToken cancellationToken = default) => FindGroupsAsync(text, notWithin: null, cancellationToken);

    /// <summary>As above, leaving out a group and everything below it.</summary>
    /// <param name="notWithin">Code of that group; null leaves out none.</param>
    /// <exception cref="AccessDeniedException">Nobody is signed in.</exception>
    public async Task<IReadOnlyList<GroupChoice>> FindGroupsAsync(string text, string? notWithin, CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Viewer);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var pattern = SearchPattern.Containing(text);
        return await context.Database.SqlQuery<GroupChoice>($"""
            WITH RECURSIVE tree AS (
                SELECT id, code, name, 0 AS depth, ARRAY[name, code]::text[] AS path FROM device_group WHERE parent_id IS NULL AND code IS DISTINCT FROM {notWithin}
                UNION ALL
                SELECT g.id, g.code, g.name, t.depth + 1, t.path || ARRAY[g.name, g.code]::text[] FROM device_group g JOIN tree t ON t.id = g.parent_id WHERE g.code IS DISTINCT FROM {notWithin}
            )
            SELECT code, name, depth FROM tree
            WHERE name ILIKE {pattern} ESCAPE {SearchPattern.Escape} OR code ILIKE {pattern} ESCAPE {SearchPattern.Escape}
            ORDER BY code = {text} DESC, path LIMIT {FoundGroups}
            """).ToListAsync(cancellationToken);
    }
}
