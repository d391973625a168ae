namespace EmsDashboard.Infrastructure.CommandLine;

/// <summary>What was asked for is refused and nothing was stored or written; the message says in plain words why, and is all a user sees.</summary>
public class RefusedInputException(string message) : Exception(message)
{
    /// <summary>The same for a program that asked for JSON.</summary>
    public virtual object Document => new { State = "refused", Reason = Message };
}
