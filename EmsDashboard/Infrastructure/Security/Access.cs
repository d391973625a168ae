using System.Security.Claims;
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
    /// <exception cref="AccessDeniedException">Nobody is signed in, the role is too small, or the account has changed since the sign-in.</exception>
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

    public async ValueTask<Actor?> CurrentAsync() => _explicit ?? (await PersonAsync() is { } person ? ToActor(person) : null);

    public async ValueTask<Actor> DemandAsync(string policy)
    {
        if (_explicit is { } named) return named.Fulfils(policy) ? named : throw new AccessDeniedException(policy, named);
        var person = await PersonAsync();
        var actor = person is null ? null : ToActor(person);
        if (actor is null || !actor.Fulfils(policy)) throw new AccessDeniedException(policy, actor);
        // A page may have been open since before its person was disabled or given another role.
        return await services.GetRequiredService<StandingSessions>().StandsAsync(person!, CancellationToken.None) ? actor : throw new AccessDeniedException(policy, null);
    }

    private async ValueTask<ClaimsPrincipal?> PersonAsync()
    {
        // The circuit before the request: within a circuit the request at hand is the one that opened it, whoever it belonged to.
        var user = await OfCircuitAsync() ?? services.GetService<IHttpContextAccessor>()?.HttpContext?.User;
        return user?.Identity?.IsAuthenticated == true ? user : null;
    }

    /// <summary>Null outside of a circuit: nobody has told the provider who is there.</summary>
    private async ValueTask<ClaimsPrincipal?> OfCircuitAsync()
    {
        if (services.GetService<AuthenticationStateProvider>() is not { } provider) return null;
        try
        {
            return (await provider.GetAuthenticationStateAsync()).User is { Identity.IsAuthenticated: true } user ? user : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static Actor? ToActor(ClaimsPrincipal person) =>
        Policies.All.LastOrDefault(person.IsInRole) is { } role ? new Actor(person.Identity!.Name!, role) : null;
}
