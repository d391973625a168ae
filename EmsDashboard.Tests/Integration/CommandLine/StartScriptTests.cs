using System.Diagnostics;

namespace EmsDashboard.Tests.Integration.CommandLine;

/// <summary>What <c>./run</c> and <c>./test</c> share, on machines that lack something.</summary>
public sealed class StartScriptTests
{
    [Theory]
    [InlineData(0, "run", "--help")]
    [InlineData(0, "run", "-h")]
    [InlineData(64, "run", "serve")]
    [InlineData(64, "run", "")]
    [InlineData(64, "run", "--urls", "http://127.0.0.1:9090")]
    [InlineData(0, "test", "--help")]
    [InlineData(0, "test", "-h")]
    [InlineData(64, "test", "--list")]
    [InlineData(64, "test", "One", "Two")]
    public async Task Script_AskedForHelpOrWrongly_SaysHowToUseItAndDoesNothingElse(int expected, string script, params string[] arguments)
    {
        // Nothing to build or install with is in reach: whatever goes on beyond the arguments fails in other words.
        using var folder = new TestFolder();
        File.CreateSymbolicLink(folder.Combine("dirname"), File.Exists("/bin/dirname") ? "/bin/dirname" : "/usr/bin/dirname");
        ProcessStartInfo start = new("/bin/bash", [Path.Combine(SourceTree.Root, script), .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["PATH"] = folder.Path;

        using var bash = Process.Start(start)!;
        var output = bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var said = await bash.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((expected, ""), (bash.ExitCode, await output));
        Assert.StartsWith($"usage: ./{script} ", Assert.Single(said.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LockBuild_WithoutFlock_StillMakesThePlaceForWhatABuildLeaves()
    {
        using var folder = new TestFolder();
        var programs = folder.Combine("bin");
        Directory.CreateDirectory(programs);
        File.CreateSymbolicLink(Path.Combine(programs, "mkdir"), "/bin/mkdir");
        var script = Path.Combine(SourceTree.Root, ".ci", "prerequisites.sh");
        ProcessStartInfo start = new("/bin/bash", ["-euo", "pipefail", "-c", "PATH=$1; source \"$2\"; lock_build \"$3\"; : >\"$3/artifacts/run.stamp\"; unlock_build", "-", programs, script, folder.Path])
        {
            RedirectStandardError = true,
        };

        using var bash = Process.Start(start)!;
        var errors = await bash.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((0, ""), (bash.ExitCode, errors));
        Assert.True(File.Exists(folder.Combine("artifacts", "run.stamp")));
        Assert.False(File.Exists(folder.Combine("artifacts", "build.lock")));
    }

    [Theory]
    [InlineData("ensure_node", "", "Node.js 18 or newer with npm is needed to build the browser assets. Install it with: ")]
    [InlineData("ensure_node", "v12.22.9", "installed is v12.22.9. Install a newer one from https://nodejs.org")]
    [InlineData("ensure_dotnet /", "", "The .NET 10 SDK is missing. Install it from https://dotnet.microsoft.com")]
    public async Task Ensure_WhatMayNotBeInstalled_SaysInALineHowToGetIt(string step, string node, string expected)
    {
        using var folder = new TestFolder();
        foreach (var program in (string[])["uname", "id", "cat", "sed"])
            File.CreateSymbolicLink(folder.Combine(program), File.Exists($"/bin/{program}") ? $"/bin/{program}" : $"/usr/bin/{program}");
        if (node.Length > 0)
        {
            foreach (var name in (string[])["node", "npm"])
                await File.WriteAllTextAsync(folder.Combine(name), $"#!/bin/sh\n[ \"$1\" = --version ] && echo {node}\n[ \"$1\" != -e ]\n", TestContext.Current.CancellationToken);
        }

        ProcessStartInfo start = new("/bin/bash",
            ["-euo", "pipefail", "-c", $"[ ! -e \"$1/node\" ] || /bin/chmod +x \"$1/node\" \"$1/npm\"; PATH=$1; source \"$2\"; may_install() {{ return 1; }}; {step}", "-", folder.Path, Path.Combine(SourceTree.Root, ".ci", "prerequisites.sh")])
        {
            RedirectStandardError = true, RedirectStandardOutput = true,
        };
        using var bash = Process.Start(start)!;
        var said = await bash.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken) + await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, bash.ExitCode);
        Assert.Contains(expected, Assert.Single(said.Trim().Split('\n')), StringComparison.Ordinal);
    }
}
