using System.Security.Claims;
using EmsDashboard.Infrastructure.Security;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace EmsDashboard.Tests.Infrastructure.Security;

/// <summary>What an open page may still do after its person's account has changed.</summary>
public sealed class AccessTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly Accounts _accounts = new(database);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await database.DataSource.EmptyAsync("app_user");
        await _accounts.AddAsync("mo@example.org", Policies.Manager);
    }

    public ValueTask DisposeAsync() => _accounts.DisposeAsync();

    [Fact]
    public async Task DemandAsync_AccountAsItWas_GivesThePersonAndRole()
    {
        await using var page = await OpenPageAsync();

        Assert.Equal(new Actor("mo@example.org", Policies.Manager), await page.Access.DemandAsync(Policies.Staff));
        await Assert.ThrowsAsync<AccessDeniedException>(async () => await page.Access.DemandAsync(Policies.Admin));
    }

    [Theory]
    [InlineData("disabled")]
    [InlineData("demoted")]
    [InlineData("password reset")]
    [InlineData("deleted")]
    public async Task DemandAsync_AccountChangedWhileThePageIsOpen_IsDenied(string change)
    {
        await using var page = await OpenPageAsync();
        await page.Access.DemandAsync(Policies.Viewer);
        var administration = _accounts.As(new TestAccess(Policies.Admin));

        Assert.Null(change switch
        {
            "disabled" => await administration.SetDisabledAsync("mo@example.org", true, Cancel),
            "demoted" => await administration.ChangeRoleAsync("mo@example.org", Policies.Viewer, Cancel),
            "password reset" => await administration.ResetPasswordAsync("mo@example.org", "another long password", cancellationToken: Cancel),
            _ => null,
        });
        if (change == "deleted") await database.DataSource.ExecuteAsync("DELETE FROM app_user");

        await Assert.ThrowsAsync<AccessDeniedException>(async () => await page.Access.DemandAsync(Policies.Viewer));
    }

    /// <summary>What a circuit has: the person as they were when it began, and services of its own.</summary>
    private async Task<Page> OpenPageAsync()
    {
        var scope = _accounts.Scopes.CreateAsyncScope();
        var user = await scope.ServiceProvider.GetRequiredService<UserManager<EmsUser>>().FindByEmailAsync("mo@example.org");
        var person = await scope.ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<EmsUser>>().CreateAsync(user!);
        return new Page(scope, person);
    }

    private sealed class Page(AsyncServiceScope scope, ClaimsPrincipal person) : IServiceProvider, IAsyncDisposable
    {
        public Access Access => new(this);

        public object? GetService(Type serviceType) => serviceType == typeof(AuthenticationStateProvider) ? new Person(person) : scope.ServiceProvider.GetService(serviceType);

        public ValueTask DisposeAsync() => scope.DisposeAsync();
    }

    private sealed class Person(ClaimsPrincipal person) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
            Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity(person.Claims, "test", ClaimTypes.Name, ClaimTypes.Role))));
    }
}
