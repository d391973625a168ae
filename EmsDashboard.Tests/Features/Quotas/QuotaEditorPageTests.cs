using Bunit;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Administration;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MudBlazor;

namespace EmsDashboard.Tests.Features.Quotas;

/// <summary>One act after another in the editor: each is made on what the one before has stored.</summary>
public sealed class QuotaEditorPageTests : PageTestContext, IClassFixture<TestDatabase>
{
    public QuotaEditorPageTests(TestDatabase database) : base(database, Policies.Manager) =>
        Services.AddSingleton<QuotaTermsQueries>().AddSingleton<QuotaTrialQueries>().AddSingleton<QuotaEditing>().AddSingleton(Options.Create(new QuotaCheckOptions()));

    [Fact]
    public async Task Quota_DeactivatedThenSavedTwice_IsNeverStale_AndEachChangeOfTermsIsAVersion()
    {
        var quota = await Estate.QuotaAsync("Q", QuotaScope.EnergyType);
        var dialogs = Render<MudDialogProvider>();
        var page = Render<QuotaEditorPage>(parameters => parameters.Add(p => p.Code, "Q"));

        page.Act("[data-testid=toggle-active]", button => button.Click());
        Assert.True(await Database.DataSource.ScalarAsync<bool>("SELECT is_active FROM quota"));
        dialogs.Confirm();
        page.WaitForAssertion(() => Assert.StartsWith("Activate", page.Find("[data-testid=toggle-active]").TextContent, StringComparison.Ordinal));
        foreach (var value in (string[])["1100", "1200"])
        {
            page.Act("#q-value", field => field.Change(value));
            page.Act("#q-reason", field => field.Change($"to {value}"));
            page.Act("[data-testid=quota-form]", form => form.Submit());
            // Filled anew: the reason was that of the version which was made.
            page.WaitForAssertion(() => Assert.Equal(("", value), (page.Find("#q-reason").GetAttribute("value") ?? "", page.Find("#q-value").GetAttribute("value"))));
        }

        Assert.Empty(page.FindAll("[data-testid=banner-Warning]"));
        Assert.Equal("1000, 1100 to 1100, 1200 to 1200", await Database.DataSource.ScalarAsync<string>(
            "SELECT string_agg(concat_ws(' ', trim_scale(quota_value), reason), ', ' ORDER BY number) FROM quota_version WHERE quota_id = $1", quota));
    }

    [Fact]
    public async Task ReasonAlone_IsRefused_AndStandsUntilItIsChanged()
    {
        await Estate.QuotaAsync("Q", QuotaScope.EnergyType);
        var page = Render<QuotaEditorPage>(parameters => parameters.Add(p => p.Code, "Q"));
        page.Act("#q-reason", field => field.Change("as agreed"));

        page.Act("[data-testid=quota-form]", form => form.Submit());

        page.WaitForAssertion(() => Assert.Contains("belongs to a new version", page.Find("#problem-Reason").TextContent, StringComparison.Ordinal));
        Assert.Equal("as agreed", page.Find("#q-reason").GetAttribute("value"));

        page.Act("#q-reason", field => field.Change(""));

        Assert.Empty(page.FindAll("[data-testid=problem]"));
        Assert.Null(page.Find("#q-reason").GetAttribute("aria-invalid"));
    }

    [Fact]
    public async Task MonthsThatDoNotAddUp_AreToldWithTheDifference_UntilOneIsChanged()
    {
        await Estate.QuotaAsync("Q", QuotaScope.EnergyType, period: PeriodKind.Yearly);
        var page = Render<QuotaEditorPage>(parameters => parameters.Add(p => p.Code, "Q"));
        page.Act("[data-testid=split-amounts]", button => button.Click());
        page.Act("[data-testid=months] input", field => field.Change("1"));

        page.Act("[data-testid=quota-form]", form => form.Submit());

        page.WaitForAssertion(() => Assert.Contains("\u2212", page.Find("#problem-Distribution").TextContent, StringComparison.Ordinal));
        page.Act("[data-testid=split-days]", button => button.Click());
        Assert.Empty(page.FindAll("[data-testid=problem], [data-testid=months] [aria-invalid]"));
    }

