using EmsDashboard.Infrastructure.Security;

namespace EmsDashboard.Tests.Support;

/// <summary>Someone with a given role, or nobody at all.</summary>
internal sealed class TestAccess(string? role) : IAccess
{
    public static readonly TestAccess Viewer = new(Policies.Viewer);
    public static readonly TestAccess Nobody = new(null);

    public ValueTask<Actor?> CurrentAsync() => ValueTask.FromResult(role is null ? null : new Actor($"{role}@example.org", role));

    public async ValueTask<Actor> DemandAsync(string policy) =>
        await CurrentAsync() is { } actor && actor.Fulfils(policy) ? actor : throw new AccessDeniedException(policy, await CurrentAsync());
}
