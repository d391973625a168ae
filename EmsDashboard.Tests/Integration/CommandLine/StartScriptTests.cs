using System.Diagnostics;

namespace EmsDashboard.Tests.Integration.CommandLine;

/// <summary>What <c>./run</c> and <c>./test</c> share, on machines that lack something.</summary>
public sealed class StartScriptTests
{
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
}
