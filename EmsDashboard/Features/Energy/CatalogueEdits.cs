using System.Globalization;
using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Energy.Import;

namespace EmsDashboard.Features.Energy;

/// <summary>What a person says about a group.</summary>
/// <param name="ParentCode">Null for a root.</param>
public sealed record GroupEdit(string Code, string Name, string? ParentCode);

/// <summary>What a person says about a meter; codes and symbols as in files.</summary>
/// <param name="LastDate">Null while the meter is in service.</param>
public sealed record DeviceEdit(
    string Code,
    string Name,
    string EnergyType,
    string Unit,
    string GroupCode,
    string TimeZone,
    string? Site = null,
    decimal? AreaM2 = null,
    int? Floors = null,
    string? SourceId = null,
    DateOnly? FirstDate = null,
    DateOnly? LastDate = null)
{
    /// <summary>Days between the first and the last on which no data are expected, in any order.</summary>
    public IReadOnlyList<DayRange> KnownGaps { get; init; } = [];

    /// <summary>Groups it was in before, in any order.</summary>
    public IReadOnlyList<PastGroup> PastGroups { get; init; } = [];
}

/// <summary>Why an edit was not made.</summary>
/// <param name="Field">Property of the edit, for example <c>Name</c>; empty when the edit as a whole is meant.</param>
public sealed record EditProblem(string Field, ImportReason Reason)
{
    public EditProblem(string field, string code, params object[] facts) : this(field, new ImportReason(code, facts)) { }

    public string In(CultureInfo culture) => Reason.In(culture);
}

/// <summary>Somebody else has changed the group or meter since it was read.</summary>
/// <param name="Version">The version that is stored now.</param>
/// <param name="ChangedBy">Who changed it, and when; null when a file did.</param>
public sealed record StaleEdit(long Version, string? ChangedBy, DateTimeOffset? ChangedAt);

/// <summary>An edit that was made has no problems and is not stale; any other changed nothing.</summary>
public sealed record EditResult(IReadOnlyList<EditProblem> Problems, StaleEdit? Stale = null)
{
    public bool Succeeded => Problems.Count == 0 && Stale is null;
}
