using System.Security.Claims;
using EmsDashboard.Components;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Infrastructure.Time;
using EmsDashboard.Shared.Shell;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EmsDashboard.Tests.Support.Gallery;

/// <summary>Serves the kit's gallery with the application's own frame, assets and security policy, without a database.</summary>
internal sealed class GalleryHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GalleryHost(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    /// <param name="port">0 takes a free one.</param>
    public static async Task<GalleryHost> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(GalleryHost).Assembly.GetName().Name, EnvironmentName = Environments.Development, ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}").UseStaticWebAssets();
        builder.Logging.ClearProviders();
        builder.AddUi();
        builder.Services.AddSingleton<IShellStatus, GalleryStatus>();
        builder.Services.AddSingleton<IChangeFeed, TestChangeFeed>();
        builder.Services.AddSingleton(TimeProvider.System).AddScoped<ViewerClock>();
        builder.Services.AddAuthentication("gallery").AddScheme<AuthenticationSchemeOptions, GalleryVisitor>("gallery", null);
        builder.Services.AddAuthorization(options =>
        {
            foreach (var policy in Policies.All) options.AddPolicy(policy, p => p.RequireRole(Policies.RolesFor(policy)));
        });

        var app = builder.Build();
        app.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";
            return next();
        });
        app.UseRequestLocalization();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapCulture();
        app.MapRazorComponents<GalleryDocument>().AddInteractiveServerRenderMode();
        await app.StartAsync();
        return new GalleryHost(app);
    }

    public async ValueTask DisposeAsync()
    {
        // A stop waits for open circuits; the tests want the server gone at once.
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        try
        {
            await _app.StopAsync(now.Token);
        }
        catch (OperationCanceledException)
        {
            // That is what was asked for.
        }

        await _app.DisposeAsync();
    }

    private sealed class GalleryStatus : IShellStatus
    {
        private static readonly DateTimeOffset Now = new(2022, 11, 16, 10, 30, 0, TimeSpan.Zero);

        public Task<ShellStatus> GetAsync(CancellationToken cancellationToken) => Task.FromResult(new ShellStatus(new(2022, 11, 15), Now, 6, Now));
    }

    private sealed class GalleryVisitor(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, System.Text.Encodings.Web.UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var person = new ClaimsPrincipal(new ClaimsIdentity(
                [new(ClaimTypes.Name, "j.hartley@estates.example"), new(ClaimTypes.GivenName, "J. Hartley"), new(ClaimTypes.Role, Policies.Admin)], Scheme.Name));
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(person, Scheme.Name)));
        }
    }
}
