namespace EmsDashboard.Hooks;

/// <summary>
/// What every hook is given: something that happened, as it stood at that moment. Nothing in it changes any more, and nothing in it reaches
/// back into the product. Amounts are decimals in the unit that stands beside them; instants are UTC; days are calendar days of the place
/// the event names.
/// </summary>
public abstract record HookEvent
{
    /// <summary>
    /// Names this event for ever. A delivery that was broken off is repeated with the same id, so this is the key by which a hook that
    /// bills, books or sends recognises what it has done already.
    /// </summary>
    public required Guid EventId { get; init; }

    /// <summary>When it happened, by the product's clock, in UTC. The delivery may come later.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
