namespace EmsDashboard.Features.Hooks;

/// <summary>Settings of the hooks directly under <c>Ems</c>.</summary>
internal sealed class HooksOptions
{
    public const string Section = "Ems";

    /// <summary>Key of the customer whose hooks run.</summary>
    public string Customer { get; init; } = "default";

    /// <summary>Folder whose folders are the customers; empty: <c>customers</c> beside the program. A relative one counts from there too.</summary>
    public string? CustomersDirectory { get; init; }
}
