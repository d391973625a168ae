namespace EmsDashboard.Hooks;

/// <summary>What an inspection found at one of its points that is not as it should be.</summary>
public sealed record InspectionFinding
{
    /// <summary>The point that was looked at.</summary>
    public required string Point { get; init; }

    /// <summary>Code of the meter there; null where there is none.</summary>
    public string? DeviceCode { get; init; }

    /// <summary>What was found, in the inspector's words.</summary>
    public required string Finding { get; init; }

    /// <summary>Number of the work order made for it; null when none was.</summary>
    public string? WorkOrderNumber { get; init; }
}

/// <summary>An inspection round was finished.</summary>
public sealed record InspectionCompletedEvent : HookEvent
{
    /// <summary>Names the round; unique, as people see it.</summary>
    public required string Number { get; init; }

    /// <summary>Name of the plan it followed.</summary>
    public required string Plan { get; init; }

    /// <summary>Code of the group that was inspected; null when the plan names none.</summary>
    public string? GroupCode { get; init; }

    /// <summary>E-mail address of who went round.</summary>
    public required string InspectedBy { get; init; }

    /// <summary>When the round began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was finished.</summary>
    public required DateTimeOffset CompletedAt { get; init; }

    /// <summary>How many points were looked at.</summary>
    public required int PointCount { get; init; }

    /// <summary>How many points of the plan were left out.</summary>
    public required int SkippedCount { get; init; }

    /// <summary>What is not as it should be; empty when all is well.</summary>
    public required IReadOnlyList<InspectionFinding> Findings { get; init; }

    /// <summary>Where people find it, below the product's address: begins with a slash.</summary>
    public required string Path { get; init; }
}
