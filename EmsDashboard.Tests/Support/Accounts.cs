using EmsDashboard.Features.Users;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EmsDashboard.Tests.Support;

/// <summary>The product's accounts on a test's database: roles exist, nobody is there yet.</summary>
internal sealed class Accounts : IAsyncDisposable
{
    public const string Password = "correct horse battery";

    private readonly ServiceProvider _services;

    public Accounts(TestDatabase database)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.AddSecurity();
        builder.Services.AddLogging();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddDbContextFactory<EmsDbContext>(options => PersistenceSetup.Configure(options, database.DataSource));
        _services = builder.Services.BuildServiceProvider();
    }

    public IServiceScopeFactory Scopes => _services.GetRequiredService<IServiceScopeFactory>();

    /// <summary>The administration as somebody uses it.</summary>
    public UserAdministration As(IAccess who) => new(Scopes, who, TimeProvider.System);

    public async Task AddAsync(string email, string role, string? name = null) =>
        Assert.Null(await As(new TestAccess(Policies.Admin)).AddAsync(email, name, role, Password, TestContext.Current.CancellationToken));

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
