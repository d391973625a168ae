using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EmsDashboard.Infrastructure.CommandLine;

/// <summary>
/// Parses the command line. Arguments that are configuration (<c>--urls …</c>, <c>--Ems:Customer acme</c>, <c>--environment …</c>) go to the
/// configuration whatever the verb; the rest must fit the verb, or the exit status is 64. Without a verb the application serves.
/// </summary>
internal static class EmsCommandLine
{
    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] ConfigurationPrefixes = ["--Ems:", "--Customers:", "--ConnectionStrings:", "--Logging:", "--Kestrel:"];
    private static readonly string[] ConfigurationKeys = ["--urls", "--environment", "--contentRoot"];

    public static async Task<int> RunAsync(string[] args, EmsHost host, IReadOnlyList<IVerb> verbs)
    {
        var (words, configuration, bare) = Split(args);
        if (bare is not null)
        {
            await Console.Error.WriteLineAsync($"{bare} needs a value, as in {bare}=VALUE.");
            return ExitStatus.WrongUsage;
        }

        host.ConfigurationArguments = configuration;

        var root = new RootCommand("EmsDashboard watches energy quotas: meter data in, gauges and alarms out.");
        foreach (var verb in verbs) root.Add(verb.Build(host));
        if (words.Length == 0) words = ["serve"];

        try
        {
            var parsed = root.Parse(words);
            if (parsed.Errors.Count > 0)
            {
                foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync(error.Message);
                await Console.Error.WriteLineAsync($"Try: {Path(parsed.CommandResult)} --help");
                return ExitStatus.WrongUsage;
            }

            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                // After Ctrl+C: time for requests and jobs to end and for the embedded PostgreSQL to write everything down.
                ProcessTerminationTimeout = TimeSpan.FromMinutes(2),
            });
        }
        catch (FailedException failure)
        {
            await SayAsync(words, failure.Message, new { State = "failed", Reason = failure.Message });
            return ExitStatus.Failed;
        }
        catch (RefusedInputException refusal)
        {
            await SayAsync(words, refusal.Message, refusal.Document);
            return ExitStatus.Refused;
        }
        catch (OperationCanceledException)
        {
            await SayAsync(words, "Stopped before it was done.", new { State = "stopped" });
            return ExitStatus.Failed;
        }
        catch (BrokenOffException broken)
        {
            // No second document: what stands on standard output already is the beginning of one.
            await Console.Error.WriteLineAsync($"Broken off: {Sentence(broken.InnerException!)} What was written is not whole.");
            return ExitStatus.Failed;
        }
        catch (Exception error)
        {
            var sentence = Sentence(error);
            await SayAsync(words, $"Failed: {sentence} For the details add --Logging:Console:LogLevel:EmsDashboard Debug.", new { State = "failed", Reason = sentence });
            return ExitStatus.Failed;
        }
    }

    /// <summary>To people on the error stream; whoever asked for a document gets one about this too.</summary>
    private static async Task SayAsync(string[] words, string sentence, object document)
    {
        if (words.Contains("--json", StringComparer.Ordinal)) await Console.Out.WriteLineAsync(JsonSerializer.Serialize(document, Layout));
        await Console.Error.WriteLineAsync(sentence);
    }

    private static string Path(CommandResult command) => command.Parent is CommandResult outer ? $"{Path(outer)} {command.Command.Name}" : "EmsDashboard";

    /// <summary>What an exception nobody foresaw says, with what caused it, on one line.</summary>
    private static string Sentence(Exception error)
    {
        List<string> said = [];
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
        {
            var words = string.Join(' ', cause.Message.Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
            if (!said.Exists(before => before.Contains(words.TrimEnd('.'), StringComparison.Ordinal))) said.Add(words.TrimEnd('.') + ".");
        }

        return string.Join(' ', said);
    }

    /// <returns>Also the key that has no value; null when each has one.</returns>
    private static (string[] Words, string[] Configuration, string? Bare) Split(string[] args)
    {
        List<string> words = [], configuration = [];
        for (var i = 0; i < args.Length; i++)
        {
            var isConfiguration = ConfigurationPrefixes.Any(p => args[i].StartsWith(p, StringComparison.OrdinalIgnoreCase))
                || ConfigurationKeys.Any(k => args[i].Equals(k, StringComparison.OrdinalIgnoreCase) || args[i].StartsWith(k + "=", StringComparison.OrdinalIgnoreCase));
            (isConfiguration ? configuration : words).Add(args[i]);
            if (!isConfiguration || args[i].Contains('=', StringComparison.Ordinal)) continue;
            if (i + 1 == args.Length || args[i + 1].StartsWith("--", StringComparison.Ordinal)) return ([], [], args[i]);
            configuration.Add(args[++i]);
        }

        return ([.. words], [.. configuration], null);
    }
}
