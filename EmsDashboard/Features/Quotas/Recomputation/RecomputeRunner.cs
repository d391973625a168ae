namespace EmsDashboard.Features.Quotas.Recomputation;

public enum RecomputeState
{
    Running,
    Done,
    Cancelled,

    /// <summary>The order could not be carried out.</summary>
    Failed,
}

/// <summary>A recomputation that somebody began on the page, as far as it has got.</summary>
/// <param name="IsTrial">Nothing is stored.</param>
/// <param name="Report">What it found; null until it is done.</param>
/// <param name="Unknown">Codes of quotas that do not exist, when that is why it failed.</param>
/// <param name="IsBusy">It failed because another one is running elsewhere.</param>
public sealed record RecomputeWork(
    RecomputeOrder Order, bool IsTrial, string Person, DateTimeOffset StartedAt, RecomputeState State, CheckProgress Progress, CheckReport? Report = null, IReadOnlyList<string>? Unknown = null, bool IsBusy = false);

/// <summary>
/// Carries recomputations out apart from the page that began them: it may be closed, opened again or looked at by somebody else meanwhile.
/// One at a time in this process.
/// </summary>
internal sealed partial class RecomputeRunner(QuotaRecompute recompute, TimeProvider time, ILogger<RecomputeRunner> logger) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private CancellationTokenSource? _cancel;
    private Task _running = Task.CompletedTask;
    private RecomputeWork? _work;

    /// <summary>Told after every step, on whatever thread.</summary>
    public event Action? Changed;

    /// <summary>The one under way, or the last one; null when there was none since the start.</summary>
    public RecomputeWork? Work
    {
        get
        {
            lock (_lock) return _work;
        }
    }

    /// <returns>False when one is under way.</returns>
    public bool TryStart(RecomputeOrder order, bool isTrial, string person)
    {
        lock (_lock)
        {
            if (_work is { State: RecomputeState.Running }) return false;
            _cancel?.Dispose();
            _cancel = new CancellationTokenSource();
            _work = new RecomputeWork(order, isTrial, person, time.GetUtcNow(), RecomputeState.Running, default);
            _running = Task.Run(() => RunAsync(order, isTrial, person, _cancel.Token), CancellationToken.None);
        }

        Tell();
        return true;
    }

    /// <summary>Batches that are stored already stay; the rest is left as it was.</summary>
    public Task CancelAsync()
    {
        CancellationTokenSource? running;
        lock (_lock) running = _work is { State: RecomputeState.Running } ? _cancel : null;
        // Outside the lock: what hears of it asks the server to stop, which takes its time.
        return running?.CancelAsync() ?? Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await CancelAsync();
        await _running;
        _cancel?.Dispose();
    }

    private async Task RunAsync(RecomputeOrder order, bool isTrial, string person, CancellationToken cancellationToken)
    {
        var progress = new Steps(step => Update(work => work with { Progress = step }));
        try
        {
            var report = isTrial
                ? await recompute.TryAsync(order, progress, cancellationToken)
                : await recompute.RunAsync(order, Domain.CheckRunTrigger.Manual, person, progress, cancellationToken);
            Update(work => work with { State = RecomputeState.Done, Report = report });
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            Update(work => work with { State = RecomputeState.Cancelled });
        }
        catch (UnknownQuotaException unknown)
        {
            Update(work => work with { State = RecomputeState.Failed, Unknown = unknown.Codes });
        }
        catch (RecomputeBusyException)
        {
            Update(work => work with { State = RecomputeState.Failed, IsBusy = true });
        }
        catch (Exception error)
        {
            LogFailed(logger, error);
            Update(work => work with { State = RecomputeState.Failed });
        }
    }

    private void Update(Func<RecomputeWork, RecomputeWork> change)
    {
        lock (_lock) _work = change(_work!);
        Tell();
    }

    /// <summary>A page that fails to show a step must not end the work.</summary>
    private void Tell()
    {
        foreach (var tell in Changed?.GetInvocationList().Cast<Action>() ?? [])
            try
            {
                tell();
            }
            catch (Exception error)
            {
                LogUnheard(logger, error);
            }
    }

    /// <summary>Tells at once: the framework's own would queue the steps and might tell them after the end.</summary>
    private sealed class Steps(Action<CheckProgress> tell) : IProgress<CheckProgress>
    {
        public void Report(CheckProgress value) => tell(value);
    }

    [LoggerMessage(LogLevel.Warning, "A page failed to follow a recomputation")]
    private static partial void LogUnheard(ILogger logger, Exception error);

    [LoggerMessage(LogLevel.Error, "A recomputation failed")]
    private static partial void LogFailed(ILogger logger, Exception error);
}
