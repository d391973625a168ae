namespace EmsDashboard.Tests.Integration.CommandLine;

/// <summary>What <c>user</c> refuses leaves everything as it was.</summary>
public sealed class AccountVerbTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Password = "a long enough password\n";

    private ProductProcess Product => new(database.ConnectionString);

    [Fact]
    public async Task ResetPassword_WithARoleThatIsRefused_KeepsTheOldPasswordToo()
    {
        await Product.DoAsync(["user", "add", "--email", "only@example.org", "--role", "admin"], Password);
        var before = await StateAsync();

        var refused = await Product.RunAsync(["user", "reset-password", "--email", "only@example.org", "--role", "viewer"], "another long password\n");

        Assert.Equal(2, refused.ExitStatus);
        Assert.Contains("last administrator", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(before, await StateAsync());
    }

    [Fact]
    public async Task ResetPassword_WithARole_ChangesBoth()
    {
        await Product.DoAsync(["user", "add", "--email", "both@example.org", "--role", "viewer"], Password);
        var before = await StateAsync();

        await Product.DoAsync(["user", "reset-password", "--email", "both@example.org", "--role", "staff"], "another long password\n");

        Assert.NotEqual(before, await StateAsync());
        Assert.Equal("staff", await database.DataSource.ScalarAsync<string>(
            "SELECT string_agg(r.name, ' ') FROM app_user u JOIN app_user_role m ON m.user_id = u.id JOIN app_role r ON r.id = m.role_id WHERE u.email = 'both@example.org'"));
        Assert.Equal("""{"role": "staff"}""", await database.DataSource.ScalarAsync<string>(
            "SELECT detail::text FROM audit_log WHERE action = 'user.password_reset' AND subject = 'both@example.org'"));
    }

    [Theory]
    [InlineData(256, 0)]
    [InlineData(257, 2)]
    public async Task Add_AnAddressOfAnyLength_IsTakenUpToThatOfItsColumn(int length, int expected)
    {
        var email = "@example.org".PadLeft(length, 'x');

        var added = await Product.RunAsync(["user", "add", "--email", email, "--role", "viewer"], Password);

        Assert.Equal(expected, added.ExitStatus);
        if (expected != 0) Assert.Contains("256", added.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", added.Errors, StringComparison.Ordinal);
    }

    private Task<string> StateAsync() => database.DataSource.ScalarAsync<string>(
        "SELECT concat((SELECT string_agg(md5(u::text), ' ' ORDER BY id) FROM app_user u), (SELECT string_agg(m::text, ' ' ORDER BY user_id) FROM app_user_role m), (SELECT count(*) FROM audit_log))");
}
