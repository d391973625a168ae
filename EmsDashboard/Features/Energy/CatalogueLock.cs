using EmsDashboard.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Features.Energy;

/// <summary>
/// Keeps groups and devices still while rows that name them are taken in: a change of the catalogue takes the lock alone, an import of
/// data shares it. Held to the end of the transaction; taken in a statement of its own, so that what follows sees the outcome.
/// </summary>
internal static class CatalogueLock
{
    public static Task TakeAsync(EmsDbContext db, bool toChange, CancellationToken cancellationToken) => toChange
        ? db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtext('ems.catalogue'))", cancellationToken)
        : db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock_shared(hashtext('ems.catalogue'))", cancellationToken);
}
