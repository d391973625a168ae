using Bunit;
using EmsDashboard.Features.Energy.Pages;
using EmsDashboard.Infrastructure.Security;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace EmsDashboard.Tests.Features.Energy.Import;

/// <summary>A file from the browser: checked, shown, stored as a whole.</summary>
public sealed class ImportPageTests : PageTestContext, IClassFixture<TestDatabase>
{
    private const string Groups = "group_code,name,parent_code\nSITE,Site,\nHALL,Hall,SITE\n";

    private readonly Imports _imports;

    public ImportPageTests(TestDatabase database) : base(database, Policies.Manager)
    {
        _imports = new Imports(database);
        Services.AddSingleton(_ => _imports.Files);
    }

    [Fact]
    public void Imports_None_SaysSo()
    {
        var page = Open();

        Assert.Contains("No imports yet", page.Find("[data-testid=empty]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-testid=import-report]"));
    }

    [Fact]
    public async Task Imports_WhileTheDatabaseTakesItsTime_AreLoadingAndThenThere()
    {
        await _imports.StoreAsync("groups", Groups);
        IRenderedComponent<ImportPage> page;

        await using (await HoldAsync("import_batch"))
        {
            page = Render<ImportPage>();
            Assert.Single(page.FindAll("[data-testid=loading]"));
        }

        page.WaitForAssertion(() => Assert.Contains("a.csv", page.Find("[data-testid=import-batches] tbody").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Imports_DatabaseBroken_SayWhatFailedAndLoadWhenAskedAgain()
    {
        await BreakAsync("import_batch");
        var page = Render<ImportPage>();
        page.WaitForAssertion(() => Assert.Contains("The imports could not be loaded", page.Find("[data-testid=failed]").TextContent, StringComparison.Ordinal));
        await MendAsync("import_batch");

        page.Act("[data-testid=failed] button", button => button.Click());

        page.WaitForElement("[data-testid=import-file]");
    }

    [Fact]
    public async Task File_WithoutObjection_IsPreviewedAndStoredOnlyWhenTold()
    {
        var page = Open("groups");

        Upload(page, "groups.csv", Groups);

        page.WaitForAssertion(() => Assert.Equal("Checked", page.Find("[data-testid=import-report]").GetAttribute("data-state")));
        Assert.Equal(("2", "2", "0", "0"), (FigureOn(page, "Rows read"), FigureOn(page, "New"), FigureOn(page, "Changed"), FigureOn(page, "Objections")));
        Assert.Equal(0L, await _imports.ScalarAsync<long>("SELECT count(*) FROM device_group"));
        Assert.Contains("Import 2 rows", page.Find("[data-testid=import-store]").TextContent, StringComparison.Ordinal);

        page.Act("[data-testid=import-store]", button => button.Click());

        page.WaitForAssertion(() => Assert.Equal("Stored", page.Find("[data-testid=import-report]").GetAttribute("data-state")));
        Assert.Equal(2L, await _imports.ScalarAsync<long>("SELECT count(*) FROM device_group"));
        Assert.Empty(page.FindAll("[data-testid=import-store]"));
        page.WaitForAssertion(() => Assert.Equal(["Stored", "groups.csv", "manager@example.org"],
            ((string[])["Stored", "groups.csv", "manager@example.org"]).Where(w => page.Find("[data-testid=import-batches] tbody").TextContent.Contains(w, StringComparison.Ordinal))));
    }

    [Fact]
    public async Task File_WithBadRows_ListsEachByLineColumnValueAndReason_AndOffersNoStoring()
    {
        await _imports.SmallEstateAsync();
        var page = Open("energy");

        Upload(page, "days.csv", Imports.EnergyHeader + "E1,2020-01-01,electricity,5\nE9,2020-01-01,electricity,5\nE1,2020-01-32,electricity,5\nE1,2020-01-03,electricity,many\n");

        page.WaitForAssertion(() => Assert.Equal("Refused", page.Find("[data-testid=import-report]").GetAttribute("data-state")));
        Assert.Equal(["3 device_code E9", "4 date 2020-01-32", "5 consumption many"],
            page.FindAll("[data-testid=import-remarks] tbody tr").Select(r => string.Join(' ', r.QuerySelectorAll("td").Take(3).Select(c => c.TextContent))));
        Assert.All(page.FindAll("[data-testid=import-remarks] tbody tr"), r => Assert.EndsWith(".", r.QuerySelectorAll("td")[3].TextContent, StringComparison.Ordinal));
        Assert.Equal(("4", "3"), (FigureOn(page, "Rows read"), FigureOn(page, "Objections")));
        Assert.Empty(page.FindAll("[data-testid=import-store]"));
        Assert.Equal(0L, await _imports.ScalarAsync<long>("SELECT count(*) FROM energy_daily_summary"));
    }

    [Fact]
    public async Task File_WithVeryManyBadRows_ShowsTheFirstAndTheTotal()
    {
        await _imports.SmallEstateAsync();
        var page = Open("energy");

        Upload(page, "days.csv", Imports.EnergyHeader + string.Concat(Enumerable.Range(0, 1200).Select(i => $"NO{i},2020-01-01,electricity,5\n")));

        page.WaitForAssertion(() => Assert.Equal("1\u202F200", FigureOn(page, "Objections")));
        Assert.Equal(200, page.FindAll("[data-testid=import-remarks] tbody tr").Count);
        Assert.Contains("the first 200 of 1\u202F200", page.Find("[data-testid=import-report]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_WhileItIsChecked_ShowsProgressAndTakesNoOtherFile()
    {
        var page = Open("groups");
        Task upload;

        await using (await HoldAsync("device_group"))
        {
            // Handing over a file returns when the page is done with it.
            upload = Task.Run(() => Upload(page, "groups.csv", Groups), Xunit.TestContext.Current.CancellationToken);
            page.WaitForAssertion(() => Assert.Contains("Checking:", page.Find("[data-testid=import-progress]").TextContent, StringComparison.Ordinal));
            Assert.True(page.Find("[data-testid=import-kind]").HasAttribute("disabled"));
            Assert.True(page.Find("[data-testid=import-file]").HasAttribute("disabled"));
        }

        await upload;
        page.WaitForElement("[data-testid=import-report]");
        Assert.Empty(page.FindAll("[data-testid=import-progress]"));
        Assert.False(page.Find("[data-testid=import-kind]").HasAttribute("disabled"));
    }

    [Fact]
    public async Task File_DatabaseBreaksMeanwhile_SaysThatNothingWasStored()
    {
        var page = Open("groups");
        await BreakAsync("device_group");

        Upload(page, "groups.csv", Groups);

        page.WaitForAssertion(() => Assert.Contains("nothing was stored", page.Find("[data-testid=banner-Bad]").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[data-testid=import-progress]"));
        await MendAsync("device_group");
    }

    [Fact]
    public async Task File_AlreadyStored_HasNothingToStore()
    {
        await _imports.StoreAsync("groups", Groups);
        var page = Open("groups");

        Upload(page, "again.csv", Groups);

        page.WaitForAssertion(() => Assert.Contains("stored already", page.Find("[data-testid=import-report]").TextContent, StringComparison.Ordinal));
        Assert.Equal("2", FigureOn(page, "As before"));
        Assert.Empty(page.FindAll("[data-testid=import-store]"));
    }

    [Fact]
    public void Kind_ChangedAfterChoosing_ChecksTheFileAgainAsThat()
    {
        var page = Open("devices");
        Upload(page, "groups.csv", Groups);
        page.WaitForAssertion(() => Assert.Equal("Refused", page.Find("[data-testid=import-report]").GetAttribute("data-state")));

        page.Act("[data-testid=import-kind]", field => field.Change("groups"));

        page.WaitForAssertion(() => Assert.Equal("Checked", page.Find("[data-testid=import-report]").GetAttribute("data-state")));
    }

    [Fact]
    public void Import_BelowManager_IsDenied()
    {
        SignIn(Policies.Staff);

        var page = Render<ImportPage>();

        page.WaitForElement("[data-testid=denied]");
        Assert.Empty(page.FindAll("[data-testid=import-file]"));
    }

    private IRenderedComponent<ImportPage> Open(string kind = "energy")
    {
        var page = Render<ImportPage>();
        page.WaitForElement("[data-testid=import-kind]");
        page.Act("[data-testid=import-kind]", field => field.Change(kind));
        return page;
    }

    private static void Upload(IRenderedComponent<ImportPage> page, string name, string text) =>
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(text, name));

    private static string? FigureOn(IRenderedComponent<ImportPage> page, string name) =>
        page.FindAll("[data-testid=import-report] dt").Single(t => t.TextContent == name).NextElementSibling!.TextContent;
}
