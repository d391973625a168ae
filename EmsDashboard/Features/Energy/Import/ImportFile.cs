namespace EmsDashboard.Features.Energy.Import;

/// <summary>A file to import: its name for the report and a way to open it from the start.</summary>
/// <param name="Length">Bytes as it lies there, for progress; null when not known.</param>
internal sealed record ImportFile(string Name, long? Length, Func<CancellationToken, ValueTask<Stream>> OpenAsync)
{
    public static ImportFile At(string path) => new(
        Path.GetFileName(path), new FileInfo(path).Length, _ => ValueTask.FromResult<Stream>(new FileStream(path, FileMode.Open,
            FileAccess.Read, FileShare.ReadWrite, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan)));
}
