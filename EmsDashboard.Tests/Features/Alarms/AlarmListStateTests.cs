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
        var (one, two) = (AlarmRows.Of(1), AlarmRows.Of(2));
        var selection = new AlarmSelection();
        selection.Toggle(one);
        selection.ToggleAll([one, two]);
        Assert.Equal([1, 2], selection.Ids.Order());
        selection.ToggleAll([one, two]);
        Assert.Empty(selection.Ids);

        selection.SelectWholeFilter([new(5, 1, false), new(6, 1, false), new(7, 1, true)]);
        Assert.True(selection.IsWholeFilter);
        selection.Toggle(AlarmRows.Of(6));
        Assert.False(selection.IsWholeFilter);
        Assert.Equal([5, 7], selection.Ids.Order());
        Assert.Equal([new AlarmSeen(5, 1)], selection.ToAcknowledge);
        Assert.Equal(1, selection.Acknowledged);
    }

    [Fact]
    public void Selection_AcknowledgedBySomebodySince_IsStillToBeTriedSoThatTheyAreToldWhoWasFaster()
    {
        var selection = new AlarmSelection();
        selection.ToggleAll([AlarmRows.Of(1), AlarmRows.Acknowledged(2)]);
        selection.ToggleAll([AlarmRows.Acknowledged(1), AlarmRows.Acknowledged(2), AlarmRows.Of(3)]);

        Assert.Equal([1, 3], selection.ToAcknowledge.Select(alarm => alarm.Id).Order());
        Assert.Equal(1, selection.Acknowledged);
    }

    private static AlarmPage Page(params long[] ids) => new([.. ids.Select(AlarmRows.Of)], ids.Length, new AlarmCounts(ids.Length, 0, 0, 0));
}
