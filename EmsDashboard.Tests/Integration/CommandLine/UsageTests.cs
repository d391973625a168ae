namespace EmsDashboard.Tests.Integration.CommandLine;

/// <summary>What the command line answers before it opens any database.</summary>
public sealed class UsageTests
{
    /// <summary>Whoever needs a database in these tests would not find one.</summary>
    private static ProductProcess Product => new("Host=nowhere.invalid");

    [Fact]
    public async Task Help_OfEveryVerb_SaysWhatItDoesAndTakes()
    {
        (string Verb, string[] Says)[] verbs =
        [
            ("", ["serve", "migrate", "demo", "import", "export", "check", "recompute", "user"]),
            ("serve", []), ("migrate", ["--json"]), ("demo", ["--json"]),
            ("import", ["KIND", "FILE", "--dry-run", "--json"]), ("export", ["KIND", "--from", "--to", "--quota", "--json"]),
            ("check", ["--quota", "--as-of", "--json"]), ("recompute", ["--from", "--to", "--quota", "--dry-run", "--json"]),
            ("user", ["add", "reset-password"]), ("user add", ["--email", "--role", "--json"]), ("user reset-password", ["--email", "--role", "--json"]),
        ];

        var answers = await Task.WhenAll(verbs.Select(v => Product.RunAsync([.. v.Verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"])));

        foreach (var ((verb, says), answer) in verbs.Zip(answers))
        {
            Assert.Equal((0, ""), (answer.ExitStatus, answer.Errors));
            Assert.StartsWith("Description:", answer.Output, StringComparison.Ordinal);
            foreach (var word in says) Assert.True(answer.Output.Contains(word, StringComparison.Ordinal), $"{verb} --help does not mention {word}");
        }
    }

    [Fact]
    public async Task WrongUsage_OfAnyVerb_Is64_SaysWhyAndLeavesStandardOutputEmpty()
    {
        string[] mistakes =
        [
            "nonsense", "serve --port 80", "migrate --json=perhaps", "import", "import groups", "import nonsense", "import readings -", "import groups - -", "export",
            "export energy --from 2020-02-31", "check --quota", "check --as-of yesterday", "check --as-of 03/04/2020", "check --Ems:Demo --json", "serve --urls", "export nonsense", "export groups --from 2020-01-01", "export energy --quota Q1", "check extra", "recompute", "recompute --from 2020-01-01",
            "recompute --from 2020-02-01 --to 2020-01-01", "recompute --from 2020-01-01 --to 31.01.2020", "user", "user add --email a@b.example",
            "user add --email a@b.example --role king", "user reset-password",
        ];

        var answers = await Task.WhenAll(mistakes.Select(m => Product.RunAsync(m.Split(' '))));

        foreach (var (mistake, answer) in mistakes.Zip(answers))
        {
            Assert.True(answer.ExitStatus == 64, $"{mistake}: {answer.ExitStatus}");
            Assert.NotEmpty(answer.Errors);
            Assert.True(answer.Output.Length == 0, $"{mistake}: {answer.Output}");
        }
    }
}
