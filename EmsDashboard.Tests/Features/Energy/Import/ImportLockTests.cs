using System.IO.Pipelines;
using System.Text;
using EmsDashboard.Features.Energy.Import;

namespace EmsDashboard.Tests.Features.Energy.Import;

/// <summary>Imports keep the catalogue still while they store, and at no other time.</summary>
public sealed class ImportLockTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_InputThatIsSlow_HoldsNobodyUp()
    {
        var imports = new Imports(database);
        var pipe = new Pipe();
        TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var slow = imports.Files.RunAsync("groups", [new("-", null, _ =>
        {
            opened.TrySetResult();
            return ValueTask.FromResult(pipe.Reader.AsStream());
        })], dryRun: false, null, Cancel);
        await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes("group_code,name,parent_code\nSLOW,Slow,\n"), Cancel);
        await opened.Task;

        var quick = await imports.StoreAsync("groups", "group_code,name,parent_code\nQUICK,Quick,\n");

        Assert.Equal((ImportState.Stored, false), (quick.State, slow.IsCompleted));
        await pipe.Writer.CompleteAsync();
        var report = await slow;
        Assert.Equal((ImportState.Stored, 1), (report.State, report.Inserted));
    }

    [Theory]
    [InlineData("groups", "group_code,name,parent_code\nASKED,Asked,\n")]
    [InlineData("energy", Imports.EnergyHeader)]
    public async Task RunAsync_DryRun_WaitsForNoChangeOfTheCatalogue(string kind, string text)
    {
        await using var editor = await database.DataSource.OpenConnectionAsync(Cancel);
        await using var transaction = await editor.BeginTransactionAsync(Cancel);
        await using (var change = editor.CreateCommand())
        {
            change.CommandText = "SELECT pg_advisory_xact_lock(hashtext('ems.catalogue'))";
            await change.ExecuteNonQueryAsync(Cancel);
        }

        Assert.Equal(ImportState.Checked, (await new Imports(database).TextAsync(kind, text, dryRun: true)).State);
    }
}
