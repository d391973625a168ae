using Npgsql;

namespace EmsDashboard.Tests.Integration.EmbeddedPostgres;

/// <summary>One statement on a connection of its own, unpooled: no session lingers from one step of a test to the next.</summary>
internal static class Sql
{
    public static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 5 }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    public static async Task<bool> AnswersAsync(string connectionString)
    {
        try
        {
            return await ScalarAsync(connectionString, "SELECT 1") is 1;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
