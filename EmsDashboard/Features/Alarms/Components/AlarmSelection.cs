namespace EmsDashboard.Features.Alarms.Components;

/// <summary>Which alarms the next act is for: some rows, or everything under the filter. Remembers which were acknowledged when they were selected.</summary>
internal sealed class AlarmSelection
{
    private readonly Dictionary<long, bool> _acknowledged = [];

    public int Count => _acknowledged.Count;

    /// <summary>Everything under the filter was selected, beyond the rows that are shown.</summary>
    public bool IsWholeFilter { get; private set; }

    public IReadOnlyCollection<long> Ids => _acknowledged.Keys;

    /// <summary>Those there is something to acknowledge about.</summary>
    public IReadOnlyCollection<long> ToAcknowledge => [.. _acknowledged.Where(alarm => !alarm.Value).Select(alarm => alarm.Key)];

    /// <summary>How many were acknowledged already when they were selected.</summary>
    public int Acknowledged => _acknowledged.Count(alarm => alarm.Value);

    public void Toggle(AlarmRow row)
    {
        if (!_acknowledged.Remove(row.Id)) Add(row);
        IsWholeFilter = false;
    }

    /// <summary>All of these, or none of them if all were selected.</summary>
    public void ToggleAll(IReadOnlyCollection<AlarmRow> rows)
    {
        if (rows.All(row => _acknowledged.ContainsKey(row.Id)))
            foreach (var row in rows) _acknowledged.Remove(row.Id);
        else
            foreach (var row in rows) Add(row);
        IsWholeFilter = false;
    }

    public void SelectWholeFilter(IEnumerable<AlarmChoice> alarms)
    {
        _acknowledged.Clear();
        foreach (var alarm in alarms) _acknowledged[alarm.Id] = alarm.IsAcknowledged;
        IsWholeFilter = true;
    }

    public void Clear()
    {
        _acknowledged.Clear();
        IsWholeFilter = false;
    }

    // A row that was selected before keeps what it was then: whoever acknowledged it since was faster.
    private void Add(AlarmRow row) => _acknowledged.TryAdd(row.Id, row.AcknowledgedAt is not null);
}
