using EmsDashboard.Features.Alarms;
using EmsDashboard.Features.Alarms.Components;

namespace EmsDashboard.Tests.Features.Alarms;

public sealed class AlarmListStateTests
{
    [Fact]
    public void Refresh_NobodyPoints_TakesTheNewOrderAndTintsWhatCame()
    {
        var list = new AlarmListState();
        list.Show(Page(1, 2));

        list.Refresh(Page(3, 1, 2), hold: false, []);

        Assert.Equal([3, 1, 2], list.Rows.Select(row => row.Id));
        Assert.Equal([3], list.New);
        Assert.Equal(0, list.Waiting);
    }

    [Fact]
    public void Refresh_SomebodyPoints_KeepsTheOrderUpdatesTheRowsAndCountsWhatWaits()
    {
        var list = new AlarmListState();
        list.Show(Page(1, 2));

        list.Refresh(Page(3, 2), hold: true, left: [AlarmRows.Of(1) with { AcknowledgedBy = "Li Wei" }]);

        Assert.Equal([1, 2], list.Rows.Select(row => row.Id));
        Assert.Equal("Li Wei", list.Rows[0].AcknowledgedBy);
        Assert.Equal(1, list.Waiting);

        list.Release();

        Assert.Equal([3, 2], list.Rows.Select(row => row.Id));
        Assert.Equal(0, list.Waiting);
        Assert.Equal([3], list.New);
    }

    [Fact]
    public void LeftOut_RowsThatLeftThePage_AreNamed()
    {
        var list = new AlarmListState();
        list.Show(Page(1, 2, 3));

        Assert.Equal([1, 3], list.LeftOut(Page(2, 4)));
    }

    [Fact]
    public void Selection_ToggledShownAndWholeFilter_CountsWhatTheNextActIsFor()
    {
        var selection = new AlarmSelection();
        selection.Toggle(1);
        selection.ToggleAll([1, 2]);
        Assert.Equal([1, 2], selection.Ids.Order());
        selection.ToggleAll([1, 2]);
        Assert.Empty(selection.Ids);

        selection.SelectWholeFilter([5, 6, 7]);
        Assert.True(selection.IsWholeFilter);
        selection.Toggle(6);
        Assert.False(selection.IsWholeFilter);
        Assert.Equal([5, 7], selection.Ids.Order());
    }

    private static AlarmPage Page(params long[] ids) => new([.. ids.Select(AlarmRows.Of)], ids.Length, new AlarmCounts(ids.Length, 0, 0, 0));
}
