namespace EmsDashboard.Shared.Shell;

/// <summary>What the frame around every page shows of the product's state. Implemented by the slice that composes the start page.</summary>
public interface IShellStatus
{
    Task<ShellStatus> GetAsync(CancellationToken cancellationToken);
}

/// <param name="DataThrough">Last local day with data of any meter; null before the first import.</param>
/// <param name="CheckedAt">End of the last finished check, in the zone it is to be shown in; null before the first.</param>
/// <param name="ActiveAlarms">Alarms nobody has acknowledged.</param>
/// <param name="Now">The product's clock, in the zone it is to be shown in.</param>
/// <param name="SimulatedNow">The product's clock when it has been shifted, else null: a banner then says so on every page.</param>
/// <param name="Late">The check or the data are overdue.</param>
public sealed record ShellStatus(DateOnly? DataThrough, DateTimeOffset? CheckedAt, int ActiveAlarms, DateTimeOffset Now, DateTimeOffset? SimulatedNow = null, bool Late = false);
