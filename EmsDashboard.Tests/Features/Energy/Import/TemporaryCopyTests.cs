using EmsDashboard.Features.Energy.Import;

namespace EmsDashboard.Tests.Features.Energy.Import;

public sealed class TemporaryCopyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(5, 10, 5)]
    [InlineData(10, 10, 10)]
    [InlineData(200_000, 70_000, 70_000)]
    public async Task TakeAsync_AnyLength_KeepsNoMoreThanAsked_AndNothingAfterwards(int sent, int most, int kept)
    {
        string path;
        using (var copy = await TemporaryCopy.TakeAsync(new MemoryStream(new byte[sent]), most, progress: null, Cancel))
        {
            path = copy.Path;
            Assert.Equal(kept, new FileInfo(path).Length);
        }

        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task ReceiveAsync_SeveralInputs_CopiesThoseThatCannotBeReadAgain()
    {
        var at = new ImportFile("file.csv", 3, _ => ValueTask.FromResult<Stream>(new MemoryStream([1, 2, 3])));
        var sent = new ImportFile("-", null, _ => ValueTask.FromResult<Stream>(new CountingStream(new MemoryStream([4, 5]), _ => { })));

        using var atHand = await FilesAtHand.ReceiveAsync([at, sent], 100, Cancel);

        Assert.Same(at, atHand.Files[0]);
        Assert.Equal(("-", 2L), (atHand.Files[1].Name, atHand.Files[1].Length));
    }
}
