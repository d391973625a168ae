using System.Runtime.CompilerServices;
using System.Text.Json;
using EmsDashboard.Infrastructure.EmbeddedPostgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmsDashboard.Tests.Support;

/// <summary>What another process of this assembly is asked to do: run an embedded server, as an instance of the application would.</summary>
internal sealed record PostgresHostOrder(string DataDirectory, string? BinDirectory);

/// <summary>What that process answers, one line of JSON: a server, or the message it failed with.</summary>
internal sealed record PostgresHostAnswer(string? ConnectionString, bool Owned, string? Failure);

/// <summary>
/// The side of <see cref="PostgresHostProcess"/> that runs in the child. It takes over before the test runner's entry point
/// when the environment asks for it, holds the server until standard input ends, then leaves it cleanly.
/// </summary>
internal static class PostgresHost
{
    public const string OrderVariable = "EMS_TEST_POSTGRES_HOST";

#pragma warning disable CA2255 // The one way to be called before the generated entry point of the test runner.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void RunIfAsked()
    {
        if (Environment.GetEnvironmentVariable(OrderVariable) is not { Length: > 0 } order)
            return;
        RunAsync(JsonSerializer.Deserialize<PostgresHostOrder>(order)!).GetAwaiter().GetResult();
        Environment.Exit(0);
    }

    private static async Task RunAsync(PostgresHostOrder order)
    {
        try
        {
            var options = new EmbeddedPostgresOptions { DataDirectory = order.DataDirectory, BinDirectory = order.BinDirectory };
            await using var server = await EmbeddedPostgresServer.StartAsync(options, NullLogger.Instance, CancellationToken.None);
            Answer(new(server.ConnectionString, server.Owned, null));
            await Console.In.ReadToEndAsync();
        }
        catch (EmbeddedPostgresException problem)
        {
            Answer(new(null, false, problem.Message));
        }
    }

    private static void Answer(PostgresHostAnswer answer) => Console.Out.WriteLine(JsonSerializer.Serialize(answer));
}
