using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Shared.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace EmsDashboard.Components.Layout;

/// <summary>The frame around every page: navigation, top line, banner, the page. Composes; the state comes from <see cref="IShellStatus"/>.</summary>
public sealed partial class MainLayout : IDisposable
{
    private static readonly string[] Watched = [Topics.Energy, Topics.Alarms, Topics.Runs, Topics.Connection];

#pragma warning disable CA2213 // Asked after the layout is gone; without a timer it holds nothing that needs disposing.
    private readonly CancellationTokenSource _gone = new();
#pragma warning restore CA2213
    private IDisposable? _subscription;
    private ErrorBoundary? _boundary;

    [Inject] private IShellStatus Shell { get; init; } = null!;
    [Inject] private IChangeFeed Changes { get; init; } = null!;
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
            Status = await Shell.GetAsync(_gone.Token);
            StateHasChanged();
        }
        catch (Exception) when (_gone.IsCancellationRequested)
        {
            // The page is gone, and its services with it, while the answer was on its way.
        }
#pragma warning disable CA1031 // Whatever kept the status away, the page itself reports its own failure.
        catch (Exception error)
#pragma warning restore CA1031
        {
            StatusUnavailable(Logger, error);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The state of the product could not be read for the frame; it keeps showing the last one.")]
    private static partial void StatusUnavailable(ILogger logger, Exception error);
}
