using EmsDashboard.Features.Energy.Components;
using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Infrastructure.Time;
using EmsDashboard.Shared.Kit;
using EmsDashboard.Shared.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace EmsDashboard.Features.Alarms.Components;

public sealed partial class AlarmDrawer
{
    private ElementReference _title;

    [Parameter, EditorRequired] public AlarmDetail Detail { get; set; } = null!;

    /// <summary>The alarm in a sentence, in the reader's language.</summary>
    [Parameter, EditorRequired] public string Description { get; set; } = "";

    /// <summary>The use of its period; null where there is none to show.</summary>
    [Parameter] public AlarmChart? Chart { get; set; }

    [Parameter] public bool CanAct { get; set; }
    [Parameter] public EventCallback OnClose { get; set; }
    [Parameter] public EventCallback<AlarmAct> OnAct { get; set; }
    [Inject] private IStringLocalizer<AlarmDeskText> T { get; init; } = null!;
    [Inject] private IStringLocalizer<EnergyText> Energy { get; init; } = null!;
    [Inject] private ViewerClock Clock { get; init; } = null!;

    private AlarmRow Alarm => Detail.Alarm;

    private static string Amount(decimal value, string unit) => Formats.Current.Amount(value, Unit.Get(unit).Display);

    /// <summary>Gives the focus to the title, from which a screen reader reads on.</summary>
    public Task FocusAsync() => _title.TryFocusAsync(preventScroll: true);

    protected override Task OnAfterRenderAsync(bool firstRender) => firstRender ? FocusAsync() : Task.CompletedTask;
}
