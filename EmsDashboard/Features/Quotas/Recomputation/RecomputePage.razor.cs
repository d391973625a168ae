using EmsDashboard.Features.Quotas.Administration;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Time;
using EmsDashboard.Shared.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace EmsDashboard.Features.Quotas.Recomputation;

/// <summary>Recomputation by hand: a trial, what would differ, then the same stored. It goes on when the page is left.</summary>
public sealed partial class RecomputePage
{
    private RecomputeWork? _work;
    private DateOnly? _from, _to;
    private string? _codes;
    private IReadOnlyList<(string Field, string Text)> _wrong = [];
    private IReadOnlyList<object> _problems = [];
    private ActFailure? _failure;
    private bool _busy;
    private bool _asking;
    private IDisposable? _following;

    [Inject] private IServiceProvider Services { get; init; } = null!;
    [Inject] private Acts Acts { get; init; } = null!;
    [Inject] private ViewerClock Clock { get; init; } = null!;
    [Inject] private IStringLocalizer<RecomputeText> T { get; init; } = null!;
    [Inject] private IStringLocalizer<QuotaAdministrationText> Runs { get; init; } = null!;

    /// <summary>Nothing stored: what it shows is told by the work itself.</summary>
    protected override IReadOnlyCollection<string> ShownTopics => [];

    private RecomputeDesk Desk => Services.GetRequiredService<RecomputeDesk>();
    private bool IsRunning => _work is { State: RecomputeState.Running };

    /// <summary>What was tried can be stored, unless nothing differs.</summary>
    private bool CanApply => _work is { IsTrial: true, State: RecomputeState.Done, Report.Differences.Count: > 0 };

    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _work = await Desk.WorkAsync();
        _following ??= Desk.Follow(() => _ = InvokeAsync(ShowAsync));
        // The months whose data are most likely to have changed.
        _from ??= QuotaCalendar.MonthOf(Clock.Today).AddMonths(-1);
        _to ??= Clock.Today;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _following?.Dispose();
        base.Dispose(disposing);
    }

    private async Task ShowAsync()
    {
        if (await Acts.TryAsync(async () => _work = await Desk.WorkAsync()) is null) StateHasChanged();
    }

    private async Task StartAsync(bool isTrial)
    {
        _wrong = [.. Wrong()];
        _problems = [.. _wrong.Select(w => (object)w)];
        if (_wrong.Count > 0) return;
        var codes = (_codes ?? "").Split([' ', ',', ';', '，', '；'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        await BeginAsync(new RecomputeOrder(new RecomputeRange(_from!.Value, _to!.Value), codes.Length == 0 ? null : codes), isTrial);
    }

    /// <summary>Stores exactly what was tried, whatever stands in the fields by now.</summary>
    private Task ApplyAsync()
    {
        _asking = false;
        return BeginAsync(_work!.Order, isTrial: false);
    }

    private async Task BeginAsync(RecomputeOrder order, bool isTrial)
    {
        _busy = false;
        _failure = await Acts.TryAsync(async () => _busy = !await Desk.StartAsync(order, isTrial));
        if (_failure is null) await ShowAsync();
    }

    private async Task CancelAsync() => _failure = await Acts.TryAsync(Desk.CancelAsync);

    private IEnumerable<(string, string)> Wrong()
    {
        if (_from is null) yield return ("r-from", T["DayMissing"]);
        if (_to is null) yield return ("r-to", T["DayMissing"]);
        else if (_to < _from) yield return ("r-to", T["Reversed"]);
    }

    private string? Wrong(string field) => _wrong.Where(w => w.Field == field).Select(w => w.Text).FirstOrDefault();

    private string By(RecomputeWork work) => T["By", work.Person, Formats.Current.Moment(Clock.Local(work.StartedAt), Clock.Today)];

    private string ProgressText(RecomputeWork work) => T["ProgressText", Formats.Current.Count(work.Progress.Done), Formats.Current.Count(work.Progress.Total)];

    private string Problem(RecomputeWork work) => work switch
    {
        { IsBusy: true } => T["BusyElsewhere"],
        { Unknown: { } unknown } => T["Unknown", string.Join(", ", unknown)],
        _ => T["NotDone"],
    };
}
