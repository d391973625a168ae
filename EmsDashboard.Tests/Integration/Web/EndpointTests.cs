using System.Diagnostics;
using System.Reflection;
using EmsDashboard.Components;
using EmsDashboard.Infrastructure.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EmsDashboard.Tests.Integration.Web;

/// <summary>Everything the product answers to, as its own Program maps it: closed unless it stands in a list here.</summary>
public sealed class EndpointTests(EndpointTests.MappedProduct product) : IClassFixture<EndpointTests.MappedProduct>
{
    /// <summary>The only endpoints for people who have not signed in, beside the static assets. A new one is closed unless it is added here.</summary>
    private static readonly string[] Open =
    [
        "/account/access-denied", "/account/setup", "/account/sign-in", "/culture/set", "/error", "/health/live", "/health/ready", "/not-found",
    ];

    [Fact]
    public void Endpoints_OpenToStrangers_AreTheseAndNoOther() =>
        Assert.Equal(Open, product.Endpoints.Where(e => IsOpen(e) && !IsAsset(e)).Select(NameOf).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public async Task Endpoints_AllOthers_NeedARole()
    {
        var closed = product.Endpoints.Where(e => !IsOpen(e)).ToList();

        Assert.Contains(closed, e => NameOf(e) == "/");
        Assert.Contains(closed, e => NameOf(e).StartsWith("/_blazor", StringComparison.Ordinal));
        foreach (var endpoint in closed)
        {
            var policy = await AuthorizationPolicy.CombineAsync(product.Policies, endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>(), endpoint.Metadata.GetOrderedMetadata<AuthorizationPolicy>())
                ?? await product.Policies.GetFallbackPolicyAsync();
            Assert.True(policy?.Requirements.OfType<RolesAuthorizationRequirement>().Any(r => r.AllowedRoles.Any() && !r.AllowedRoles.Except(Policies.All).Any()), $"{NameOf(endpoint)} needs no role");
        }
    }

    [Fact]
    public void JobsDashboard_IsForAdministrators()
    {
        var dashboard = Assert.Single(product.Endpoints, e => NameOf(e).StartsWith("/hangfire", StringComparison.Ordinal));

        Assert.Equal([Policies.Admin], dashboard.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy));
    }

    private static bool IsOpen(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    private static bool IsAsset(Endpoint endpoint) => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null;

    private static string NameOf(Endpoint endpoint) => endpoint is RouteEndpoint { RoutePattern.RawText: { } route } ? "/" + route.TrimStart('/') : endpoint.DisplayName ?? "?";

    /// <summary>The product's own start in this process, up to what it has mapped: what is outside of a process cannot list endpoints.</summary>
    public sealed class MappedProduct(PostgresServer server) : IAsyncLifetime, IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        private readonly TestDatabase _database = new(server);
        private readonly AsyncLocal<bool> _isOurs = new();
        private readonly TaskCompletionSource<IHost> _built = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private IDisposable? _listeners;
        private Task<int> _running = Task.FromResult(0);
        private IHost? _host;

        public IReadOnlyList<Endpoint> Endpoints => _host!.Services.GetRequiredService<EndpointDataSource>().Endpoints;

        public IAuthorizationPolicyProvider Policies => _host!.Services.GetRequiredService<IAuthorizationPolicyProvider>();

        public async ValueTask InitializeAsync()
        {
            await _database.InitializeAsync();
            _listeners = DiagnosticListener.AllListeners.Subscribe(this);
            _running = Task.Run(() =>
            {
                _isOurs.Value = true;
                var program = typeof(App).Assembly.EntryPoint!.DeclaringType!.GetMethod("<Main>$", BindingFlags.Static | BindingFlags.NonPublic)!;
                return (Task<int>)program.Invoke(null, [new[] { "serve", "--urls", "http://127.0.0.1:0", "--ConnectionStrings:Ems", _database.ConnectionString, "--Logging:Console:LogLevel:Default=None" }])!;
            });
            await Task.WhenAny(_built.Task, _running);
            Assert.True(_built.Task.IsCompletedSuccessfully, "The product ended while starting.");
            _host = await _built.Task;
            TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var whenStarted = _host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(started.SetResult);
            await Task.WhenAny(started.Task, _running);
            Assert.True(started.Task.IsCompletedSuccessfully, "The product ended while starting.");
        }

        public async ValueTask DisposeAsync()
        {
            if (!_running.IsCompleted) _host?.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
            await _running;
            _listeners?.Dispose();
            await _database.DisposeAsync();
        }

        void IObserver<DiagnosticListener>.OnNext(DiagnosticListener listener)
        {
            if (_isOurs.Value && listener.Name == "Microsoft.Extensions.Hosting") listener.Subscribe(this);
        }

        void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> told)
        {
            if (_isOurs.Value && told is { Key: "HostBuilt", Value: IHost host }) _built.TrySetResult(host);
        }

        void IObserver<DiagnosticListener>.OnCompleted()
        {
        }

        void IObserver<DiagnosticListener>.OnError(Exception error)
        {
        }

        void IObserver<KeyValuePair<string, object?>>.OnCompleted()
        {
        }

        void IObserver<KeyValuePair<string, object?>>.OnError(Exception error)
        {
        }
    }
}
