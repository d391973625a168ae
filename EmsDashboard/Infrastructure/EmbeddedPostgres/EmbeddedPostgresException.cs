using EmsDashboard.Infrastructure.CommandLine;

namespace EmsDashboard.Infrastructure.EmbeddedPostgres;

/// <summary>
/// The embedded PostgreSQL could not be started. The message is one clear text for the person at the terminal:
/// what is wrong, and which command or setting is the way out.
/// </summary>
internal sealed class EmbeddedPostgresException(string message, Exception? inner = null) : StartupException(message, inner);
