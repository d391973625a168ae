namespace EmsDashboard.Infrastructure.CommandLine;

/// <summary>What was asked for cannot be done; the message says in plain words why and what to do, and is all a user sees.</summary>
internal class FailedException(string message, Exception? inner = null) : Exception(message, inner);
