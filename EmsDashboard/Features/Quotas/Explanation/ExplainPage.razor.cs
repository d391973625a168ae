using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Time;
using EmsDashboard.Shared.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace EmsDashboard.Features.Quotas.Explanation;

/// <summary>How one usage record came about; the period is in the address.</summary>
public sealed partial class ExplainPage
{
    /// <summary>Meters in the table; the sums are always those of all.</summary>
    private const int MostMeters = 200;

    private QuotaExplanation? _it;

    /// <summary>Only tells that the address changed: a code may hold a slash, so it is read from the address itself.</summary>
    [Parameter] public string? Code { get; set; }
    [SupplyParameterFromQuery(Name = "period")] private string? Period { get; set; }
    [SupplyParameterFromQuery(Name = "month")] private string? Month { get; set; }
    [Inject] private QuotaExplainQueries Explanations { get; init; } = null!;
    [Inject] private ViewerClock Clock { get; init; } = null!;
    [Inject] private NavigationManager Navigation { get; init; } = null!;
    [Inject] private IStringLocalizer<ExplanationText> T { get; init; } = null!;
    [Inject] private IStringLocalizer<QuotaText> Words { get; init; } = null!;

    /// <summary>What the address names, once it is loaded.</summary>
    private QuotaExplanation? Shown => State == LoadState.Loaded ? _it : null;

    protected override object? DataKey => (CodeHere, Period, Month);

    protected override IReadOnlyCollection<string> ShownTopics { get; } = [Topics.Quotas, Topics.Energy];

    private string? CodeHere => QuotaLinks.CodeIn(new Uri(Navigation.Uri), QuotaLinks.Explanation);

    private IReadOnlyList<(string Text, string Href)> Above =>
        Shown is null ? [(Words["Quotas"], QuotaLinks.List)] : [(Words["Quotas"], QuotaLinks.List), (Shown.Name, QuotaLinks.To(Shown.Code))];

    protected override async Task LoadAsync(CancellationToken cancellationToken) =>
        _it = CodeHere is { } code ? await Explanations.ExplainAsync(code, FromAddress.Day(Period), FromAddress.Flag(Month) == true, cancellationToken) : null;

    private string MetersNote(QuotaExplanation it) => it.Members.Count > MostMeters
        ? T["FirstOf", Formats.Current.Count(MostMeters), Formats.Current.Count(it.Members.Count)]
        : T.Counted("MetersNote", it.Members.Count, Formats.Current.Count(it.Members.Count));

    private string Exact(decimal amount) => Formats.Current.Exact(amount, _it!.Unit.Display);

    private static string Display(string unit) => Unit.Get(unit).Display;

    private string Span(PeriodSpan span) => T["DayToDay", Formats.Current.FullDay(span.Start), Formats.Current.FullDay(span.End.AddDays(-1))];
}
