using Microsoft.AspNetCore.Identity;

namespace EmsDashboard.Infrastructure.Security;

/// <summary>A person who may sign in. The e-mail address is the user name.</summary>
public sealed class EmsUser : IdentityUser<int>
{
    public string? DisplayName { get; set; }
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Kept out by an administrator: a lock that never ends, unlike the one after wrong passwords.</summary>
    public bool IsDisabled => LockoutEnd > new DateTimeOffset(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);
}
