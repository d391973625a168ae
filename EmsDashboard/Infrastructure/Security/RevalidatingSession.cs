using System.Security.Claims;
using EmsDashboard.Infrastructure.LiveUpdates;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace EmsDashboard.Infrastructure.Security;

/// <summary>
/// An open page lives on without requests, so nothing would notice that its person was removed or given another role. This asks again
/// after every change of a user, and from time to time in case the news got lost, and ends the session when it no longer stands.
/// </summary>
internal sealed class RevalidatingSession : RevalidatingServerAuthenticationStateProvider
{
    private static readonly AuthenticationState Nobody = new(new ClaimsPrincipal(new ClaimsIdentity()));

    private readonly StandingSessions _sessions;
    private IDisposable? _subscription;

    public RevalidatingSession(ILoggerFactory loggers, StandingSessions sessions, IChangeFeed feed, IHttpContextAccessor http) : base(loggers)
    {
        _sessions = sessions;
        // Scopes of jobs and verbs have no person to ask about. A request is judged by its cookie, and one that changes a password of its
        // own must not lose its person on the way to the answer.
        AuthenticationStateChanged += _ =>
        {
            if (http.HttpContext is null || http.HttpContext.Request.Path.StartsWithSegments("/_blazor"))
                _subscription ??= feed.Subscribe([Topics.Users], EndIfFallenAsync);
        };
    }

    protected override TimeSpan RevalidationInterval => SecuritySetup.RevalidationInterval;

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        _sessions.StandsAsync(authenticationState.User, cancellationToken);

    private async Task EndIfFallenAsync()
    {
        var person = (await GetAuthenticationStateAsync()).User;
        if (person.Identity?.IsAuthenticated == true && !await _sessions.StandsAsync(person, CancellationToken.None)) SetAuthenticationState(Task.FromResult(Nobody));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _subscription?.Dispose();
        base.Dispose(disposing);
    }
}
