namespace EmsDashboard.Features.Alarms.Components;

/// <summary>Which alarms the next act is for: some rows, or everything under the filter.</summary>
internal sealed class AlarmSelection
{
    private readonly HashSet<long> _ids = [];

    public int Count => _ids.Count;

    /// <summary>Everything under the filter was selected, beyond the rows that are shown.</summary>
    public bool IsWholeFilter { get; private set; }

    public IReadOnlyCollection<long> Ids => _ids;

    public bool Contains(long id) => _ids.Contains(id);

    public void Toggle(long id)
    {
        if (!_ids.Remove(id)) _ids.Add(id);
        IsWholeFilter = false;
    }

    /// <summary>All of these, or none of them if all were selected.</summary>
    public void ToggleAll(IReadOnlyCollection<long> ids)
    {
        if (ids.All(_ids.Contains)) _ids.ExceptWith(ids);
        else _ids.UnionWith(ids);
        IsWholeFilter = false;
    }

    public void SelectWholeFilter(IEnumerable<long> ids)
    {
        _ids.Clear();
        _ids.UnionWith(ids);
        IsWholeFilter = true;
    }

    public void Clear()
    {
        _ids.Clear();
        IsWholeFilter = false;
    }
}
