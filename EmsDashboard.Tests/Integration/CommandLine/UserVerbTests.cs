using System.Text.Json;

namespace EmsDashboard.Tests.Integration.CommandLine;

/// <summary><c>user add</c> and <c>user reset-password</c>: the password comes from standard input.</summary>
public sealed class UserVerbTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private ProductProcess Product => new(database.ConnectionString);

    [Fact]
    public async Task User_AddedAndReset_IsThereOnce_AndMistakesAreRefused()
    {
        var added = await Product.RunAsync(["user", "add", "--email", "mo@example.org", "--role", "manager", "--name", "M. Okafor", "--json"], "a long enough password\n");
        var again = await Product.RunAsync(["user", "add", "--email", "mo@example.org", "--role", "admin", "--json"], "a long enough password\n");
        var weak = await Product.RunAsync(["user", "add", "--email", "li@example.org", "--role", "viewer"], "short\n");
        var hash = await HashAsync();
        var reset = await Product.RunAsync(["user", "reset-password", "--email", "mo@example.org", "--role", "staff"], "another long password\n");
        var nobody = await Product.RunAsync(["user", "reset-password", "--email", "nobody@example.org", "--json"], "another long password\n");

        Assert.Equal((0, "mo@example.org", "added"), (added.ExitStatus, Document(added).GetProperty("email").GetString(), Document(added).GetProperty("state").GetString()));
        Assert.Equal((2, "refused", "mo@example.org has an account already; use user reset-password."), (again.ExitStatus, Document(again).GetProperty("state").GetString(), Document(again).GetProperty("reason").GetString()));
        Assert.Equal((2, ""), (weak.ExitStatus, weak.Output));
        Assert.Contains("at least 12 characters", weak.Errors, StringComparison.Ordinal);
        Assert.Equal((0, 2), (reset.ExitStatus, nobody.ExitStatus));
        Assert.Equal("There is no user nobody@example.org.", Document(nobody).GetProperty("reason").GetString());
        Assert.NotEqual(hash, await HashAsync());
        Assert.Equal(["mo@example.org M. Okafor staff"], await database.DataSource.TextsAsync(
            "SELECT concat_ws(' ', u.email, u.display_name, r.name) FROM app_user u JOIN app_user_role m ON m.user_id = u.id JOIN app_role r ON r.id = m.role_id"));
        // Nothing anybody typed in secret stands in a log.
        Assert.Equal(0L, await database.DataSource.ScalarAsync<long>("SELECT count(*) FROM audit_log WHERE detail::text LIKE '%long%'"));
    }

    private Task<string> HashAsync() => database.DataSource.ScalarAsync<string>("SELECT password_hash FROM app_user");

    private static JsonElement Document(VerbResult result) => JsonDocument.Parse(result.Output).RootElement;
}
