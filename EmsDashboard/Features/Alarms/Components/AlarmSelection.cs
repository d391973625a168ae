namespace EmsDashboard.Features.Alarms.Components;

/// <summary>Which alarms the next act is for: some rows, or everything under the filter. Remembers how each was seen when it was selected.</summary>
internal sealed class AlarmSelection
{
    private readonly Dictionary<long, AlarmChoice> _chosen = [];

    public int Count => _chosen.Count;

    /// <summary>Everything under the filter was selected, beyond the rows that are shown.</summary>
    public bool IsWholeFilter { get; private set; }

    public IReadOnlyCollection<long> Ids => _chosen.Keys;

    public IReadOnlyCollection<AlarmSeen> Seen => [.. _chosen.Values.Select(alarm => alarm.Seen)];

    /// <summary>Those there is something to acknowledge about.</summary>
    public IReadOnlyCollection<AlarmSeen> ToAcknowledge => [.. _chosen.Values.Where(alarm => !alarm.IsAcknowledged).Select(alarm => alarm.Seen)];

    /// <summary>How many were acknowledged already when they were selected.</summary>
    public int Acknowledged => _chosen.Values.Count(alarm => alarm.IsAcknowledged);

    public void Toggle(AlarmRow row)
    {
        if (!_chosen.Remove(row.Id)) Add(row);
        IsWholeFilter = false;
    }

    /// <summary>All of these, or none of them if all were selected.</summary>
    public void ToggleAll(IReadOnlyCollection<AlarmRow> rows)
    {
        if (rows.All(row => _chosen.ContainsKey(row.Id)))
            foreach (var row in rows) _chosen.Remove(row.Id);
        else
            foreach (var row in rows) Add(row);
        IsWholeFilter = false;
    }

    public void SelectWholeFilter(IEnumerable<AlarmChoice> alarms)
    {
        _chosen.Clear();
        foreach (var alarm in alarms) _chosen[alarm.Id] = alarm;
        IsWholeFilter = true;
    }

    public void Clear()
    {
        _chosen.Clear();
        IsWholeFilter = false;
    }

    // A row that was selected before keeps what it was then: whoever changed it since was faster, and what became worse nobody has seen.
    private void Add(AlarmRow row) => _chosen.TryAdd(row.Id, new AlarmChoice(row.Id, row.Version, row.AcknowledgedAt is not null));
}
