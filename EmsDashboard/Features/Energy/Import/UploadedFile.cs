using Microsoft.AspNetCore.Components.Forms;

namespace EmsDashboard.Features.Energy.Import;

/// <summary>A file from a browser, kept on this host's disk for as long as its page is open: read once to check, once to store.</summary>
internal sealed class UploadedFile : IDisposable
{
    public const long MaxBytes = 200L * 1024 * 1024;

    private readonly string _path;

    private UploadedFile(string name, string path)
    {
        Name = name;
        _path = path;
    }

    public string Name { get; }

    /// <param name="progress">Bytes that have arrived.</param>
    /// <exception cref="IOException">Longer than <see cref="MaxBytes"/>, or the browser went away.</exception>
    public static async Task<UploadedFile> ReceiveAsync(IBrowserFile file, IProgress<long> progress, CancellationToken cancellationToken)
    {
        // Readable by this process's account only.
        var upload = new UploadedFile(file.Name, Path.GetTempFileName());
        try
        {
            await using var source = file.OpenReadStream(MaxBytes, cancellationToken);
            await using var target = new FileStream(upload._path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true);
            var buffer = new byte[1 << 16];
            long total = 0;
            int read;
            while ((read = await source.ReadAsync(buffer, cancellationToken)) > 0)
            {
                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                total += read;
                progress.Report(total);
            }

            return upload;
        }
        catch
        {
            upload.Dispose();
            throw;
        }
    }

    public ImportFile ToImport() => ImportFile.At(_path) with { Name = Name };

    public void Dispose() => File.Delete(_path);
}
