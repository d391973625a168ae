namespace EmsDashboard.Hooks;

/// <summary>A report is there to be fetched.</summary>
public sealed record ReportGeneratedEvent : HookEvent
{
    /// <summary>Names the report.</summary>
    public required long ReportId { get; init; }

    /// <summary>Code of its kind, such as <c>quota_month</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What it is called, in <see cref="Language"/>.</summary>
    public required string Title { get; init; }

    /// <summary>First day it covers.</summary>
    public required DateOnly PeriodStart { get; init; }

    /// <summary>First day after those it covers.</summary>
    public required DateOnly PeriodEnd { get; init; }

    /// <summary>Language it is written in: <c>en</c> or <c>zh-CN</c>.</summary>
    public required string Language { get; init; }

    /// <summary>Media type of the file, such as <c>application/pdf</c>.</summary>
    public required string MediaType { get; init; }

    /// <summary>Name of the file.</summary>
    public required string FileName { get; init; }

    /// <summary>Size of the file in bytes.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>E-mail address of who asked for it; null when it was made by schedule.</summary>
    public string? RequestedBy { get; init; }

    /// <summary>Where it can be fetched, below the product's address: begins with a slash.</summary>
    public required string Path { get; init; }
}
