namespace EmsDashboard.Infrastructure.CommandLine;

/// <summary>What was asked for is refused and nothing was stored or written; the message says in plain words why, and is all a user sees.</summary>
public class RefusedInputException(string message) : Exception(message);
