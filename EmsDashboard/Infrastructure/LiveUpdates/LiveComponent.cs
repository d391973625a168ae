using EmsDashboard.Infrastructure.Security;
using Microsoft.AspNetCore.Components;

namespace EmsDashboard.Infrastructure.LiveUpdates;

/// <summary>What a page has to show.</summary>
public enum LoadState
{
    Loading,

    /// <summary>Nothing could be loaded yet; it is tried again by itself.</summary>
    Failed,
    Loaded,

    /// <summary>The role does not allow this page's data.</summary>
    Denied,
}

/// <summary>
/// Base of pages that show stored data. It loads once while the page is prerendered, subscribes before the first interactive load so
/// that nothing falls between, asks again after every change, and keeps the last good data on screen while a failed load is tried
/// again for as long as it takes: a page survives an outage of the database without a click.
/// </summary>
public abstract partial class LiveComponent : ComponentBase, IDisposable
{
    /// <summary>Pause between attempts while loading fails.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(8);

    private readonly CancellationTokenSource _ended = new();
    private readonly SemaphoreSlim _oneLoad = new(1, 1);
    private IDisposable? _subscription;
    private ITimer? _retry;
    private bool _initialized;

    [Inject] private IChangeFeed Feed { get; init; } = null!;
    [Inject] private ILoggerFactory Loggers { get; init; } = null!;

    /// <summary>What this page shows; a change of one of these loads again.</summary>
    protected abstract IReadOnlyCollection<string> ShownTopics { get; }

    protected LoadState State { get; private set; } = LoadState.Loading;

    /// <summary>True while shown data are the last good ones and a newer load has failed.</summary>
    protected bool IsStale { get; private set; }

    /// <summary>Short id of the last failure, also in the log; null when the last load succeeded.</summary>
    protected string? FailureReference { get; private set; }

    /// <summary>Loads what the page shows into its fields. Called for the first time, after changes and after every change of parameters.</summary>
    protected abstract Task LoadAsync(CancellationToken cancellationToken);

    /// <summary>Loads again now, as the retry button does.</summary>
    protected Task ReloadAsync() => LoadNowAsync();

    protected override async Task OnParametersSetAsync()
    {
        if (!_initialized)
        {
            _initialized = true;
            if (RendererInfo.IsInteractive) _subscription = Feed.Subscribe([.. ShownTopics, Topics.Connection], () => InvokeAsync(LoadAndRenderAsync));
        }

        await LoadNowAsync();
    }

    private async Task LoadAndRenderAsync()
    {
        try
        {
            await LoadNowAsync();
            StateHasChanged();
        }
        catch (Exception error) when (error is not ObjectDisposedException)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private async Task LoadNowAsync()
    {
        if (_ended.IsCancellationRequested) return;
        try
        {
            await _oneLoad.WaitAsync(_ended.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        try
        {
            await LoadAsync(_ended.Token);
            State = LoadState.Loaded;
            IsStale = false;
            FailureReference = null;
            StopRetrying();
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // The page is gone.
        }
        catch (AccessDeniedException)
        {
            State = LoadState.Denied;
            StopRetrying();
        }
        catch (NavigationException)
        {
            throw;
        }
        catch (Exception error)
        {
            FailureReference = Guid.NewGuid().ToString("N")[..8].ToUpperInvariant();
            LogLoadFailed(Loggers.CreateLogger(GetType()), FailureReference, error);
            IsStale = State == LoadState.Loaded;
            if (!IsStale) State = LoadState.Failed;
            if (RendererInfo.IsInteractive)
                _retry ??= TimeProvider.System.CreateTimer(_ => _ = InvokeAsync(LoadAndRenderAsync), null, RetryInterval, RetryInterval);
        }
        finally
        {
            _oneLoad.Release();
        }
    }

    private void StopRetrying()
    {
        _retry?.Dispose();
        _retry = null;
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || _ended.IsCancellationRequested) return;
        _subscription?.Dispose();
        StopRetrying();
        _ended.Cancel();
        _ended.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A page could not load its data (reference {Reference})")]
    private static partial void LogLoadFailed(ILogger logger, string reference, Exception error);
}
