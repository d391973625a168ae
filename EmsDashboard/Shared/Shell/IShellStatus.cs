namespace EmsDashboard.Shared.Shell;

/// <summary>What the frame around every page shows of the product's state. Implemented by the slice that composes the start page.</summary>
public interface IShellStatus
{
    Task<ShellStatus> GetAsync(CancellationToken cancellationToken);
}

/// <summary>The product's state, of one moment. Cascades to whatever a page shows of it. All times are in the zone they are to be shown in.</summary>
/// <param name="DataThrough">Last local day with data of any meter; null before the first import.</param>
/// <param name="CheckedAt">End of the last finished check; null before the first.</param>
/// <param name="ActiveAlarms">Alarms nobody has acknowledged.</param>
/// <param name="Now">The product's clock.</param>
/// <param name="SimulatedNow">The product's clock when it has been shifted, else null: a banner then says so on every page.</param>
/// <param name="IsDataLate">The newest data are older than they should be.</param>
/// <param name="CheckOverdueFrom">From when on the last check is too long ago; null when it never is.</param>
public sealed record ShellStatus(
    DateOnly? DataThrough, DateTimeOffset? CheckedAt, int ActiveAlarms, DateTimeOffset Now, DateTimeOffset? SimulatedNow = null, bool IsDataLate = false,
    DateTimeOffset? CheckOverdueFrom = null)
{
    public DateOnly Today => DateOnly.FromDateTime(Now.DateTime);

    public bool IsCheckOverdue => CheckedAt is not null && CheckOverdueFrom <= Now;
}
