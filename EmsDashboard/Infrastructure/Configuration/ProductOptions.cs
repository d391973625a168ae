namespace EmsDashboard.Infrastructure.Configuration;

/// <summary>Settings directly under <c>Ems</c>.</summary>
internal sealed class ProductOptions
{
    public const string Section = "Ems";

    /// <summary>Where the embedded PostgreSQL and other local state live; empty: a folder of the user's.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Creates the demo estate in an empty database and shows its accounts at sign-in.</summary>
    public bool Demo { get; init; }
}

/// <summary>Settings under <c>Ems:Clock</c>.</summary>
internal sealed class ClockOptions
{
    public const string Section = "Ems:Clock";

    /// <summary>The clock starts here when the process starts and ticks on; empty: real time. Without an offset it is UTC.</summary>
    public DateTimeOffset? StartAt { get; init; }
}

/// <summary>Settings under <c>Ems:Postgres</c>.</summary>
internal sealed class PostgresOptions
{
    public const string Section = "Ems:Postgres";

    /// <summary>Folder with <c>postgres</c> and <c>initdb</c> for the embedded PostgreSQL; empty: looked up.</summary>
    public string? BinDirectory { get; init; }
}
