using System.Runtime.CompilerServices;

namespace EmsDashboard.Tests.Support;

/// <summary>
/// The folder with real meter data, <c>../shared/data</c> beside the checkout or where <c>EMS_SHARED_DATA</c> says. It is
/// not part of the repository; tests that need it say so with <see cref="SharedDataFactAttribute"/> and are skipped elsewhere.
/// </summary>
public static class SharedData
{
    internal const string Reason = "needs the real meter data: put them in ../shared/data beside the checkout, or name their folder in EMS_SHARED_DATA";

    public static bool IsPresent => Find() is not null;

    public static string Directory => Find() ?? throw new DirectoryNotFoundException($"This test {Reason}.");

    public static string File(params string[] parts) => Path.Combine([Directory, .. parts]);

    /// <summary>The daily energy files, oldest first.</summary>
    public static IReadOnlyList<string> EnergyFiles => [.. System.IO.Directory.GetFiles(File("energy_daily"), "*.csv").Order(StringComparer.Ordinal)];

    /// <summary>Rows of files that quote nothing, so that a comma always separates.</summary>
    public static IEnumerable<Dictionary<string, string>> Rows(string csv)
    {
        var lines = csv.TrimEnd('\n').Split('\n').Select(line => line.Split(',')).ToList();
        return lines.Skip(1).Select(row => lines[0].Zip(row).ToDictionary(cell => cell.First, cell => cell.Second));
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("EMS_SHARED_DATA") is { Length: > 0 } named)
            return System.IO.Directory.Exists(named) ? named : null;

        var beside = Path.GetFullPath(Path.Combine(SourceTree.Root, "..", "shared", "data"));
        return System.IO.Directory.Exists(beside) ? beside : null;
    }
}

/// <summary>A test on the files of <see cref="SharedData"/>: skipped, with the reason, where they are not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        Skip = SharedData.Reason;
        SkipType = typeof(SharedData);
        SkipUnless = nameof(SharedData.IsPresent);
    }
}

/// <summary>A table of tests on the files of <see cref="SharedData"/>: skipped, with the reason, where they are not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        Skip = SharedData.Reason;
        SkipType = typeof(SharedData);
        SkipUnless = nameof(SharedData.IsPresent);
        // The cases themselves come from the files: finding out which there are must not need them.
        DisableDiscoveryEnumeration = true;
        SkipTestWithoutData = true;
    }
}