    [Fact]
    public async Task Leaving_WithSomethingTyped_AsksFirst_AndWithNothingDoesNot()
    {
        await Estate.QuotaAsync("Q", QuotaScope.EnergyType);
        var dialogs = Render<MudDialogProvider>();
        var page = Render<QuotaEditorPage>(parameters => parameters.Add(p => p.Code, "Q"));
        page.WaitForElement("#q-name");
        await page.InvokeAsync(() => Navigation.NavigateTo("/before"));
        page.WaitForAssertion(() => Assert.EndsWith("/before", Navigation.Uri, StringComparison.Ordinal));
        page.Act("#q-name", field => field.Change("Mine"));

        await page.InvokeAsync(() => Navigation.NavigateTo("/elsewhere"));

        dialogs.WaitForElement("[data-testid=confirm]");
        Assert.EndsWith("/before", Navigation.Uri, StringComparison.Ordinal);
        dialogs.Confirm();
        page.WaitForAssertion(() => Assert.EndsWith("/elsewhere", Navigation.Uri, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fields_TakeNothing_FromTheSubmitUntilTheNewTermsAreRead()
    {
        var page = Render<QuotaEditorPage>(parameters => parameters.Add(p => p.Code, null));
        foreach (var (field, text) in (ReadOnlySpan<(string, string)>)[("#q-code", "N"), ("#q-name", "New one"), ("#q-value", "100")]) page.Act(field, f => f.Change(text));
        page.Act("#q-scope", field => field.Change(nameof(QuotaScope.EnergyType)));
        await using (var fold = await Database.DataSource.OpenConnectionAsync(Xunit.TestContext.Current.CancellationToken))
        {
            // Ends with its connection.
            await fold.BeginTransactionAsync(Xunit.TestContext.Current.CancellationToken);
            await TransactionLock.TakeAsync(fold, TransactionLock.Fold, Xunit.TestContext.Current.CancellationToken);
            page.Act("[data-testid=quota-form]", form => form.Submit());
            page.WaitForAssertion(() => Assert.True(page.Find("fieldset.whole").HasAttribute("disabled")));
        }

        // The test's navigation changes the address only: the page has not been given the new code yet.
        page.WaitForAssertion(() => Assert.EndsWith("/admin/quotas/N", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        Assert.True(page.Find("fieldset.whole").HasAttribute("disabled"));
        page.Render(parameters => parameters.Add(p => p.Code, "N"));

        page.WaitForAssertion(() => Assert.False(page.Find("fieldset.whole").HasAttribute("disabled")));
        Assert.True(page.Find("#q-code").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Quota_ChangedElsewhere_IsToldAndLoadedWithoutLosingThePage()
    {
        await Estate.QuotaAsync("Q", QuotaScope.EnergyType);
        var page = Render<QuotaEditorPage>(parameters => parameters.Add(p => p.Code, "Q"));
        page.WaitForElement("#q-value");
        await Estate.ExecuteAsync("UPDATE quota SET name = 'Renamed', version = version + 1");

        page.Act("#q-name", field => field.Change("Mine"));
        page.Act("[data-testid=quota-form]", form => form.Submit());
        page.WaitForElement("[data-testid=banner-Warning]");
        Assert.Equal("Mine", page.Find("#q-name").GetAttribute("value"));
        page.Act("[data-testid=banner-Warning] button", button => button.Click());

        page.WaitForAssertion(() => Assert.Equal("Renamed", page.Find("#q-name").GetAttribute("value")));
        Assert.Empty(page.FindAll("[data-testid=banner-Warning]"));
    }
}
