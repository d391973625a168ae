namespace EmsDashboard.Features.Energy.Import;

/// <summary>What somebody sends, copied to this host's disk until it is disposed; readable by this process's account only.</summary>
internal sealed class TemporaryCopy : IDisposable
{
    private TemporaryCopy(string path) => Path = path;

    public string Path { get; }

    /// <param name="maxBytes">No more is copied; what lies beyond is left with the sender.</param>
    /// <param name="progress">Bytes that have arrived.</param>
    public static async Task<TemporaryCopy> TakeAsync(Stream source, long maxBytes, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var copy = new TemporaryCopy(System.IO.Path.GetTempFileName());
        try
        {
            await using var target = new FileStream(copy.Path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true);
            var buffer = new byte[1 << 16];
            long total = 0;
            int read;
            // A terminal's input does not hear of the cancellation by itself.
            while (total < maxBytes
                && (read = await source.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, maxBytes - total)), cancellationToken).AsTask().WaitAsync(cancellationToken)) > 0)
            {
                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                total += read;
                progress?.Report(total);
            }

            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    public void Dispose() => File.Delete(Path);
}
