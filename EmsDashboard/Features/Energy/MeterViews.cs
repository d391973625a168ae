using EmsDashboard.Features.Energy.Domain;

namespace EmsDashboard.Features.Energy;

/// <summary>Whether a meter delivers.</summary>
public enum MeterState
{
    /// <summary>Data reach to within <see cref="MeterQueries.SilentAfterDays"/> days of today.</summary>
    Reporting,

    /// <summary>In service, had data once, and none since more than <see cref="MeterQueries.SilentAfterDays"/> days.</summary>
    Silent,

    /// <summary>In service without a single day of data.</summary>
    NoData,

    /// <summary>Its last day lies in the past: nothing is expected any more.</summary>
    OutOfService,
}

/// <summary>What the list of meters is narrowed to. Null or empty means all.</summary>
/// <param name="Group">Code of a group; takes in its descendants.</param>
/// <param name="Search">Part of the meter's name or code, whatever the case.</param>
public sealed record MeterFilter(string? Search = null, string? EnergyType = null, string? Group = null, MeterState? State = null)
{
    public bool IsNarrowed => Narrowings > 0;

    /// <summary>How many of its conditions are set.</summary>
    public int Narrowings => (string.IsNullOrWhiteSpace(Search) ? 0 : 1) + (string.IsNullOrEmpty(EnergyType) ? 0 : 1) + (string.IsNullOrEmpty(Group) ? 0 : 1) + (State is null ? 0 : 1);
}

/// <summary>A meter with how far its data reach.</summary>
public sealed record MeterRow
{
    public required int Id { get; init; }
    public required string Code { get; init; }
    public required string Name { get; init; }
    public required string EnergyType { get; init; }
    public required string Unit { get; init; }
    public required string GroupCode { get; init; }
    public required string GroupName { get; init; }
    public required string? Site { get; init; }
    public required string TimeZone { get; init; }
    public required DateOnly? FirstDate { get; init; }
    public required DateOnly? LastDate { get; init; }

    /// <summary>First day of the month with the earliest data; null without any.</summary>
    public required DateOnly? DataSince { get; init; }

    /// <summary>Latest local day with data; null without any.</summary>
    public required DateOnly? DataThrough { get; init; }

    /// <summary>How many days have data.</summary>
    public required long DayCount { get; init; }
    public required MeterState State { get; init; }
}

/// <summary>A page of meters with how many of the same selection are in each state.</summary>
public sealed record MeterPage(IReadOnlyList<MeterRow> Items, int Total, int Silent, int NoData);

/// <summary>How many meters of a type are in service, and how many of them report.</summary>
public sealed record MeterTally(string EnergyType, int InService, int Reporting);

/// <summary>One meter's day; <see cref="Amount"/> is in the meter's own unit and null where no row came.</summary>
public sealed record MeterDay(DateOnly Day, decimal? Amount);

/// <summary>A meter's stay in a group, up to and without the day on which it moved on.</summary>
public sealed record MeterStay(DateOnly Until, string GroupCode, string GroupName);

/// <summary>One meter with its facts and its latest days.</summary>
/// <param name="Version">Changes whenever anything about the meter itself is stored; an edit names it.</param>
public sealed record MeterDetail(MeterRow Meter, decimal? AreaM2, int? Floors, string? SourceId, IReadOnlyList<MeterDay> Days, long Version)
{
    /// <summary>Days on which no data are expected, the earliest first.</summary>
    public IReadOnlyList<DayRange> KnownGaps { get; init; } = [];

    /// <summary>Groups it was in before, the earliest first.</summary>
    public IReadOnlyList<MeterStay> PastGroups { get; init; } = [];

    /// <summary>How many of the days have no row and should have one.</summary>
    public int Missing => Days.Count(d => d.Amount is null && !KnownGaps.Any(g => g.First <= d.Day && d.Day <= g.Last));
}
