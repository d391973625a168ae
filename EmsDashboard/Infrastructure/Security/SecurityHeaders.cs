namespace EmsDashboard.Infrastructure.Security;

internal static class SecurityHeaders
{
    private const string Pages =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; " +
        "object-src 'none'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";

    /// <summary>Adds the headers to every answer, refusals and errors included.</summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = Pages;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            return Task.CompletedTask;
        });
        return next(context);
    });

    /// <summary>
    /// A browser sends cookies with a WebSocket whatever page opened it, and antiforgery does not look there: another site could open a
    /// circuit in the name of whoever is signed in. So the origin must be ours.
    /// </summary>
    public static IApplicationBuilder UseSameOriginSockets(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var origin = context.Request.Headers.Origin.ToString();
        if (!context.Request.Path.StartsWithSegments("/_blazor") || origin.Length == 0 || IsOwn(origin, context.Request)) return next(context);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        // With a body of its own: the page for failures would make something else of the status.
        return context.Response.WriteAsync("Circuits are opened from this site's own pages only.");
    });

    private static bool IsOwn(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var from)
        && string.Equals(from.Authority, new Uri($"{request.Scheme}://{request.Host}").Authority, StringComparison.OrdinalIgnoreCase);
}
