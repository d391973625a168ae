using Npgsql;

namespace EmsDashboard.Tests.Support;

/// <summary>Plain SQL on a test's database.</summary>
internal static class Statements
{
    /// <summary>A command with its values in the order of <c>$1</c>, <c>$2</c>; null is SQL's NULL.</summary>
    public static NpgsqlCommand Statement(this NpgsqlDataSource database, string sql, params IEnumerable<object?> values)
    {
        var command = database.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command;
    }

    public static async Task ExecuteAsync(this NpgsqlDataSource database, string sql, params object?[] values)
    {
        await using var command = database.Statement(sql, values);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Empties tables and all that refer to them, those too that can only be added to.</summary>
    public static Task EmptyAsync(this NpgsqlDataSource database, string tables) =>
        database.ExecuteAsync($"""
            ALTER TABLE ems.quota_version DISABLE TRIGGER USER; ALTER TABLE ems.quota_usage_revision DISABLE TRIGGER USER;
            TRUNCATE {tables} CASCADE;
            ALTER TABLE ems.quota_version ENABLE TRIGGER USER; ALTER TABLE ems.quota_usage_revision ENABLE TRIGGER USER
            """);

    /// <summary>The first value of the first row.</summary>
    public static async Task<T> ScalarAsync<T>(this NpgsqlDataSource database, string sql, params object?[] values)
    {
        await using var command = database.Statement(sql, values);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>The first column of every row.</summary>
    public static async Task<IReadOnlyList<string>> TextsAsync(this NpgsqlDataSource database, string sql, params object?[] values)
    {
        await using var command = database.Statement(sql, values);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        List<string> texts = [];
        while (await reader.ReadAsync(TestContext.Current.CancellationToken)) texts.Add(reader.GetString(0));
        return texts;
    }
}
