using System.CommandLine;
using System.Text.Json;

namespace EmsDashboard.Infrastructure.CommandLine;

/// <summary>Brings the database to this version. Every verb does that on its way up; this one only says what was done.</summary>
internal sealed class MigrateVerb : IVerb
{
    public Command Build(EmsHost host)
    {
        var json = new Option<bool>("--json") { Description = "Prints one JSON document." };
        var command = new Command("migrate", "Brings the database to this version and says what it did.") { json };
        command.SetAction((parsed, cancellationToken) => host.RunAsync(async (_, _) =>
        {
            var applied = host.AppliedMigrations;
            await Console.Out.WriteLineAsync(parsed.GetValue(json)
                ? JsonSerializer.Serialize(new { applied })
                : applied.Count == 0 ? "The database is up to date." : $"Applied {applied.Count}: {string.Join(", ", applied)}.");
            return ExitStatus.Done;
        }, cancellationToken));
        return command;
    }
}
