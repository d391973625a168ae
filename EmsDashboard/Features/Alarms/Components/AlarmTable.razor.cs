using EmsDashboard.Features.Energy.Components;
using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Infrastructure.Time;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace EmsDashboard.Features.Alarms.Components;

public sealed partial class AlarmTable
{
    [Parameter, EditorRequired] public IReadOnlyList<AlarmRow> Rows { get; set; } = [];

    /// <summary>Rows that have just come; they are tinted for a moment.</summary>
    [Parameter] public IReadOnlySet<long> New { get; set; } = new HashSet<long>();

    [Parameter] public IReadOnlyCollection<long> Selection { get; set; } = [];

    /// <summary>The alarm whose drawer is open.</summary>
    [Parameter] public long? Opened { get; set; }

    /// <summary>The row the keys J and K have come to.</summary>
    [Parameter] public long? Focused { get; set; }

    /// <summary>The list is of alarms that have ended: last values and durations instead of present ones.</summary>
    [Parameter] public bool Ended { get; set; }

    [Parameter] public bool CanAct { get; set; }
    [Parameter] public EventCallback<long> OnOpen { get; set; }
    [Parameter] public EventCallback<long> OnToggle { get; set; }
    [Parameter] public EventCallback OnToggleShown { get; set; }
    [Parameter] public EventCallback<long> OnAcknowledge { get; set; }
    [Inject] private IStringLocalizer<AlarmDeskText> T { get; init; } = null!;
    [Inject] private IStringLocalizer<EnergyText> Energy { get; init; } = null!;
    [Inject] private ViewerClock Clock { get; init; } = null!;

    private bool AllSelected => Rows.Count > 0 && Rows.All(row => Selection.Contains(row.Id));

    private string RowClass(AlarmRow row) => string.Join(' ', new[]
    {
        row.Id == Opened ? "selected" : null,
        row.Id == Focused ? "focused" : null,
        New.Contains(row.Id) ? "new" : null,
    }.OfType<string>());

    private static decimal QuotaOf(AlarmRow row) => row.Now?.QuotaValue ?? row.QuotaValue;

    private static string UnitOf(AlarmRow row) => Unit.Get(row.Now?.Unit ?? row.Unit).Display;
}
