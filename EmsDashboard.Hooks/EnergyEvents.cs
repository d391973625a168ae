namespace EmsDashboard.Hooks;

/// <summary>How data came in.</summary>
public enum EnergyDataSource
{
    /// <summary>A file, on the page, the command line or the API.</summary>
    File,

    /// <summary>Rows that a gateway or another system pushed to the API.</summary>
    Api,
}

/// <summary>What a delivery changed for one energy type.</summary>
public sealed record EnergyTypeChange
{
    /// <summary>Code of the energy type, such as <c>electricity</c>.</summary>
    public required string EnergyType { get; init; }

    /// <summary>Unit of <see cref="Change"/>: kWh or m3.</summary>
    public required string Unit { get; init; }

    /// <summary>How many meters' days it changed.</summary>
    public required int DeviceCount { get; init; }

    /// <summary>Daily totals that are new or different.</summary>
    public required int DayCount { get; init; }

    /// <summary>What all of that adds to the use known before, exactly; negative when corrections take away more.</summary>
    public required decimal Change { get; init; }

    /// <summary>Earliest day it changed, in the meters' own time zones.</summary>
    public required DateOnly FirstDay { get; init; }

    /// <summary>Latest day it changed.</summary>
    public required DateOnly LastDay { get; init; }
}

/// <summary>Meter data were stored: one delivery, summed up.</summary>
public sealed record EnergyDataReceivedEvent : HookEvent
{
    /// <summary>How many of <see cref="DeviceCodes"/> there are at most.</summary>
    public const int MaxDeviceCodes = 1000;

    /// <summary>Number of the import, as the import page shows it; null of rows that were pushed.</summary>
    public long? ImportId { get; init; }

    /// <summary>How it came in.</summary>
    public required EnergyDataSource Source { get; init; }

    /// <summary>Name of the file, or of the first and how many more; null of rows that were pushed.</summary>
    public string? FileName { get; init; }

    /// <summary>E-mail address of the person, or name of the API key or programme.</summary>
    public required string ReceivedBy { get; init; }

    /// <summary>Rows that were read.</summary>
    public required int RowsRead { get; init; }

    /// <summary>Of these, daily totals that were not there before.</summary>
    public required int Inserted { get; init; }

    /// <summary>Of these, daily totals that were different before.</summary>
    public required int Updated { get; init; }

    /// <summary>Of these, daily totals that were there already.</summary>
    public required int Unchanged { get; init; }

    /// <summary>How many meters' days changed.</summary>
    public required int DeviceCount { get; init; }

    /// <summary>Codes of these meters in order, at most <see cref="MaxDeviceCodes"/> of them.</summary>
    public required IReadOnlyList<string> DeviceCodes { get; init; }

    /// <summary>What changed, an energy type each.</summary>
    public required IReadOnlyList<EnergyTypeChange> Changes { get; init; }
}
