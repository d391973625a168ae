using System.Text.Json;
using EmsDashboard.Infrastructure.EmbeddedPostgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmsDashboard.Tests.Support;

/// <summary>What another process of this assembly is asked to do: run an embedded server, as an instance of the application would.</summary>
internal sealed record PostgresHostOrder(string DataDirectory);

/// <summary>What that process answers, one line of JSON: a server, or the message it failed with.</summary>
internal sealed record PostgresHostAnswer(string? ConnectionString, bool Owned, string? Failure);

/// <summary>
/// The side of <see cref="PostgresHostProcess"/> that runs in the child, instead of the tests, when the environment holds an
/// order. It keeps the server until standard input ends, then leaves it cleanly.
/// </summary>
internal static class PostgresHost
{
    public const string OrderVariable = "EMS_TEST_POSTGRES_HOST";

    public static async Task<int> RunAsync(string order)
    {
        try
        {
            var options = new EmbeddedPostgresOptions { DataDirectory = JsonSerializer.Deserialize<PostgresHostOrder>(order)!.DataDirectory, Durable = false };
            await using var server = await EmbeddedPostgresServer.StartAsync(options, NullLogger.Instance, CancellationToken.None);
            Answer(new(server.ConnectionString, server.Owned, null));
            await Console.In.ReadToEndAsync();
        }
        catch (EmbeddedPostgresException problem)
        {
            Answer(new(null, false, problem.Message));
        }
        return 0;
    }

    private static void Answer(PostgresHostAnswer answer) => Console.Out.WriteLine(JsonSerializer.Serialize(answer));
}
