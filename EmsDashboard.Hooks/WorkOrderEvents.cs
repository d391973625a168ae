namespace EmsDashboard.Hooks;

/// <summary>How soon a work order is to be done.</summary>
public enum WorkOrderPriority
{
    /// <summary>When there is time.</summary>
    Low,

    /// <summary>As usual.</summary>
    Normal,

    /// <summary>Before others.</summary>
    High,

    /// <summary>Now.</summary>
    Urgent,
}

/// <summary>Something to be done on the plant.</summary>
public sealed record WorkOrderInfo
{
    /// <summary>Names the work order; unique, as people see it.</summary>
    public required string Number { get; init; }

    /// <summary>What is to be done, in a line.</summary>
    public required string Title { get; init; }

    /// <summary>What is to be done, at length; null when the title says it all.</summary>
    public string? Description { get; init; }

    /// <summary>How soon.</summary>
    public required WorkOrderPriority Priority { get; init; }

    /// <summary>Code of the meter it is about; null when it is about none.</summary>
    public string? DeviceCode { get; init; }

    /// <summary>Code of the group it is about; null when it is about none.</summary>
    public string? GroupCode { get; init; }

    /// <summary>The alarm it was made for; null when it was made for none.</summary>
    public long? AlarmId { get; init; }

    /// <summary>E-mail address of who made it, or the name of what did.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>E-mail address of who is to do it; null while nobody is.</summary>
    public string? AssignedTo { get; init; }

    /// <summary>By when it is to be done; null when no term was set.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Where people find it, below the product's address: begins with a slash.</summary>
    public required string Path { get; init; }
}

/// <summary>A work order was made.</summary>
public sealed record WorkOrderCreatedEvent : HookEvent
{
    /// <summary>The work order.</summary>
    public required WorkOrderInfo WorkOrder { get; init; }
}

/// <summary>A work order was done.</summary>
public sealed record WorkOrderCompletedEvent : HookEvent
{
    /// <summary>The work order.</summary>
    public required WorkOrderInfo WorkOrder { get; init; }

    /// <summary>E-mail address of who did it.</summary>
    public required string CompletedBy { get; init; }

    /// <summary>When it was done.</summary>
    public required DateTimeOffset CompletedAt { get; init; }

    /// <summary>What was done, in their words; null when nothing was written.</summary>
    public string? Result { get; init; }

    /// <summary>Hours worked on it, of all people together; null when not recorded.</summary>
    public decimal? LabourHours { get; init; }

    /// <summary>What it cost, in <see cref="Currency"/>; null when not recorded.</summary>
    public decimal? Cost { get; init; }

    /// <summary>ISO 4217 code of the currency; null without a cost.</summary>
    public string? Currency { get; init; }
}
