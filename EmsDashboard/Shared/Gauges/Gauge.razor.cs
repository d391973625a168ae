using EmsDashboard.Shared.Status;
using EmsDashboard.Shared.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace EmsDashboard.Shared.Gauges;

public sealed partial class Gauge
{
    private static readonly string WholeScale = GaugeGeometry.Arc(GaugeGeometry.ArcRadius, 0, (decimal)GaugeGeometry.ScaleEnd);

    [Inject] private IStringLocalizer<SharedText> L { get; init; } = null!;

    [Parameter, EditorRequired] public GaugeReading Reading { get; set; } = null!;

    /// <summary>Code of the energy type, drawn at the foot; null for none.</summary>
    [Parameter] public string? Energy { get; set; }

    /// <summary>The viewer's date, which decides whether the year of <see cref="GaugeReading.DataThrough"/> is shown.</summary>
    [Parameter] public DateOnly? Today { get; set; }

    /// <summary>Why there is no share.</summary>
    private string Missing => L[(Reading.NoLimit ? StatusKind.NoLimit : StatusKind.NoData).TextKey()];

    private bool HasValue => Reading.Rate is not null;

    private decimal Elapsed => Reading.Closed ? 100 : Math.Clamp(Reading.Elapsed, 0, 100);

    private string Colour => Reading.ArcColour;

    /// <summary>From here on the dial has no room for decimals, and nobody asks for them.</summary>
    private const decimal Whole = 1_000;

    private string Number => Reading.Rate switch
    {
        null => Formats.Nothing,
        >= Whole and { } rate => Formats.Current.WholeShare(rate),
        { } rate => Formats.Current.Share(rate, Reading.Warning, Reading.Alert),
    };

    private int NumberSize => Number.Length switch { < 5 => 36, 5 => 34, 6 => 30, _ => 27 };

    /// <summary>One line under the number, the most telling one.</summary>
    private (string Text, string? Class)? Note => Reading switch
    {
        { Rate: null } => (Missing, null),
        { Rate: { } rate } when GaugeGeometry.IsOffScale(rate) => (L["TimesQuota", Formats.Current.Times(rate)], Reading.Status == StatusKind.Exceeded ? "exceeded" : null),
        { Closed: true } => (L["PeriodClosed"], null),
        { Stale: true, DataThrough: { } day } => (L["DataUntil", Formats.Current.Day(day, Today ?? day)], null),
        _ when Ahead is { } ahead => ($"→ {Formats.Current.WholePercent(ahead.Value, 100)}", AheadColour),
        _ => null,
    };

    /// <summary>Old data and a period that is over have no forecast worth showing.</summary>
    private GaugeForecast? Ahead => Reading is { Stale: false, Closed: false, NoLimit: false, Forecast: { } forecast } ? forecast : null;

    private string AheadColour => Ahead?.Exceeds == true ? StatusKind.Forecast.CssClass() : Reading.ArcColour;

    private string Label
    {
        get
        {
            if (Reading.Rate is not { } rate) return L["GaugeLabelNothing", Missing, Formats.Current.WholeShare(Elapsed)];
            var label = Ahead is { } ahead
                ? L["GaugeLabelForecast", Formats.Current.Share(rate, Reading.Warning, Reading.Alert), L[Reading.Status.TextKey()], Formats.Current.WholeShare(Elapsed), Formats.Current.WholeShare(ahead.Value)]
                : L["GaugeLabel", Formats.Current.Share(rate, Reading.Warning, Reading.Alert), L[Reading.Status.TextKey()], Formats.Current.WholeShare(Elapsed)];
            return Note is { } note && Ahead is null ? $"{label}, {note.Text}" : label;
        }
    }
}
