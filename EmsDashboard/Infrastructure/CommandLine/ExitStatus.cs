namespace EmsDashboard.Infrastructure.CommandLine;

/// <summary>What a verb tells the shell.</summary>
internal static class ExitStatus
{
    public const int Done = 0;
    public const int Failed = 1;

    /// <summary>The input was refused and nothing was stored.</summary>
    public const int Refused = 2;

    public const int WrongUsage = 64;
}
