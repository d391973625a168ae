using EmsDashboard.Features.Alarms.Domain;
using EmsDashboard.Features.Energy.Components;
using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Infrastructure.Time;
using EmsDashboard.Shared.Kit;
using EmsDashboard.Shared.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace EmsDashboard.Features.Alarms.Components;

public sealed partial class AlarmTable
{
    private readonly Dictionary<long, ElementReference> _names = [];

    [Parameter, EditorRequired] public IReadOnlyList<AlarmRow> Rows { get; set; } = [];

    /// <summary>Rows that have just come; they are tinted for a moment.</summary>
    [Parameter] public IReadOnlySet<long> New { get; set; } = new HashSet<long>();

    [Parameter] public IReadOnlyCollection<long> Selection { get; set; } = [];

    /// <summary>The alarm whose drawer is open.</summary>
    [Parameter] public long? Opened { get; set; }

    /// <summary>The row the focus was at last. It, else the first, is the only one that Tab comes to; the keys reach the others from there.</summary>
    [Parameter] public long? At { get; set; }

    /// <summary>Alarms whose parts are shown below them.</summary>
    [Parameter] public IReadOnlyCollection<long> Unfolded { get; set; } = [];

    /// <summary>The parts of an alarm are to be shown, or no longer.</summary>
    [Parameter] public EventCallback<long> OnFold { get; set; }

    /// <summary>The list is of alarms that have ended: last values and durations instead of present ones.</summary>
    [Parameter] public bool Ended { get; set; }

    [Parameter] public bool CanAct { get; set; }

    /// <summary>A row was pressed: its drawer opens, or closes if it is open.</summary>
    [Parameter] public EventCallback<long> OnOpen { get; set; }

    /// <summary>A row's name was pressed: on into its drawer.</summary>
    [Parameter] public EventCallback<long> OnEnter { get; set; }

    /// <summary>A row's name took the focus.</summary>
    [Parameter] public EventCallback<long> OnFocus { get; set; }
    [Parameter] public EventCallback<long> OnToggle { get; set; }
    [Parameter] public EventCallback OnToggleShown { get; set; }
    [Parameter] public EventCallback<long> OnAcknowledge { get; set; }
    [Inject] private IStringLocalizer<AlarmDeskText> T { get; init; } = null!;
    [Inject] private IStringLocalizer<EnergyText> Energy { get; init; } = null!;
    [Inject] private ViewerClock Clock { get; init; } = null!;

    private bool AllSelected => Rows.Count > 0 && Rows.All(row => Selection.Contains(row.Id));

    /// <summary>Gives the focus to a row's name; nothing happens if the list does not hold it.</summary>
    public async Task FocusAsync(long id)
    {
        if (Rows.Any(row => row.Id == id)) await _names[id].TryFocusAsync();
    }

    private int TabIndex(AlarmRow row) => row.Id == (At ?? Rows[0].Id) ? 0 : -1;

    private string RowClass(AlarmRow row) => string.Join(' ', new[]
    {
        row.Id == Opened ? "selected" : null,
        New.Contains(row.Id) ? "new" : null,
        row.IsPart ? "part" : null,
    }.OfType<string>());

    private string Why(AlarmRow row) =>
        row.ShelvedUntil is { } until ? T["RowShelved", Formats.Current.Moment(Clock.Local(until), Clock.Today), Measure(row)] : Measure(row);

    /// <summary>What the share is one of, and what is expected of it while it goes on.</summary>
    private string Measure(AlarmRow row)
    {
        var quota = Formats.Current.Amount(QuotaOf(row), UnitOf(row));
        return (Ended ? null : row.Now) is not { ForecastRatePct: { } rate } now ? T["OfQuota", quota]
            : row.Kind != AlarmKind.Forecast ? T["OfQuotaForecast", quota, Formats.Current.WholePercent(rate)]
            : T[now.ExceedsOn is null ? "ForecastAt" : "ForecastExceeds", Formats.Current.WholePercent(rate), now.ExceedsOn is { } day ? Formats.Current.Day(day, Clock.Today) : ""];
    }

    private static decimal QuotaOf(AlarmRow row) => row.Now?.QuotaValue ?? row.QuotaValue;

    private static string UnitOf(AlarmRow row) => Unit.Get(row.Now?.Unit ?? row.Unit).Display;
}
