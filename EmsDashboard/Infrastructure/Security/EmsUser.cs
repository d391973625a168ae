using Microsoft.AspNetCore.Identity;

namespace EmsDashboard.Infrastructure.Security;

/// <summary>A person who may sign in. The e-mail address is the user name.</summary>
public sealed class EmsUser : IdentityUser<int>
{
    public string? DisplayName { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}
