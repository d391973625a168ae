using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace EmsDashboard.Infrastructure.Persistence;

/// <summary>
/// A turn that one transaction on the database has at a time, or several that share it, until it ends. Taken in a statement of its own:
/// the next one sees what the transaction it waited for has done.
/// </summary>
internal static class TransactionLock
{
    public const string Catalogue = "ems.catalogue";
    public const string Fold = "ems.fold";

    /// <summary>Quotas are changed one after the other: whether one may be a part of another depends on all those above it.</summary>
    public const string Quotas = "ems.quotas";
    public const string Users = "ems.users";

    public static Task TakeAsync(EmsDbContext db, string name, CancellationToken cancellationToken) =>
        TakeAsync((NpgsqlConnection)db.Database.GetDbConnection(), name, cancellationToken);

    /// <param name="shared">Those who share it wait for nobody but one who wants it alone.</param>
    public static async Task TakeAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken, bool shared = false)
    {
        // Who has it may be storing years of data; the session's limit is meant for rows and tables.
        await connection.ExecuteAsync("SET LOCAL lock_timeout = '10min'", [], cancellationToken);
        await using var wait = connection.Command($"SELECT pg_advisory_xact_lock{(shared ? "_shared" : "")}(hashtext($1))", name);
        wait.CommandTimeout = 0;
        await wait.ExecuteNonQueryAsync(cancellationToken);
        await connection.ExecuteAsync("SET LOCAL lock_timeout TO DEFAULT", [], cancellationToken);
    }
}
