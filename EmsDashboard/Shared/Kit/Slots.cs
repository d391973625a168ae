namespace EmsDashboard.Shared.Kit;

/// <summary>Places in the layout that a page may fill.</summary>
public static class Slots
{
    /// <summary>The path at the left of the top line; filled by <see cref="PageHeader"/>.</summary>
    public const string Crumbs = "crumbs";

    /// <summary>Under the top line, over the page: one <see cref="Banner"/>, the gravest.</summary>
    public const string Banner = "banner";
}
