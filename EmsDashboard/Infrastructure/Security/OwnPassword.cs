using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Infrastructure.Security;

/// <summary>What became of somebody's wish for a new password.</summary>
internal enum OwnPasswordResult
{
    Changed,
    CurrentWrong,

    /// <summary>Too many wrong guesses: a session left open is no way to find the password out.</summary>
    Locked,
    TooShort,
}

/// <summary>People change their own password; the new security stamp ends their other sessions.</summary>
internal sealed class OwnPassword(EmsDbContext context, UserManager<EmsUser> users, SignInManager<EmsUser> signIn, IAccess access, TimeProvider time)
{
    /// <exception cref="AccessDeniedException">Nobody is signed in.</exception>
    public async Task<OwnPasswordResult> ChangeAsync(string current, string wanted, CancellationToken cancellationToken)
    {
        var actor = await access.DemandAsync(Policies.Viewer);
        var user = await users.FindByNameAsync(actor.Name) ?? throw new AccessDeniedException(Policies.Viewer, null);
        var check = await signIn.CheckPasswordSignInAsync(user, current, lockoutOnFailure: true);
        if (check.IsLockedOut) return OwnPasswordResult.Locked;
        if (!check.Succeeded) return OwnPasswordResult.CurrentWrong;
        if (wanted.Length < users.Options.Password.RequiredLength) return OwnPasswordResult.TooShort;

        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var changed = await users.ChangePasswordAsync(user, current, wanted);
        if (!changed.Succeeded) return OwnPasswordResult.TooShort;
        context.Add(new AuditEntry { At = time.GetUtcNow(), Actor = actor.Name, Action = "user.password_changed", Subject = actor.Name });
        await context.SaveChangesAsync(cancellationToken);
        await context.Database.ExecuteSqlAsync($"SELECT ems.touch({Topics.Users})", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await signIn.RefreshSignInAsync(user);
        return OwnPasswordResult.Changed;
    }
}
