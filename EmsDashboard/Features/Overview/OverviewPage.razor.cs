using EmsDashboard.Features.Alarms;
using EmsDashboard.Features.Energy;
using EmsDashboard.Features.Energy.Components;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Components;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Shared;
using EmsDashboard.Shared.Kit;
using EmsDashboard.Shared.Status;
using EmsDashboard.Shared.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace EmsDashboard.Features.Overview;

/// <summary>The start page: what needs attention first, composed of what the other slices publish.</summary>
public sealed partial class OverviewPage
{
    private const string ViewParameter = "view";
    private const string ListView = "list";
    private const string MoreParameter = "more";
    private const int HorizonRows = 8;

    private QuotaFilter _filter = new();
    private OverviewModel _model = OverviewModel.Empty;

    [Inject] private IStringLocalizer<OverviewText> T { get; init; } = null!;
    [Inject] private IStringLocalizer<SharedText> Words { get; init; } = null!;
    [Inject] private IStringLocalizer<EnergyText> EnergyNames { get; init; } = null!;
    [Inject] private OverviewQueries Overview { get; init; } = null!;
    [Inject] private GroupChoices Groups { get; init; } = null!;
    [Inject] private NavigationManager Navigation { get; init; } = null!;

    [SupplyParameterFromQuery(Name = QuotaAddress.Energy)] private string? Energy { get; set; }
    [SupplyParameterFromQuery(Name = QuotaAddress.Group)] private string? Group { get; set; }
    [SupplyParameterFromQuery(Name = QuotaAddress.Status)] private string? Status { get; set; }
    [SupplyParameterFromQuery(Name = QuotaAddress.Search)] private string? Search { get; set; }
    [SupplyParameterFromQuery(Name = ViewParameter)] private string? View { get; set; }
    [SupplyParameterFromQuery(Name = MoreParameter)] private string? More { get; set; }

    /// <summary>Most of it is the same whatever the filter; the filter shown and its cards change together, once they are loaded.</summary>
    protected override object? DataKey => null;

    protected override IReadOnlyCollection<string> ShownTopics { get; } = [Topics.Quotas, Topics.Energy, Topics.Alarms, Topics.Runs, Topics.Catalogue];

    private bool AsList => View == ListView;

    private int Steps => int.TryParse(More, out var steps) ? Math.Clamp(steps, 0, OverviewModel.MaxSteps) : 0;

    private string Title => State == LoadState.Loaded ? Formats.Current.LongMonth(_model.Today) : T["Overview"];

    private string? Sub => State != LoadState.Loaded ? null : string.Join(" · ",
    [
        T["DayOf", _model.Today.Day, DateTime.DaysInMonth(_model.Today.Year, _model.Today.Month)],
        .. _model.Meters.Count == 0 ? [] : new[] { T["MetersOf", string.Join(T["ListSeparator"], _model.Meters.Select(m => T["MetersOfType", Formats.Current.Count(m.InService), EnergyNames[m.EnergyType].Value.ToLowerInvariant()]))].Value },
    ]);

    private string? RestNote
    {
        get
        {
            var hidden = _model.Total - _model.Cards.Count - _model.Rest.Count;
            return hidden > 0 ? T["RestOfMore", Formats.Current.Count(_model.Rest.Count), Formats.Current.Count(hidden)].Value : T["RestOf", Formats.Current.Count(_model.Rest.Count)].Value;
        }
    }

    private IReadOnlyList<StatusCount> Strip =>
    [
        Count(QuotaStanding.Exceeded),
        Count(QuotaStanding.Forecast, FirstExpected is { } first ? T["FirstOn", Formats.Current.Day(first, _model.Today)].Value : null),
        Count(QuotaStanding.Warning),
        Count(QuotaStanding.Normal, T.Counted("OfQuotas", _model.AllCounts.Total, Formats.Current.Count(_model.AllCounts.Total))),
        new(StatusKind.Incomplete, T["DataMissing"], DataStandings.Sum(s => _model.AllCounts[s]), MissingNote,
            Navigation.GetUriWithQueryParameters(QuotaAddress.Write(new() { DataMissing = !_filter.DataMissing }))),
        new(null, T["ToAcknowledge"], _model.Waiting.Count,
            _model.Waiting.NewestAt is { } at ? T["NewestAge", Formats.Current.Age(_model.Now - at)] : T["NothingOpen"], AlarmLinks.Desk(new(AlarmTab.ToAcknowledge)), Glyphs.Alarms),
    ];

    private static readonly IReadOnlyList<QuotaStanding> DataStandings = [QuotaStanding.Incomplete, QuotaStanding.Stale, QuotaStanding.NoData];

    private string MissingNote => DataStandings.Where(s => _model.AllCounts[s] > 0).ToList() is { Count: > 0 } some
        ? string.Join(T["ListSeparator"], some.Select(s => $"{Formats.Current.Count(_model.AllCounts[s])} {Words[s.ToKind().TextKey()].Value.ToLowerInvariant()}"))
        : T["NothingMissing"];

    /// <summary>What will be exceeded or has been, the most urgent first; cards come in that order.</summary>
    private IReadOnlyList<QuotaCardModel> Ahead => [.. _model.Cards.Where(c => c.Quota.Standing is QuotaStanding.Exceeded or QuotaStanding.Forecast).Take(HorizonRows)];

    private int AheadTotal => _model.Counts[QuotaStanding.Exceeded] + _model.Counts[QuotaStanding.Forecast];

    private DateOnly? FirstExpected => _model.Cards.Where(c => c.Quota.Standing == QuotaStanding.Forecast).Min(c => c.Quota.Outlook?.ExceedsOn);

    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        var filter = QuotaAddress.Read(Energy, Group, Status, period: null, Search);
        var model = await Overview.LoadAsync(filter, Steps, cancellationToken);
        (_filter, _model) = (filter, model);
    }

    private StatusCount Count(QuotaStanding standing, string? note = null) =>
        new(standing.ToKind(), Words[standing.ToKind().TextKey()], _model.AllCounts[standing], note ?? Share(standing), Href(standing));

    private string Share(QuotaStanding standing) =>
        _model.AllCounts.Total == 0 ? "" : T["ShareOfAll", Formats.Current.WholePercent(100m * _model.AllCounts[standing] / _model.AllCounts.Total)];

    /// <summary>A count is of all quotas and leads to exactly these, on this page; the one already chosen leads back.</summary>
    private string Href(QuotaStanding standing) =>
        Navigation.GetUriWithQueryParameters(QuotaAddress.Write(new() { Standing = _filter.Standing == standing ? null : standing }));

    private void Narrow(QuotaFilter filter) => Go(new(QuotaAddress.Write(filter)) { [MoreParameter] = null });

    private void ShowMore() => Go(new() { [MoreParameter] = Steps + 1 });

    private void Go(Dictionary<string, object?> changes) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(changes));
}
