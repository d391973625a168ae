using EmsDashboard.Features.Energy;

namespace EmsDashboard.Tests.Features.Energy;

public sealed class GroupSearchTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly EstateSeed _seed = new(database.DataSource);

    private GroupChoices Queries => new(database.Contexts, TestAccess.Viewer);

    public async ValueTask InitializeAsync() => await _seed.EmptyAsync("device, device_group, device_group_ancestor");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task FindGroupsAsync_Text_FindsNamesAndCodesWithTheExactCodeFirst()
    {
        var site = await _seed.GroupAsync("site");
        await _seed.GroupAsync("a-hall", site);
        await _seed.GroupAsync("hall", site);
        await _seed.GroupAsync("50%", site);

        Assert.Equal(["hall", "a-hall"], (await Queries.FindGroupsAsync("hall", TestContext.Current.CancellationToken)).Select(g => g.Code));
        Assert.Equal(["50%"], (await Queries.FindGroupsAsync("%", TestContext.Current.CancellationToken)).Select(g => g.Code));
        Assert.Equal([0, 1, 1, 1], (await Queries.FindGroupsAsync("", TestContext.Current.CancellationToken)).Select(g => g.Depth));
    }

    [Fact]
    public async Task FindGroupsAsync_NotWithinAGroup_LeavesOutItAndAllBelow()
    {
        var site = await _seed.GroupAsync("site");
        await _seed.GroupAsync("floor", await _seed.GroupAsync("hall", site));
        await _seed.GroupAsync("yard", site);

        Assert.Equal(["site", "yard"], (await Queries.FindGroupsAsync("", notWithin: "hall", TestContext.Current.CancellationToken)).Select(g => g.Code));
        Assert.Empty(await Queries.FindGroupsAsync("", notWithin: "site", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task FindGroupsAsync_VeryManyGroups_AreCut()
    {
        await _seed.ExecuteAsync("INSERT INTO device_group (code, name) SELECT 'g' || i, 'Group ' || i FROM generate_series(1, 300) i");

        Assert.Equal(GroupChoices.FoundGroups, (await Queries.FindGroupsAsync("", TestContext.Current.CancellationToken)).Count);
    }
}
