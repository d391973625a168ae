namespace EmsDashboard.Features.Energy.Import;

/// <summary>
/// The files of an import as ones that this host's disk gives. What comes only as fast as somebody sends it, a pipe or standard input, is
/// copied first: an import reads while others wait for it.
/// </summary>
internal sealed class FilesAtHand : IDisposable
{
    private readonly List<ImportFile> _files = [];
    private readonly List<TemporaryCopy> _copies = [];

    private FilesAtHand()
    {
    }

    public IReadOnlyList<ImportFile> Files => _files;

    /// <param name="maxBytes">More of a file is not taken; what reads it has to refuse one that long.</param>
    public static async Task<FilesAtHand> ReceiveAsync(IEnumerable<ImportFile> files, long maxBytes, CancellationToken cancellationToken)
    {
        var atHand = new FilesAtHand();
        try
        {
            foreach (var file in files) atHand._files.Add(await atHand.ReceiveAsync(file, maxBytes, cancellationToken));
            return atHand;
        }
        catch
        {
            atHand.Dispose();
            throw;
        }
    }

    public void Dispose() => _copies.ForEach(copy => copy.Dispose());

    private async Task<ImportFile> ReceiveAsync(ImportFile file, long maxBytes, CancellationToken cancellationToken)
    {
        await using var source = await file.OpenAsync(cancellationToken);
        if (source.CanSeek) return file;
        var copy = await TemporaryCopy.TakeAsync(source, maxBytes, progress: null, cancellationToken);
        _copies.Add(copy);
        return ImportFile.At(copy.Path) with { Name = file.Name };
    }
}
