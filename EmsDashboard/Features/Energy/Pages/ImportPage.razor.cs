using EmsDashboard.Components;
using EmsDashboard.Features.Energy.Components;
using EmsDashboard.Features.Energy.Import;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Shared.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.Localization;

namespace EmsDashboard.Features.Energy.Pages;

/// <summary>Takes in a file from the browser: checked first, with everything that is wrong with it, then stored as a whole.</summary>
public sealed partial class ImportPage
{
    private const int RecentImports = 20;

    /// <summary>What is brought most often comes first.</summary>
    private static readonly IReadOnlyList<FileKind> Kinds = [.. FileKind.Imported.OrderByDescending(kind => kind == FileKind.Energy)];

    private readonly CancellationTokenSource _left = new();
    private IReadOnlyList<ImportBatchRow> _batches = [];
    private FileKind _kind = Kinds[0];
    private UploadedFile? _file;
    private ImportReport? _report;
    private string? _problem;
    private string? _phase;
    private long _share;
    private int _inputKey;

    [Inject] private ImportFiles Import { get; init; } = null!;
    [Inject] private CatalogueQueries Catalogue { get; init; } = null!;
    [Inject] private ILogger<ImportPage> Logger { get; init; } = null!;
    [Inject] private IStringLocalizer<ImportPageText> T { get; init; } = null!;
    [Inject] private IStringLocalizer<LayoutText> Words { get; init; } = null!;

    protected override IReadOnlyCollection<string> ShownTopics => [Topics.Imports];

    private bool IsBusy => _phase is not null;
    private string ProgressText => _phase is null ? "" : $"{T[_phase]} {_share} %";

    protected override async Task LoadAsync(CancellationToken cancellationToken) =>
        _batches = await Catalogue.RecentImportsAsync(RecentImports, cancellationToken);

    private async Task ChooseKindAsync(ChangeEventArgs change)
    {
        _kind = Kinds.FirstOrDefault(k => k.Name == change.Value as string) ?? Kinds[0];
        _report = null;
        if (_file is not null) await RunAsync(dryRun: true);
    }

    private async Task ChooseFileAsync(InputFileChangeEventArgs change)
    {
        Forget();
        if (change.File.Size > UploadedFile.MaxBytes)
        {
            _problem = T["TooLarge", Formats.Current.Count(UploadedFile.MaxBytes / (1024 * 1024))];
            return;
        }

        (_phase, _share) = ("Uploading", 0);
        var arrived = new Progress<long>(bytes => Show(bytes * 100 / Math.Max(1, change.File.Size)));
        try
        {
            _file = await UploadedFile.ReceiveAsync(change.File, arrived, _left.Token);
        }
        catch (Exception error) when (error is IOException or TimeoutException)
        {
            LogUploadFailed(Logger, error);
            _problem = T["UploadFailed"];
            return;
        }
        finally
        {
            _phase = null;
        }

        await RunAsync(dryRun: true);
    }

    private async Task StoreAsync()
    {
        // A second press of the button comes before it is gone.
        if (IsBusy || _report is not { State: ImportState.Checked }) return;
        await RunAsync(dryRun: false);
        if (_report is null) return;
        _file?.Dispose();
        _file = null;
        _inputKey++;
        await ReloadAsync();
    }

    private async Task RunAsync(bool dryRun)
    {
        if (IsBusy || _file is not { } file) return;
        (_phase, _share, _problem, _report) = (dryRun ? "Checking" : "Storing", 0, null, null);
        // After an upload nothing else would say so until the first progress: the page stood at "received" while it waited.
        StateHasChanged();
        var progress = new Progress<ImportProgress>(p => Show(p.Phase == ImportPhase.Reading && p.TotalBytes is > 0 and var total ? p.BytesRead * 90 / total : 95));
        var kind = _kind.Name;
        try
        {
            // Reading is work for the processor: off the circuit's thread, or the page stands still.
            _report = await Task.Run(() => Import.RunAsync(kind, [file.ToImport()], dryRun, progress, _left.Token), _left.Token);
        }
        catch (OperationCanceledException) when (_left.IsCancellationRequested)
        {
            // The page is gone; nothing was stored.
        }
        catch (AccessDeniedException)
        {
            _problem = Words["ActDenied"];
        }
        catch (Exception error)
        {
            LogImportFailed(Logger, kind, error);
            _problem = T["ImportFailed"];
        }
        finally
        {
            _phase = null;
        }
    }

    private void StartOver()
    {
        Forget();
        _inputKey++;
    }

    private void Forget()
    {
        _file?.Dispose();
        (_file, _report, _problem) = (null, null, null);
    }

    private void Show(long share)
    {
        if (_share == share || !IsBusy) return;
        _share = share;
        StateHasChanged();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_left.IsCancellationRequested)
        {
            _left.Cancel();
            _left.Dispose();
            _file?.Dispose();
        }

        base.Dispose(disposing);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A file could not be received from the browser")]
    private static partial void LogUploadFailed(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "An import of {Kind} failed")]
    private static partial void LogImportFailed(ILogger logger, string kind, Exception error);
}
