using System.Text.Json;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Features.Users;

/// <summary>Why a change of a user was refused. The name is the key of its text.</summary>
public enum UserProblem
{
    EmailInvalid,
    EmailTaken,
    PasswordTooShort,
    PasswordRefused,
    RoleUnknown,
    UserGone,

    /// <summary>It would leave nobody who can administer the product.</summary>
    LastAdministrator,
}

/// <summary>A person who may sign in.</summary>
/// <param name="LockedUntil">End of a lock after failed attempts; null when not locked or when disabled.</param>
public sealed record UserRow(int Id, string Email, string? DisplayName, string Role, bool IsDisabled, DateTimeOffset? LockedUntil, DateTimeOffset CreatedAt);

/// <param name="Total">How many there are on all pages.</param>
public sealed record UserPage(IReadOnlyList<UserRow> Items, int Total);

/// <summary>
/// Everything that changes who may sign in. Each act has its own session and transaction with its line in the audit log, and ends the
/// person's open sessions by a new security stamp.
/// </summary>
public sealed class UserAdministration(IServiceScopeFactory scopes, IAccess access, TimeProvider time)
{
    /// <summary>Characters a password needs at least.</summary>
    public const int PasswordLength = 12;

    /// <summary>A page of the people by e-mail, with how many there are.</summary>
    /// <param name="search">Part of the name or e-mail, in any case; null for all.</param>
    /// <param name="page">From 1; a page beyond the end gives the last one that holds anybody.</param>
    /// <exception cref="AccessDeniedException">The actor is no administrator.</exception>
    public async Task<UserPage> ListAsync(string? search, int page, int pageSize, CancellationToken cancellationToken = default)
    {
        await access.DemandAsync(Policies.Admin);
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<EmsDbContext>();
        var people = context.Users.AsNoTracking();
        if (!string.IsNullOrWhiteSpace(search))
        {
            var pattern = SearchPattern.Containing(search);
            people = people.Where(u => EF.Functions.ILike(u.Email!, pattern, SearchPattern.Escape) || EF.Functions.ILike(u.DisplayName!, pattern, SearchPattern.Escape));
        }

        var total = await people.CountAsync(cancellationToken);
        var last = Math.Max(1, (total + pageSize - 1) / pageSize);
        var shown = people.OrderBy(u => u.Email).Skip((Math.Clamp(page, 1, last) - 1) * pageSize).Take(pageSize);
        var rows = await (
            from user in shown
            join membership in context.UserRoles on user.Id equals membership.UserId into memberships
            from membership in memberships.DefaultIfEmpty()
            join role in context.Roles on membership.RoleId equals role.Id into roles
            from role in roles.DefaultIfEmpty()
            orderby user.Email
            select new { user, role = role.Name }).ToListAsync(cancellationToken);
        // Identity's lock runs in real time whatever the product's clock shows.
        var now = TimeProvider.System.GetUtcNow();
        return new UserPage([.. rows.Select(r => new UserRow(r.user.Id, r.user.Email!, r.user.DisplayName, r.role ?? "", r.user.IsDisabled,
            r.user.IsDisabled || r.user.LockoutEnd < now ? null : r.user.LockoutEnd, r.user.CreatedAt))], total);
    }

    public Task<UserProblem?> AddAsync(string email, string? displayName, string role, string password, CancellationToken cancellationToken = default) =>
        ActAsync("user.added", email.Trim(), new { role }, async users =>
        {
            email = email.Trim();
            if (!EmsUser.IsUsableEmail(email)) return UserProblem.EmailInvalid;
            if (!Policies.All.Contains(role)) return UserProblem.RoleUnknown;
            if (password.Length < PasswordLength) return UserProblem.PasswordTooShort;
            if (await users.FindByEmailAsync(email) is not null) return UserProblem.EmailTaken;
            var user = new EmsUser { UserName = email, Email = email, EmailConfirmed = true, DisplayName = Blank(displayName), CreatedAt = time.GetUtcNow() };
            var created = await users.CreateAsync(user, password);
            if (!created.Succeeded) return created.Errors.Any(e => e.Code.StartsWith("Password", StringComparison.Ordinal)) ? UserProblem.PasswordRefused : UserProblem.EmailInvalid;
            Check(await users.AddToRoleAsync(user, role));
            return null;
        }, cancellationToken);

