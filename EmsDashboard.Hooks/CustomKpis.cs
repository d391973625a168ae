namespace EmsDashboard.Hooks;

/// <summary>A quota with its use in the running period.</summary>
/// <param name="Quota">The quota.</param>
/// <param name="Usage">Its use; null while no check has judged it.</param>
public sealed record QuotaStanding(QuotaInfo Quota, QuotaUsageInfo? Usage);

/// <summary>The overview asks for the customer's own figures.</summary>
public sealed record CustomKpiRequest : HookEvent
{
    /// <summary>Language the cards are to speak: <c>en</c> or <c>zh-CN</c>.</summary>
    public required string Language { get; init; }

    /// <summary>Every active quota with its use in the running period, in order of their codes.</summary>
    public required IReadOnlyList<QuotaStanding> Quotas { get; init; }
}

/// <summary>How a figure stands.</summary>
public enum KpiSeverity
{
    /// <summary>Nothing to say about it.</summary>
    Normal,

    /// <summary>Somebody should look.</summary>
    Warning,

    /// <summary>Somebody has to act.</summary>
    Critical,
}

/// <summary>A figure of the customer's own on the overview.</summary>
public sealed record KpiCard
{
    /// <summary>What the figure is, in the language that was asked for; at most 60 characters are shown.</summary>
    public required string Title { get; init; }

    /// <summary>The figure; null when it is not known now, which is shown as a dash.</summary>
    public required decimal? Value { get; init; }

    /// <summary>Unit or currency, shown behind the figure; empty for a bare number.</summary>
    public required string Unit { get; init; }

    /// <summary>How many decimals to show, 0 to 6.</summary>
    public int Decimals { get; init; }

    /// <summary>A line below the figure; null for none.</summary>
    public string? Note { get; init; }

    /// <summary>How the figure stands.</summary>
    public KpiSeverity Severity { get; init; }
}
