namespace EmsDashboard.Hooks;

/// <summary>A vehicle's charging at a station.</summary>
public sealed record ChargingOrderInfo
{
    /// <summary>Names the order; unique. <c>session_id</c> in files.</summary>
    public required string Number { get; init; }

    /// <summary>Code of the charging station.</summary>
    public required string StationCode { get; init; }

    /// <summary>Code of the site it stands on; null where none was given.</summary>
    public string? SiteCode { get; init; }

    /// <summary>Code of who charges; null when not known.</summary>
    public string? UserCode { get; init; }

    /// <summary>When charging began.</summary>
    public required DateTimeOffset StartedAt { get; init; }
}

/// <summary>A vehicle began to charge.</summary>
public sealed record ChargingOrderCreatedEvent : HookEvent
{
    /// <summary>The order.</summary>
    public required ChargingOrderInfo Order { get; init; }
}

/// <summary>A vehicle has charged.</summary>
public sealed record ChargingOrderCompletedEvent : HookEvent
{
    /// <summary>The order.</summary>
    public required ChargingOrderInfo Order { get; init; }

    /// <summary>When charging ended.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Energy delivered, in kWh; 0 when the vehicle took none.</summary>
    public required decimal EnergyKwh { get; init; }

    /// <summary>What it costs, in <see cref="Currency"/>; 0 when it is free, null when not known.</summary>
    public decimal? Fee { get; init; }

    /// <summary>ISO 4217 code of the currency; null without a fee.</summary>
    public string? Currency { get; init; }
}
