namespace EmsDashboard.Features.Alarms.Components;

/// <summary>
/// The rows a list of alarms shows. A refresh while somebody points at the list changes what the rows say but neither their order nor
/// their number, so that nobody acts on the wrong alarm; what is new waits and is counted.
/// </summary>
internal sealed class AlarmListState
{
    private AlarmPage? _waiting;

    public IReadOnlyList<AlarmRow> Rows { get; private set; } = [];

    /// <summary>Rows that came with the last refresh.</summary>
    public IReadOnlySet<long> New { get; private set; } = new HashSet<long>();

    /// <summary>How many alarms wait to be shown until nobody points at the list.</summary>
    public int Waiting => _waiting is null ? 0 : _waiting.Items.Count(item => Rows.All(row => row.Id != item.Id));

    /// <summary>Another page or filter: everything is replaced and nothing is new.</summary>
    public void Show(AlarmPage page)
    {
        Rows = page.Items;
        New = new HashSet<long>();
        _waiting = null;
    }

    /// <summary>The same page again, as it is now.</summary>
    /// <param name="hold">Somebody points at the list.</param>
    /// <param name="left">Rows that are shown but no longer on the page, as they are now.</param>
    public void Refresh(AlarmPage page, bool hold, IReadOnlyCollection<AlarmRow> left)
    {
        if (hold)
        {
            var now = page.Items.Concat(left).DistinctBy(row => row.Id).ToDictionary(row => row.Id);
            Rows = [.. Rows.Select(row => now.GetValueOrDefault(row.Id, row))];
            _waiting = page;
            return;
        }

        var known = Rows.Select(row => row.Id).ToHashSet();
        New = page.Items.Select(row => row.Id).Where(id => !known.Contains(id)).ToHashSet();
        Rows = page.Items;
        _waiting = null;
    }

    /// <summary>Nobody points at the list any more: what waited is shown.</summary>
    public void Release()
    {
        if (_waiting is { } page) Refresh(page, hold: false, []);
    }

    /// <summary>Shown rows that a fresh page no longer holds.</summary>
    public IReadOnlyCollection<long> LeftOut(AlarmPage page)
    {
        var there = page.Items.Select(row => row.Id).ToHashSet();
        return [.. Rows.Select(row => row.Id).Where(id => !there.Contains(id))];
    }
}
