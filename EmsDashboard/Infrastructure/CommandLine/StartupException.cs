namespace EmsDashboard.Infrastructure.CommandLine;

/// <summary>The application cannot start; the message says in plain words why and what to do, and is all a user sees.</summary>
internal class StartupException(string message, Exception? inner = null) : FailedException(message, inner);
