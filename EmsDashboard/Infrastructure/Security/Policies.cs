namespace EmsDashboard.Infrastructure.Security;

/// <summary>Roles, each holding the rights of the ones before it; policies carry the same names.</summary>
public static class Policies
{
    /// <summary>May look.</summary>
    public const string Viewer = "viewer";

    /// <summary>May also work on alarms.</summary>
    public const string Staff = "staff";

    /// <summary>May also set quotas and import data.</summary>
    public const string Manager = "manager";

    /// <summary>May do everything: users, groups and meters, Hangfire.</summary>
    public const string Admin = "admin";

    /// <summary>From the least to the most.</summary>
    public static readonly IReadOnlyList<string> All = [Viewer, Staff, Manager, Admin];

    /// <summary>The roles that fulfil a policy.</summary>
    public static IEnumerable<string> RolesFor(string policy) => All.SkipWhile(r => r != policy);
}
