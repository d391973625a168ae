using System.Globalization;
using EmsDashboard.Shared.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;

namespace EmsDashboard.Shared.Charts;

/// <summary>Draws <see cref="ChartData"/> with the browser module; draws again when the data are another object.</summary>
public sealed partial class ChartFigure : IAsyncDisposable
{
    private readonly string _headingId = $"chart-{Guid.NewGuid():N}";
    private ElementReference _canvas;
    private IJSObjectReference? _module;
    private ChartData? _drawn;
    private bool _asTable;

    [Inject] private IJSRuntime Js { get; init; } = null!;
    [Inject] private IStringLocalizer<SharedText> L { get; init; } = null!;

    [Parameter, EditorRequired] public string Title { get; set; } = "";

    [Parameter, EditorRequired] public ChartData Data { get; set; } = null!;

    /// <summary>The chart in a sentence, for those who do not see it.</summary>
    [Parameter, EditorRequired] public string Label { get; set; } = "";

    [Parameter] public string? Note { get; set; }

    /// <summary>240 instead of 300 px high.</summary>
    [Parameter] public bool Low { get; set; }

    /// <summary>Controls beside the table button.</summary>
    [Parameter] public RenderFragment? ChildContent { get; set; }

    private ChartTable Table => ChartTable.From(Data, L, Formats.Current);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_asTable || ReferenceEquals(_drawn, Data)) return;
        _drawn = Data;
        try
        {
            _module ??= await Js.InvokeAsync<IJSObjectReference>("import", "/dist/charts.js");
            await _module.InvokeVoidAsync(Data.Drawing, _canvas, ChartPayload.From(Data, Label, CultureInfo.CurrentUICulture.Name, L, Formats.Current));
        }
        catch (JSDisconnectedException)
        {
            // The page is gone; there is nothing left to draw on.
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_module is null) return;
            if (!_asTable) await _module.InvokeVoidAsync("dispose", _canvas);
            await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser has thrown the chart away with the page.
        }
    }

    private async Task ToggleAsync()
    {
        if (!_asTable && _module is not null) await _module.InvokeVoidAsync("dispose", _canvas);
        _asTable = !_asTable;
        _drawn = null;
    }
}
