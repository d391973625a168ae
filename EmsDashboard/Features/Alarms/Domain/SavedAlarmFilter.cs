namespace EmsDashboard.Features.Alarms.Domain;

/// <summary>What somebody wants to see of the desk, under a name of their own.</summary>
public sealed class SavedAlarmFilter
{
    public const int MaxNameLength = 60;

    public int Id { get; init; }

    /// <summary>E-mail of the person it belongs to.</summary>
    public required string Owner { get; init; }
    public required string Name { get; init; }

    /// <summary>Address of the desk narrowed so.</summary>
    public required string Address { get; set; }

    /// <summary>The desk opens with it; at most one of a person's.</summary>
    public bool IsDefault { get; set; }
}
