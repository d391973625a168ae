using EmsDashboard.Infrastructure.Persistence;
using Microsoft.AspNetCore.Identity;

namespace EmsDashboard.Infrastructure.Security;

/// <summary>Makes the first administrator for whoever holds the setup link.</summary>
internal sealed class FirstAdministrator(EmsDbContext context, UserManager<EmsUser> users, SetupLink link, TimeProvider time)
{
    /// <returns>The new administrator; null with Identity's reasons when refused, or without any when the link is no longer valid.</returns>
    public async Task<(EmsUser? User, IReadOnlyList<string> Problems)> CreateAsync(string? token, string email, string? name, string password, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        // The lock of every change of users: of two people with the same link, one gets in and the other finds it spent.
        await TransactionLock.TakeAsync(context, TransactionLock.Users, cancellationToken);
        if (!await link.IsValidAsync(token, cancellationToken)) return (null, []);

        var user = new EmsUser
        {
            UserName = email, Email = email, EmailConfirmed = true, CreatedAt = time.GetUtcNow(), DisplayName = string.IsNullOrWhiteSpace(name) ? null : name.Trim(),
        };
        var created = await users.CreateAsync(user, password);
        if (created.Succeeded) created = await users.AddToRoleAsync(user, Policies.Admin);
        if (!created.Succeeded) return (null, [.. created.Errors.Select(e => e.Description)]);

        context.Add(new AuditEntry { At = time.GetUtcNow(), Actor = email, Action = "user.first_administrator", Subject = email });
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (user, []);
    }
}
