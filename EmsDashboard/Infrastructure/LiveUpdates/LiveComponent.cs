using EmsDashboard.Infrastructure.Persistence;
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
/// Base of pages that show stored data. It subscribes before the first load so that nothing falls between, asks again after every
/// change, and keeps the last good data on screen while a failed load is tried again for as long as it takes: a page survives an
/// outage of the database without a click. Data of one address are never shown under another: they stay for <see cref="Patience"/>,
/// so that a quick answer does not flicker, then the new data or a skeleton takes their place.
/// </summary>
public abstract partial class LiveComponent : ComponentBase, IDisposable
{
    /// <summary>Pause between attempts while loading fails.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(8);

    /// <summary>How long what other parameters named may stay on screen.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    // All of it is touched by the renderer's dispatcher only.
    private IDisposable? _subscription;
    private ITimer? _patience;
    private ITimer? _retry;
    private Task _loading = Task.CompletedTask;
    private CancellationTokenSource? _load;
    private object? _wantedKey;
    private object? _shownKey;
    private bool _again;
    private bool _disposed;

    [Inject] private IChangeFeed Feed { get; init; } = null!;
    [Inject] private ILoggerFactory Loggers { get; init; } = null!;
    [Inject] private TimeProvider Time { get; init; } = null!;

    /// <summary>What this page shows; a change of one of these loads again.</summary>
    protected abstract IReadOnlyCollection<string> ShownTopics { get; }

    /// <summary>What the parameters name, compared by value. What was loaded for one key is never shown for another.</summary>
    protected virtual object? DataKey => null;

    public LoadState State { get; private set; } = LoadState.Loading;

    /// <summary>True while shown data are the last good ones and a newer load has failed.</summary>
    public bool IsStale { get; private set; }

    /// <summary>Short id of the last failure, also in the log; null when the last load succeeded.</summary>
    public string? FailureReference { get; private set; }

    /// <summary>
    /// Loads what the page shows into its fields. Called for the first time, after changes and after every change of parameters, one
    /// call at a time. Fields are assigned after the last await: until then the page shows what it had.
    /// </summary>
    protected abstract Task LoadAsync(CancellationToken cancellationToken);

    /// <summary>Loads again now and shows it, as the retry button does.</summary>
    public async Task ReloadAsync()
    {
        await LoadNowAsync();
        if (!_disposed) StateHasChanged();
    }

    protected override async Task OnParametersSetAsync()
    {
        _subscription ??= Feed.Subscribe([.. ShownTopics, Topics.Connection], ReloadOnDispatcherAsync);
        var key = DataKey;
        if (!Equals(key, _wantedKey)) TurnTo(key);
        await LoadNowAsync();
    }

    /// <summary>From here on only the data of this key count.</summary>
    private void TurnTo(object? key)
    {
        _wantedKey = key;
        Cancel();
        if (State is not LoadState.Loaded) State = LoadState.Loading;
        else _patience ??= Time.CreateTimer(_ => _ = InvokeAsync(LosePatience), null, Patience, Timeout.InfiniteTimeSpan);
    }

    private void LosePatience()
    {
        if (_disposed || _patience is null) return;
        Stop(ref _patience);
        State = LoadState.Loading;
        StateHasChanged();
    }

    private Task ReloadOnDispatcherAsync() => InvokeAsync(async () =>
    {
        try
        {
            await ReloadAsync();
        }
        catch (Exception error) when (error is not ObjectDisposedException)
        {
            await DispatchExceptionAsync(error);
        }
    });

    /// <summary>However many ask while a load is under way, one more load answers all of them.</summary>
    private Task LoadNowAsync()
    {
        _again = true;
        if (_loading.IsCompleted) _loading = LoadUntilCurrentAsync();
        return _loading;
    }

    private async Task LoadUntilCurrentAsync()
    {
        while (_again && !_disposed)
        {
            _again = false;
            await LoadOnceAsync(_wantedKey);
        }
    }

    private async Task LoadOnceAsync(object? key)
    {
        using var load = _load = new CancellationTokenSource();
        try
        {
            await LoadAsync(load.Token);
            // Also of a load that came too late: this is what the fields now hold.
            _shownKey = key;
            if (load.IsCancellationRequested) return;
            Settle(LoadState.Loaded);
            Stop(ref _retry);
        }
        catch (Exception) when (load.IsCancellationRequested)
        {
            // The page is gone or asks for other data: nobody waits for this any more, however it ended.
        }
        catch (AccessDeniedException)
        {
            Settle(LoadState.Denied);
            Stop(ref _retry);
        }
        catch (Exception error)
        {
            var hasData = State is LoadState.Loaded && Equals(_shownKey, key);
            Settle(hasData ? LoadState.Loaded : LoadState.Failed, isStale: hasData, reference: Guid.NewGuid().ToString("N")[..8].ToUpperInvariant());
            Log(Loggers.CreateLogger(GetType()), FailureReference!, error);
            _retry ??= Time.CreateTimer(_ => _ = ReloadOnDispatcherAsync(), null, RetryInterval, RetryInterval);
        }
        finally
        {
            _load = null;
        }
    }

    private void Settle(LoadState state, bool isStale = false, string? reference = null)
    {
        (State, IsStale, FailureReference) = (state, isStale, reference);
        Stop(ref _patience);
    }

    /// <summary>Not the blocking way: for a running statement that means a connection to the database, which may be why it is late.</summary>
    private void Cancel() => _ = _load?.CancelAsync();

    private static void Stop(ref ITimer? timer)
    {
        timer?.Dispose();
        timer = null;
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || _disposed) return;
        _disposed = true;
        _subscription?.Dispose();
        Stop(ref _patience);
        Stop(ref _retry);
        Cancel();
    }

    /// <summary>While the database is away every page tries again and again: a sentence says it all.</summary>
    private static void Log(ILogger logger, string reference, Exception error)
    {
        if (!DatabaseFault.IsAway(error)) LogLoadFailed(logger, reference, error);
        else
        {
            LogNotRead(logger, reference, DatabaseFault.Reason(error));
            LogDetails(logger, reference, error);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A page could not read its data (reference {Reference}): {Reason}")]
    private static partial void LogNotRead(ILogger logger, string reference, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Where {Reference} came up")]
    private static partial void LogDetails(ILogger logger, string reference, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "A page could not load its data (reference {Reference})")]
    private static partial void LogLoadFailed(ILogger logger, string reference, Exception error);
}
