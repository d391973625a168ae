namespace EmsDashboard.Hooks;

/// <summary>Whether a meter delivers.</summary>
public enum DeviceStatus
{
    /// <summary>Its data are up to date.</summary>
    Reporting,

    /// <summary>In service, had data once, and none for days.</summary>
    Silent,

    /// <summary>In service without a single day of data.</summary>
    NoData,

    /// <summary>Its last day lies in the past: nothing is expected any more.</summary>
    OutOfService,
}

/// <summary>A meter: one energy type, one unit, one time zone, in one group.</summary>
public sealed record DeviceInfo
{
    /// <summary>Names the meter; unique, and the same for its whole life.</summary>
    public required string Code { get; init; }

    /// <summary>What people call it; may change.</summary>
    public required string Name { get; init; }

    /// <summary>Code of its energy type, such as <c>electricity</c>.</summary>
    public required string EnergyType { get; init; }

    /// <summary>Unit it delivers in, such as kWh, MWh, GJ, m3 or L.</summary>
    public required string Unit { get; init; }

    /// <summary>IANA name of the time zone whose calendar days it counts by.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Code of the group it is in now.</summary>
    public required string GroupCode { get; init; }

    /// <summary>Name of that group.</summary>
    public required string GroupName { get; init; }

    /// <summary>The site it stands on; null where none was given.</summary>
    public string? Site { get; init; }
}

/// <summary>A meter went silent, came back, or was taken out of service.</summary>
public sealed record DeviceStatusChangedEvent : HookEvent
{
    /// <summary>The meter.</summary>
    public required DeviceInfo Device { get; init; }

    /// <summary>What it was; null of a meter that is new.</summary>
    public DeviceStatus? OldStatus { get; init; }

    /// <summary>What it is now.</summary>
    public required DeviceStatus NewStatus { get; init; }

    /// <summary>Latest day it has data of; null if it never had any.</summary>
    public DateOnly? DataThrough { get; init; }
}
