using System.Data.Common;
using Microsoft.EntityFrameworkCore;

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

    /// <summary>What the driver or the server said, without what was wrapped around it.</summary>
    public static string Reason(Exception error) => error is DbException || error.InnerException is not { } inner ? error.Message : Reason(inner);
}
