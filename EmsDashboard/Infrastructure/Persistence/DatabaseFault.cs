using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace EmsDashboard.Infrastructure.Persistence;

/// <summary>Tells what the database did not do from what is a fault of ours.</summary>
internal static class DatabaseFault
{
    /// <summary>
    /// EF wraps what the driver says: in a DbUpdateException, and a lost connection in an InvalidOperationException. Of a connection that
    /// was lost between two statements the driver itself says only that its transaction is over, in its own name or, inlined, the mapper's.
    /// </summary>
    public static bool Is(Exception error) => error is DbException or DbUpdateException or TimeoutException or InvalidOperationException { Source: "Npgsql" or "Microsoft.EntityFrameworkCore.Relational" }
        || (error.InnerException is { } inner && Is(inner));

    /// <summary>It does not answer or takes nobody; whatever else it says is a fault of ours.</summary>
    public static bool IsAway(Exception error) => error switch
    {
        PostgresException { SqlState: var state } => state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("53", StringComparison.Ordinal) || state.StartsWith("57P", StringComparison.Ordinal),
        NpgsqlException or TimeoutException or InvalidOperationException { Source: "Npgsql" } => true,
        _ => error.InnerException is { } inner && IsAway(inner),
    };

    /// <summary>What the driver or the server said, without what was wrapped around it.</summary>
    public static string Reason(Exception error) => error is DbException || error.InnerException is not { } inner ? error.Message : Reason(inner);
}
