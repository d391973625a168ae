using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Time;
using EmsDashboard.Shared.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace EmsDashboard.Components.Layout;

/// <summary>The frame around every page: navigation, top line, banner, the page. Composes; the state comes from <see cref="IShellStatus"/>.</summary>
public sealed partial class MainLayout : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>A timer takes no more than some weeks.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private static readonly string[] Watched = [Topics.Energy, Topics.Alarms, Topics.Runs, Topics.Connection];

#pragma warning disable CA2213 // Asked after the layout is gone; without a timer it holds nothing that needs disposing.
    private readonly CancellationTokenSource _gone = new();
#pragma warning restore CA2213
    private IDisposable? _subscription;
    private ITimer? _tick;
    private ErrorBoundary? _boundary;

    [Inject] private IShellStatus Shell { get; init; } = null!;
    [Inject] private IChangeFeed Changes { get; init; } = null!;
    [Inject] private ViewerClock Viewer { get; init; } = null!;
    [Inject] private TimeProvider Time { get; init; } = null!;
    [Inject] private ILogger<MainLayout> Logger { get; init; } = null!;

    [CascadingParameter] private Task<Microsoft.AspNetCore.Components.Authorization.AuthenticationState>? Authentication { get; set; }

    private ShellStatus? Status { get; set; }

    protected override async Task OnInitializedAsync()
    {
        if (Authentication is null || (await Authentication).User.Identity?.IsAuthenticated != true) return;
        _subscription = Changes.Subscribe(Watched, () => InvokeAsync(LoadAsync));
        await LoadAsync();
    }

    // Another page after a failed one starts afresh.
    protected override void OnParametersSet() => _boundary?.Recover();

    public void Dispose()
    {
        _subscription?.Dispose();
        _tick?.Dispose();
        _gone.Cancel();
    }

    private void Recover() => _boundary?.Recover();

    /// <summary>The frame never takes a page down: without an answer it keeps what it knew, and the next change asks again.</summary>
    private async Task LoadAsync()
    {
        if (_gone.IsCancellationRequested) return;
        if (!Changes.IsReachable)
        {
            StateHasChanged();
            return;
        }

        try
        {
            Show(await Shell.GetAsync(_gone.Token));
        }
        catch (Exception) when (_gone.IsCancellationRequested)
        {
            // The page is gone, and its services with it, while the answer was on its way.
        }
#pragma warning disable CA1031 // Whatever kept the status away, the page itself reports its own failure.
        catch (Exception error)
#pragma warning restore CA1031
        {
            StatusUnavailable(Logger, DatabaseFault.Reason(error), DatabaseFault.IsAway(error) ? null : error);
        }
    }

    /// <summary>
    /// A check that does not come is no change anybody would tell of: the frame looks at the clock itself, when the check becomes overdue
    /// and then every minute to say for how long. It asks nobody.
    /// </summary>
    private void Show(ShellStatus status)
    {
        Status = status;
        StateHasChanged();
        _tick?.Dispose();
        _tick = null;
        if (_gone.IsCancellationRequested || status.CheckOverdueFrom is not { } from) return;
        var wait = status.IsCheckOverdue ? Minute : from - status.Now;
        _tick = Time.CreateTimer(_ => _ = InvokeAsync(Tick), null, wait < LongestWait ? wait : LongestWait, Timeout.InfiniteTimeSpan);
    }

    private void Tick()
    {
        if (!_gone.IsCancellationRequested && Status is { } status) Show(status with { Now = Viewer.Now });
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The state of the product could not be read for the frame; it keeps showing the last one: {Reason}")]
    private static partial void StatusUnavailable(ILogger logger, string reason, Exception? error);
}
