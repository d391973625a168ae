using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Identity;

namespace EmsDashboard.Infrastructure.Security;

/// <summary>A person who may sign in. The e-mail address is the user name.</summary>
public sealed class EmsUser : IdentityUser<int>
{
    /// <summary>Length of the columns that hold an address.</summary>
    public const int MaxEmailLength = 256;

    public string? DisplayName { get; set; }
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Kept out by an administrator: a lock that never ends, unlike the one after wrong passwords.</summary>
    public bool IsDisabled => LockoutEnd > new DateTimeOffset(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>True for what can be the address of an account.</summary>
    public static bool IsUsableEmail(string email) => email.Length is > 0 and <= MaxEmailLength && new EmailAddressAttribute().IsValid(email);
}
