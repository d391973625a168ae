using Bunit;
using EmsDashboard.Features.Energy;
using EmsDashboard.Features.Energy.Administration;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Administration;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Hierarchy;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Infrastructure.Time;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EmsDashboard.Tests.Features;

/// <summary>Saving fails, for want of a database or of a role: nothing that was typed is lost, and the next try goes through.</summary>
public sealed class OutageTests : BunitTestContext, IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly TestDatabase _database;
    private readonly Failing _failing;

    public OutageTests(TestDatabase database)
    {
        _database = database;
        _failing = new Failing(database);
        TestAccess admin = new(Policies.Admin);
        Services.AddSingleton(database.DataSource);
        Services.AddSingleton(database.Contexts);
        Services.AddSingleton<IAccess>(admin);
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton<IChangeFeed>(new TestChangeFeed());
        Services.AddSingleton(new ViewerClock(TimeProvider.System));
        Services.AddSingleton<Acts>().AddSingleton<QuotaTermsQueries>().AddSingleton<QuotaTrialQueries>().AddSingleton<QuotaHierarchyQueries>().AddSingleton<CatalogueQueries>().AddSingleton<MeterQueries>().AddSingleton<GroupChoices>();
        Services.AddSingleton(new QuotaEditing(_failing, _failing, TimeProvider.System, Options.Create(new QuotaCheckOptions())));
        Services.AddSingleton(new CatalogueEditing(_failing, _failing, TimeProvider.System));
        AddAuthorization().SetAuthorized("admin@example.org").SetPolicies([.. Policies.All]);
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    public async ValueTask InitializeAsync() => await new EstateSeed(_database.DataSource).EmptyAsync("quota, device, device_group");

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();

    [Theory]
    [InlineData(false, "The database did not answer")]
    [InlineData(true, "Your role does not allow it")]
    public void QuotaEditor_SavingFails_KeepsWhatWasTypedAndSavesLater(bool denied, string why)
    {
        var page = Render<QuotaEditorPage>();
        page.WaitForAssertion(() => Assert.NotNull(page.Find("#q-code")));
        page.Act("#q-code", field => field.Change("OUT"));
        page.Act("#q-name", field => field.Change("Typed with care"));
        page.Act("#q-scope", field => field.Change(nameof(QuotaScope.EnergyType)));
        // The scope asks the database for what the target used, and draws anew when it answers.
        page.Act("#q-value", field => field.Change("1000"));

        _failing.Fail(denied);
        page.Act("form", form => form.Submit());

        page.WaitForAssertion(() => Assert.Contains(why, page.Find("[data-testid=banner-Bad]").TextContent, StringComparison.Ordinal));
        Assert.Contains("Nothing was stored", page.Find("[data-testid=banner-Bad]").TextContent, StringComparison.Ordinal);
        Assert.Equal("Typed with care", page.Find("#q-name").GetAttribute("value"));

        _failing.Recover();
        page.Act("form", form => form.Submit());

        var navigation = Services.GetRequiredService<NavigationManager>();
        page.WaitForAssertion(() => Assert.EndsWith("/admin/quotas/OUT", navigation.Uri, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, "The database did not answer")]
    [InlineData(true, "Your role does not allow it")]
    public void Groups_SavingFails_KeepsWhatWasTypedAndSavesLater(bool denied, string why)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/admin/groups?new=group");
        var page = Render<GroupsPage>();
        page.WaitForAssertion(() => Assert.NotNull(page.Find("#group-code")));
        page.Act("#group-code", field => field.Change("OUT"));
        page.Act("#group-name", field => field.Change("Typed with care"));

        _failing.Fail(denied);
        page.Act("form", form => form.Submit());

        page.WaitForAssertion(() => Assert.Contains(why, page.Find("[data-testid=banner-Bad]").TextContent, StringComparison.Ordinal));
        Assert.Equal("Typed with care", page.Find("#group-name").GetAttribute("value"));

        _failing.Recover();
        page.Act("form", form => form.Submit());

        page.WaitForAssertion(() => Assert.Contains("Typed with care", page.Find("[data-testid=group-tree]").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[data-testid=banner-Bad]"));
    }

    [Fact]
    public async Task TryAsync_AFaultOfOurs_IsThrownOn() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Services.GetRequiredService<Acts>().TryAsync(() => throw new InvalidOperationException("ours")));

    /// <summary>The database and the role of somebody whose acts fail for a while.</summary>
    private sealed class Failing(IDbContextFactory<EmsDbContext> working) : IDbContextFactory<EmsDbContext>, IAccess, IDisposable
    {
        private readonly NpgsqlDataSource _nowhere = PersistenceSetup.CreateDataSource("Host=127.0.0.1;Port=1;Username=ems", loggers: null);
        private bool _isOut;
        private bool _isDenied;

        public void Fail(bool denied) => (_isDenied, _isOut) = (denied, !denied);

        public void Recover() => (_isDenied, _isOut) = (false, false);

        public EmsDbContext CreateDbContext()
        {
            if (!_isOut) return working.CreateDbContext();
            var options = new DbContextOptionsBuilder<EmsDbContext>();
            PersistenceSetup.Configure(options, _nowhere);
            return new EmsDbContext(options.Options);
        }

        public ValueTask<Actor?> CurrentAsync() => new TestAccess(_isDenied ? Policies.Viewer : Policies.Admin).CurrentAsync();

        public ValueTask<Actor> DemandAsync(string policy) => new TestAccess(_isDenied ? Policies.Viewer : Policies.Admin).DemandAsync(policy);

        public void Dispose() => _nowhere.Dispose();
    }
}
