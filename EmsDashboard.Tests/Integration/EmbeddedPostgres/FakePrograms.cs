namespace EmsDashboard.Tests.Integration.EmbeddedPostgres;

/// <summary>Shell scripts in the place of PostgreSQL's programs.</summary>
internal static class FakePrograms
{
    public static void Write(string folder, string name, string script)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
    }

    /// <summary>Programs of another major version, which only tell their version.</summary>
    public static void WriteVersion(string folder, int major)
    {
        Write(folder, "postgres", $"echo 'postgres (PostgreSQL) {major}.1'");
        Write(folder, "initdb", "exit 1");
    }
}
