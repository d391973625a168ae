using EmsDashboard.Features.Quotas.Persistence;
using EmsDashboard.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace EmsDashboard.Features.Quotas;

/// <summary>Quotas that somebody names by their codes.</summary>
internal static class QuotaCodes
{
    /// <exception cref="UnknownQuotaException">One of the codes is not known: a mistyped one must not read like a quota without results.</exception>
    public static async Task RefuseUnknownAsync(EmsDbContext db, IReadOnlyCollection<string> codes, CancellationToken cancellationToken)
    {
        if (codes.Count == 0) return;
        await db.Database.OpenConnectionAsync(cancellationToken);
        await DueQuotas.RefuseUnknownAsync((NpgsqlConnection)db.Database.GetDbConnection(), codes, cancellationToken);
    }
}
