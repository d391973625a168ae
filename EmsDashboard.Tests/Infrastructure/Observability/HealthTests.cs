using EmsDashboard.Infrastructure.Observability;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace EmsDashboard.Tests.Infrastructure.Observability;

public sealed class HealthTests
{
    [Fact]
    public async Task Ready_ACheckThatThrows_IsUnhealthyInOurWordsAndNotInItsOwn()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddHealthChecks()
            .AddCheck("storage", () => throw new InvalidOperationException("user ems on db.internal:5432"), tags: ["ready"])
            .AddCheck("database", () => HealthCheckResult.Healthy("PostgreSQL answers"), tags: ["ready"]);
        builder.Services.AddAuthorization();
        await using var app = builder.Build();
        app.MapHealth();
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var stranger = new HttpClient();

        var answer = await stranger.GetAsync(new Uri($"{app.Urls.Single()}/health/ready"), TestContext.Current.CancellationToken);

        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.DoesNotContain("db.internal", text, StringComparison.Ordinal);
        Assert.Contains("could not be asked", text, StringComparison.Ordinal);
        Assert.Contains("PostgreSQL answers", text, StringComparison.Ordinal);
    }
}
