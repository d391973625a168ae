using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Npgsql;

namespace EmsDashboard.Features.Alarms.Persistence;

/// <summary>Who can be given an alarm: everybody with an account that is not disabled and a role that may act.</summary>
internal static class AlarmPeople
{
    private const string Those = """
        FROM ems.app_user u JOIN ems.app_user_role ur ON ur.user_id = u.id JOIN ems.app_role r ON r.id = ur.role_id
        WHERE r.name = ANY ($1) AND (u.lockout_end IS NULL OR u.lockout_end < '9000-01-01Z')
        """;

    public static Task<bool> MayActAsync(NpgsqlConnection connection, string email, CancellationToken cancellationToken) =>
        connection.ScalarAsync<bool>($"SELECT EXISTS (SELECT {Those} AND u.user_name = $2)", [Roles, email], cancellationToken);

    /// <summary>By how they are called.</summary>
    public static Task<List<AlarmPerson>> AllAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => connection.QueryAsync(
        $"SELECT u.user_name, coalesce(u.display_name, u.user_name) {Those} ORDER BY 2, 1 LIMIT 500", [Roles], row => new AlarmPerson(row.GetString(0), row.GetString(1)), cancellationToken);

    private static string[] Roles => [.. Policies.RolesFor(Policies.Staff)];
}
