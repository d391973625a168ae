using System.Security.Cryptography;
using EmsDashboard.Infrastructure.Persistence;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Infrastructure.Security;

/// <summary>
/// The way in for the first administrator: a link printed at the start while the product has no user. It holds for a day and is spent
/// by the first user, whoever that is; nothing about it is stored.
/// </summary>
internal sealed class SetupLink(IDataProtectionProvider protection, IDbContextFactory<EmsDbContext> contexts)
{
    public const string Path = "/account/setup";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("EmsDashboard.SetupLink").ToTimeLimitedDataProtector();

    /// <summary>Path and token of a new link; null when somebody can sign in already.</summary>
    public async Task<string?> CreateAsync(CancellationToken cancellationToken) =>
        await IsNeededAsync(cancellationToken) ? $"{Path}?token={_protector.Protect("first administrator", Lifetime)}" : null;

    /// <summary>True while the token is one of ours, not too old, and still nobody can sign in.</summary>
    public async Task<bool> IsValidAsync(string? token, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(token)) return false;
        try
        {
            _protector.Unprotect(token);
        }
        catch (CryptographicException)
        {
            return false;
        }

        return await IsNeededAsync(cancellationToken);
    }

    private async Task<bool> IsNeededAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return !await context.Users.AnyAsync(cancellationToken);
    }
}
