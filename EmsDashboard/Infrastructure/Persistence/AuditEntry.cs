namespace EmsDashboard.Infrastructure.Persistence;

/// <summary>A line of the audit log: who did what to which subject. Written in the transaction of the act; the database refuses to change or delete it.</summary>
public sealed class AuditEntry
{
    public long Id { get; init; }
    public DateTimeOffset At { get; init; }

    /// <summary>E-mail of the person, or <c>system</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>What was done, as <c>subject.verb</c>, for example <c>quota.created</c>.</summary>
    public required string Action { get; init; }

    /// <summary>Code or id of what it was done to.</summary>
    public required string Subject { get; init; }

    /// <summary>Further facts as a JSON object; never a secret.</summary>
    public string? Detail { get; init; }
}
