namespace EmsDashboard.Features.Energy.Domain;

/// <summary>A meter: one energy type, one unit, one time zone, in one group at a time.</summary>
public sealed class Device
{
    private readonly List<DevicePastGroup> _pastGroups = [];

    private Device() { }

    public Device(string code, EnergyType energyType, Unit unit)
    {
        Code = code;
        EnergyType = energyType.Code;
        Unit = unit.Symbol;
    }

    public int Id { get; private set; }

    /// <summary>Unique, case-sensitive, at most 64 characters.</summary>
    public string Code { get; private set; } = null!;
    public string Name { get; private set; } = null!;
    public string EnergyType { get; private set; } = null!;

    /// <summary>Unit of the rows this meter delivers; stored amounts are canonical.</summary>
    public string Unit { get; private set; } = null!;
    public int GroupId { get; private set; }
    public DeviceGroup Group { get; private set; } = null!;

    /// <summary>Groups it was in before, in any order.</summary>
    public IReadOnlyCollection<DevicePastGroup> PastGroups => _pastGroups;
    public string? Site { get; private set; }

    /// <summary>IANA zone whose calendar day a daily summary covers.</summary>
    public string TimeZone { get; private set; } = null!;
    public decimal? AreaM2 { get; private set; }
    public int? Floors { get; private set; }
    public string? SourceId { get; private set; }

    /// <summary>First local day data are expected for; null when not known.</summary>
    public DateOnly? FirstDate { get; private set; }

    /// <summary>Last local day data are expected for; null while the meter is in service.</summary>
    public DateOnly? LastDate { get; private set; }

    /// <summary>Days between the first and the last on which no data are expected, as ranges that neither overlap nor touch, the earliest first.</summary>
    public IReadOnlyList<DayRange> KnownGaps { get; private set; } = [];

    /// <summary>Sets what the meter measures. The caller has made sure that it has no data, whose meaning would change with it.</summary>
    public void Measure(EnergyType energyType, Unit unit)
    {
        EnergyType = energyType.Code;
        Unit = unit.Symbol;
    }

    /// <summary>Takes over everything the catalogue says about the meter except its identity, type and unit.</summary>
    public void Describe(string name, int groupId, string timeZone, string? site, decimal? areaM2, int? floors, string? sourceId,
        DateOnly? firstDate, DateOnly? lastDate, IReadOnlyList<DayRange> knownGaps)
    {
        Name = name;
        GroupId = groupId;
        TimeZone = timeZone;
        Site = site;
        AreaM2 = areaM2;
        Floors = floors;
        SourceId = sourceId;
        FirstDate = firstDate;
        LastDate = lastDate;
        if (!KnownGaps.SequenceEqual(knownGaps)) KnownGaps = knownGaps;
    }

    /// <summary>Says which groups it was in before.</summary>
    /// <param name="past">No two until the same day.</param>
    /// <returns>Whether that is something new.</returns>
    public bool WasIn(IReadOnlyCollection<(DateOnly Until, int GroupId)> past)
    {
        if (_pastGroups.Select(p => (p.Until, p.GroupId)).ToHashSet().SetEquals(past)) return false;
        _pastGroups.RemoveAll(p => past.All(n => n.Until != p.Until));
        foreach (var (until, group) in past)
        {
            if (_pastGroups.Find(p => p.Until == until) is { } known) known.GroupId = group;
            else _pastGroups.Add(new DevicePastGroup { Until = until, GroupId = group });
        }

        return true;
    }
}

/// <summary>A stay of a device in a group that is over.</summary>
public sealed class DevicePastGroup
{
    public int DeviceId { get; init; }

    /// <summary>The day on which it moved on, the first that it was no longer there.</summary>
    public DateOnly Until { get; init; }
    public int GroupId { get; internal set; }
    public DeviceGroup Group { get; init; } = null!;
}
