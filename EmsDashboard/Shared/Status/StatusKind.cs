namespace EmsDashboard.Shared.Status;

/// <summary>
/// What a person is told at a glance, in the order lists show it: the worst first. Each has a silhouette, a word and a colour of its own.
/// </summary>
public enum StatusKind
{
    /// <summary>At or above the alert threshold.</summary>
    Exceeded,

    /// <summary>Expected to reach a threshold on the forecast by the end of the period.</summary>
    Forecast,

    /// <summary>At or above the warning threshold, below the alert.</summary>
    Warning,

    /// <summary>Data of the period are so incomplete that the figure may be too low.</summary>
    Incomplete,

    /// <summary>Data have stopped coming.</summary>
    Stale,

    /// <summary>Not one row in the period.</summary>
    NoData,

    /// <summary>The quota is zero or less: nothing to measure against.</summary>
    NoLimit,

    /// <summary>Below every threshold.</summary>
    Normal,
}

/// <summary>How a status is written in styles and resources.</summary>
public static class StatusKindNames
{
    /// <summary>Colour class: the data states share one grey.</summary>
    public static string CssClass(this StatusKind status) => status switch
    {
        StatusKind.Exceeded => "exceeded",
        StatusKind.Forecast => "forecast",
        StatusKind.Warning => "warning",
        StatusKind.Normal => "normal",
        _ => "grey",
    };

    /// <summary>Key of the word in <see cref="SharedText"/>.</summary>
    public static string TextKey(this StatusKind status) => $"Status{status}";
}
