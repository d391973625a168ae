using Microsoft.AspNetCore.Components.Authorization;

namespace EmsDashboard.Infrastructure.Security;

/// <summary>Who acts: the name that goes into logs and timelines, and the role that decides what is allowed.</summary>
public sealed record Actor(string Name, string Role)
{
    public static readonly Actor System = new("system", Policies.Admin);
    public static readonly Actor CommandLine = new("command line", Policies.Admin);

    public bool Fulfils(string policy) => Policies.RolesFor(policy).Contains(Role);
}

/// <summary>Authorization where the work is done: every use case that changes or reveals something demands its policy here, whatever page or job called it.</summary>
public interface IAccess
{
    /// <summary>The one who acts in this scope, or null when nobody has signed in.</summary>
    ValueTask<Actor?> CurrentAsync();

    /// <summary>The one who acts, if the policy is fulfilled.</summary>
    /// <exception cref="AccessDeniedException">Nobody is signed in, or the role is too small.</exception>
    ValueTask<Actor> DemandAsync(string policy);
}

/// <summary>The actor's role does not allow this.</summary>
public sealed class AccessDeniedException(string policy, Actor? actor)
    : Exception($"This needs the role {policy}; {(actor is null ? "nobody is signed in" : $"{actor.Name} has {actor.Role}")}.")
{
    public string Policy { get; } = policy;
    public Actor? Actor { get; } = actor;
}

/// <summary>
/// Finds the actor: set explicitly for command line verbs and jobs, else the person of the circuit or request.
/// </summary>
internal sealed class Access(IServiceProvider services) : IAccess
{
    private Actor? _explicit;

    /// <summary>Names the actor of a scope that no person's session stands behind.</summary>
    public void Use(Actor actor) => _explicit = actor;

    public async ValueTask<Actor?> CurrentAsync()
    {
        if (_explicit is not null) return _explicit;
        var user = services.GetService<IHttpContextAccessor>()?.HttpContext?.User;
        if (user?.Identity?.IsAuthenticated != true && services.GetService<AuthenticationStateProvider>() is { } provider)
            user = (await provider.GetAuthenticationStateAsync()).User;
        if (user?.Identity?.IsAuthenticated != true) return null;
        var role = Policies.All.LastOrDefault(user.IsInRole);
        return role is null ? null : new Actor(user.Identity!.Name!, role);
    }

    public async ValueTask<Actor> DemandAsync(string policy)
    {
        var actor = await CurrentAsync();
        return actor is not null && actor.Fulfils(policy) ? actor : throw new AccessDeniedException(policy, actor);
    }
}
