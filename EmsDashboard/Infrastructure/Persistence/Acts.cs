using EmsDashboard.Infrastructure.Security;

namespace EmsDashboard.Infrastructure.Persistence;

/// <summary>Why an act was not carried out; either way nothing was stored.</summary>
public enum ActFailure
{
    /// <summary>The role does not allow it, or no longer.</summary>
    Denied,

    /// <summary>The database did not answer or refused; the next try may go through.</summary>
    NotStored,
}

/// <summary>
/// Carries out what somebody asked for on a page. A page never dies of an act that fails: it keeps what was typed, says what could not
/// be done and lets the person try again.
/// </summary>
public sealed partial class Acts(ILogger<Acts> logger)
{
    /// <returns>Null when the act came through. Whatever is neither a denial nor the database's is a fault of ours and is thrown on.</returns>
    public async Task<ActFailure?> TryAsync(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (AccessDeniedException)
        {
            return ActFailure.Denied;
        }
        catch (Exception error) when (DatabaseFault.Is(error))
        {
            LogNotStored(logger, DatabaseFault.Reason(error), DatabaseFault.IsAway(error) ? null : error);
            return ActFailure.NotStored;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "An act of somebody on a page could not be stored: {Reason}")]
    private static partial void LogNotStored(ILogger logger, string reason, Exception? error);
}