    public Task<UserProblem?> ChangeRoleAsync(string email, string role, CancellationToken cancellationToken = default) =>
        ChangeAsync("user.role_changed", email, new { role }, (users, user) => GiveRoleAsync(users, user, role), cancellationToken);

    /// <summary>Sets a password and lifts a lock.</summary>
    /// <param name="role">Also gives this role; null leaves the one there is.</param>
    public Task<UserProblem?> ResetPasswordAsync(string email, string password, string? role = null, CancellationToken cancellationToken = default) =>
        ChangeAsync("user.password_reset", email, role is null ? null : new { role }, async (users, user) =>
        {
            if (role is not null && await GiveRoleAsync(users, user, role) is { } problem) return problem;
            if (password.Length < PasswordLength) return UserProblem.PasswordTooShort;
            var reset = await users.ResetPasswordAsync(user, await users.GeneratePasswordResetTokenAsync(user), password);
            if (!reset.Succeeded) return UserProblem.PasswordRefused;
            if (!user.IsDisabled) Check(await users.SetLockoutEndDateAsync(user, null));
            Check(await users.ResetAccessFailedCountAsync(user));
            return null;
        }, cancellationToken);

    public Task<UserProblem?> UnlockAsync(string email, CancellationToken cancellationToken = default) =>
        ChangeAsync("user.unlocked", email, null, async (users, user) =>
        {
            if (!user.IsDisabled) Check(await users.SetLockoutEndDateAsync(user, null));
            Check(await users.ResetAccessFailedCountAsync(user));
            return null;
        }, cancellationToken);

    /// <summary>Keeps a person out, or lets them in again; what they did stays in every log.</summary>
    public Task<UserProblem?> SetDisabledAsync(string email, bool disabled, CancellationToken cancellationToken = default) =>
        ChangeAsync(disabled ? "user.disabled" : "user.enabled", email, null, async (users, user) =>
        {
            if (disabled && await IsLastAdministratorAsync(users, user)) return UserProblem.LastAdministrator;
            Check(await users.SetLockoutEndDateAsync(user, disabled ? DateTimeOffset.MaxValue : null));
            return null;
        }, cancellationToken);

    private static async Task<UserProblem?> GiveRoleAsync(UserManager<EmsUser> users, EmsUser user, string role)
    {
        if (!Policies.All.Contains(role)) return UserProblem.RoleUnknown;
        if (role != Policies.Admin && await IsLastAdministratorAsync(users, user)) return UserProblem.LastAdministrator;
        Check(await users.RemoveFromRolesAsync(user, await users.GetRolesAsync(user)));
        Check(await users.AddToRoleAsync(user, role));
        return null;
    }

    private Task<UserProblem?> ChangeAsync(string action, string email, object? detail,
        Func<UserManager<EmsUser>, EmsUser, Task<UserProblem?>> change, CancellationToken cancellationToken) =>
        ActAsync(action, email, detail, async users =>
        {
            if (await users.FindByEmailAsync(email) is not { } user) return UserProblem.UserGone;
            if (await change(users, user) is { } problem) return problem;
            Check(await users.UpdateSecurityStampAsync(user));
            return null;
        }, cancellationToken);

    private async Task<UserProblem?> ActAsync(string action, string subject, object? detail, Func<UserManager<EmsUser>, Task<UserProblem?>> act, CancellationToken cancellationToken)
    {
        var actor = await access.DemandAsync(Policies.Admin);
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<EmsDbContext>();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        // One at a time: two administrators who demote each other must not both succeed.
        await TransactionLock.TakeAsync(context, TransactionLock.Users, cancellationToken);
        if (await act(scope.ServiceProvider.GetRequiredService<UserManager<EmsUser>>()) is { } problem) return problem;
        context.Add(new AuditEntry
        {
            At = time.GetUtcNow(), Actor = actor.Name, Action = action, Subject = subject, Detail = detail is null ? null : JsonSerializer.Serialize(detail),
        });
        await context.SaveChangesAsync(cancellationToken);
        await context.Database.ExecuteSqlAsync($"SELECT ems.touch({Topics.Users})", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    private static async Task<bool> IsLastAdministratorAsync(UserManager<EmsUser> users, EmsUser user) =>
        !(await users.GetUsersInRoleAsync(Policies.Admin)).Any(other => other.Id != user.Id && !other.IsDisabled)
        && await users.IsInRoleAsync(user, Policies.Admin);

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded) throw new InvalidOperationException(string.Join(" ", result.Errors.Select(e => e.Description)));
    }
}
