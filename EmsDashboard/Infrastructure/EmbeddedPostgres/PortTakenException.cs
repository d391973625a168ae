namespace EmsDashboard.Infrastructure.EmbeddedPostgres;

/// <summary>Somebody else took the port between looking and listening.</summary>
internal sealed class PortTakenException(string message) : Exception(message);
