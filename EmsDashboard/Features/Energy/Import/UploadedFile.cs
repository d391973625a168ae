using Microsoft.AspNetCore.Components.Forms;

namespace EmsDashboard.Features.Energy.Import;

/// <summary>A file from a browser, kept on this host's disk for as long as its page is open: read once to check, once to store.</summary>
internal sealed class UploadedFile : IDisposable
{
    public const long MaxBytes = 200L * 1024 * 1024;

    private readonly TemporaryCopy _copy;

    private UploadedFile(string name, TemporaryCopy copy)
    {
        Name = name;
        _copy = copy;
    }

    public string Name { get; }

    /// <param name="progress">Bytes that have arrived.</param>
    /// <exception cref="IOException">Longer than <see cref="MaxBytes"/>, or the browser went away.</exception>
    public static async Task<UploadedFile> ReceiveAsync(IBrowserFile file, IProgress<long> progress, CancellationToken cancellationToken)
    {
        await using var source = file.OpenReadStream(MaxBytes, cancellationToken);
        return new(file.Name, await TemporaryCopy.TakeAsync(source, MaxBytes, progress, cancellationToken));
    }

    public ImportFile ToImport() => ImportFile.At(_copy.Path) with { Name = Name };

    public void Dispose() => _copy.Dispose();
}
