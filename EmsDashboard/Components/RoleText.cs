using System.Security.Claims;
using EmsDashboard.Infrastructure.Security;

namespace EmsDashboard.Components;

/// <summary>The word for a person's role.</summary>
internal static class RoleText
{
    /// <summary>Key in <see cref="LayoutText"/> of the highest role the person holds.</summary>
    public static string KeyOf(ClaimsPrincipal person) => KeyOf(Policies.All.LastOrDefault(person.IsInRole) ?? Policies.Viewer);

    public static string KeyOf(string role) => role switch
    {
        Policies.Admin => "RoleAdmin",
        Policies.Manager => "RoleManager",
        Policies.Staff => "RoleStaff",
        _ => "RoleViewer",
    };
}
