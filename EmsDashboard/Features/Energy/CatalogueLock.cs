using EmsDashboard.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace EmsDashboard.Features.Energy;

/// <summary>
/// Keeps groups and devices still while rows that name them are taken in: a change of the catalogue takes the lock alone, an import of
/// data shares it. Held to the end of the transaction.
/// </summary>
internal static class CatalogueLock
{
    public static Task TakeAsync(EmsDbContext db, bool toChange, CancellationToken cancellationToken) =>
        TransactionLock.TakeAsync((NpgsqlConnection)db.Database.GetDbConnection(), TransactionLock.Catalogue, cancellationToken, shared: !toChange);
}
