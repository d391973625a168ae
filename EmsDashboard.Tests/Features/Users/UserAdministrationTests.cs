using System.Reflection;
using EmsDashboard.Features.Users;
using EmsDashboard.Infrastructure.Security;

namespace EmsDashboard.Tests.Features.Users;

public sealed class UserAdministrationTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly Accounts _accounts = new(database);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await database.DataSource.EmptyAsync("app_user");

    public ValueTask DisposeAsync() => _accounts.DisposeAsync();

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public async Task ChangeRoleAsync_AdministratorsDemoteEachOtherAtOnce_ExactlyOneIsLeft(int count)
    {
        var people = await AdministratorsAsync(count);

        var refusals = await Task.WhenAll(people.Select((_, i) => Administration.ChangeRoleAsync(people[(i + 1) % count], Policies.Viewer, Cancel)));

        Assert.Equal(UserProblem.LastAdministrator, Assert.Single(refusals, r => r is not null));
        Assert.Equal(1L, await AdministratorCountAsync());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public async Task SetDisabledAsync_AdministratorsDisableEachOtherAtOnce_ExactlyOneIsLeft(int count)
    {
        var people = await AdministratorsAsync(count);

        var refusals = await Task.WhenAll(people.Select((_, i) => Administration.SetDisabledAsync(people[(i + 1) % count], true, Cancel)));

        Assert.Equal(UserProblem.LastAdministrator, Assert.Single(refusals, r => r is not null));
        Assert.Equal(1L, await AdministratorCountAsync());
    }

    [Fact]
    public async Task DemotedAndDisabledAtOnce_CrossWise_OneIsLeft()
    {
        var people = await AdministratorsAsync(2);

        var refusals = await Task.WhenAll(
            Administration.ChangeRoleAsync(people[1], Policies.Staff, Cancel), Administration.SetDisabledAsync(people[0], true, Cancel));

        Assert.Equal(UserProblem.LastAdministrator, Assert.Single(refusals, r => r is not null));
        Assert.Equal(1L, await AdministratorCountAsync());
    }

    [Fact]
    public async Task EveryChange_IsOnRecordWithWhoMadeIt_AndARefusedOneIsNot()
    {
        var ada = (await AdministratorsAsync(1))[0];
        var last = await database.DataSource.ScalarAsync<long>("SELECT max(id) FROM audit_log");

        Assert.Equal(UserProblem.LastAdministrator, await Administration.SetDisabledAsync(ada, true, Cancel));
        Assert.Null(await Administration.AddAsync("mo@example.org", null, Policies.Staff, Accounts.Password, Cancel));
        Assert.Null(await Administration.ChangeRoleAsync("mo@example.org", Policies.Manager, Cancel));
        Assert.Null(await Administration.SetDisabledAsync("mo@example.org", true, Cancel));

        Assert.Equal(["user.added mo@example.org", "user.role_changed mo@example.org", "user.disabled mo@example.org"],
            await database.DataSource.TextsAsync("SELECT action || ' ' || subject FROM audit_log WHERE actor = 'admin@example.org' AND id > $1 ORDER BY id", last));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Policies.Viewer)]
    [InlineData(Policies.Staff)]
    [InlineData(Policies.Manager)]
    public async Task EveryAct_BelowAdministrator_IsDeniedAndChangesNothing(string? role)
    {
        await _accounts.AddAsync("mo@example.org", Policies.Viewer);
        var users = _accounts.As(new TestAccess(role));
        Dictionary<string, Func<Task>> acts = new()
        {
            [nameof(users.ListAsync)] = () => users.ListAsync(null, 1, 50, Cancel),
            [nameof(users.AddAsync)] = () => users.AddAsync("new@example.org", null, Policies.Admin, Accounts.Password, Cancel),
            [nameof(users.ChangeRoleAsync)] = () => users.ChangeRoleAsync("mo@example.org", Policies.Admin, Cancel),
            [nameof(users.ResetPasswordAsync)] = () => users.ResetPasswordAsync("mo@example.org", "another long secret", cancellationToken: Cancel),
            [nameof(users.UnlockAsync)] = () => users.UnlockAsync("mo@example.org", Cancel),
            [nameof(users.SetDisabledAsync)] = () => users.SetDisabledAsync("mo@example.org", true, Cancel),
        };
        var before = await StateAsync();

        foreach (var act in acts.Values) await Assert.ThrowsAsync<AccessDeniedException>(act);

        Assert.Equal(before, await StateAsync());
        // An act that is added to the administration is to be tried here, too.
        Assert.Equal(typeof(UserAdministration).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(m => m.Name).Order(StringComparer.Ordinal),
            acts.Keys.Order(StringComparer.Ordinal));
    }

    private async Task<string[]> AdministratorsAsync(int count)
    {
        string[] people = [.. Enumerable.Range(0, count).Select(i => $"admin{i}@example.org")];
        foreach (var person in people) await _accounts.AddAsync(person, Policies.Admin);
        return people;
    }

    /// <summary>As somebody uses it whose session says administrator, whatever became of that meanwhile.</summary>
    private UserAdministration Administration => _accounts.As(new TestAccess(Policies.Admin));

    private Task<string> StateAsync() => database.DataSource.ScalarAsync<string>("""
        SELECT concat((SELECT string_agg(u::text, ' ' ORDER BY id) FROM app_user u), (SELECT string_agg(m::text, ' ' ORDER BY user_id) FROM app_user_role m),
            (SELECT count(*) FROM audit_log))
        """);

    private Task<long> AdministratorCountAsync() => database.DataSource.ScalarAsync<long>("""
        SELECT count(*) FROM app_user u JOIN app_user_role m ON m.user_id = u.id JOIN app_role r ON r.id = m.role_id
        WHERE r.name = 'admin' AND (u.lockout_end IS NULL OR u.lockout_end < now())
        """);
}
