using EmsDashboard.Features.Energy.Components;
using EmsDashboard.Features.Quotas.Components;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Hierarchy;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Scheduling;
using EmsDashboard.Shared.Charts;
using EmsDashboard.Shared.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace EmsDashboard.Features.Quotas.Pages;

/// <summary>One quota: how it stands, its running total, its days, its periods.</summary>
public sealed partial class QuotaDetailPage
{
    private const int ShownPeriods = 12;

    private QuotaView? _quota;
    private IReadOnlyList<PeriodView> _periods = [];
    private IReadOnlyList<PeriodView> _months = [];
    private IReadOnlyList<QuotaVersion> _versions = [];
    private IReadOnlyList<PlacedQuota> _placed = [];
    private CumulativeChartData _cumulative = null!;
    private DailyChartData _daily = null!;
    private string? _dailyNote;
    private int _meters;
    private DateOnly? _reached;
    private decimal? _usedPerDay;
    private Freshness? _freshness;
    private DateTimeOffset? _nextCheck;

    [Inject] private IStringLocalizer<QuotaText> T { get; init; } = null!;
    [Inject] private IStringLocalizer<EnergyText> EnergyNames { get; init; } = null!;
    [Inject] private QuotaQueries Quotas { get; init; } = null!;
    [Inject] private QuotaSeriesQueries Series { get; init; } = null!;
    [Inject] private QuotaHierarchyQueries Hierarchy { get; init; } = null!;
    [Inject] private QuotaForecastQueries Forecasts { get; init; } = null!;
    [Inject] private IJobSchedule Schedule { get; init; } = null!;
    [Inject] private NavigationManager Navigation { get; init; } = null!;
    [Inject] private IEnumerable<QuotaPanel> Panels { get; init; } = null!;

    /// <summary>Only tells that the address changed: a code may hold a slash, so it is read from the address itself.</summary>
    [Parameter] public string? Code { get; set; }

    protected override object? DataKey => CodeHere;

    protected override IReadOnlyCollection<string> ShownTopics { get; } = [Topics.Quotas, Topics.Energy, Topics.Catalogue, Topics.Runs];

    private IReadOnlyList<(string Text, string Href)> Above => [(T["Quotas"], QuotaLinks.List)];

    private string? CodeHere => QuotaLinks.CodeIn(new Uri(Navigation.Uri));

    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        var quota = CodeHere is { } code ? await Quotas.FindAsync(code, cancellationToken) : null;
        if (quota is null)
        {
            _quota = null;
            return;
        }

        var through = quota.LocalToday < quota.PeriodEnd ? quota.LocalToday : quota.PeriodEnd.AddDays(-1);
        var from = quota.PeriodStart < through.AddDays(-QuotaCharts.DailyDays) ? quota.PeriodStart : through.AddDays(-QuotaCharts.DailyDays);
        var days = (await Series.DailyAsync([quota.Id], from, through, cancellationToken))[quota.Id].ToList();
        var before = (await Series.DailyAsync([quota.Id], quota.PeriodStart.AddYears(-1), quota.PeriodEnd.AddYears(-1).AddDays(-1), cancellationToken))[quota.Id];
        var expected = await Series.ExpectedAsync(quota.Id, from, through, cancellationToken);
        var periods = await Quotas.PeriodsAsync(quota.Id, ShownPeriods, cancellationToken);
        var months = await Quotas.MonthsAsync(quota.Id, new PeriodSpan(quota.PeriodStart, quota.PeriodEnd), cancellationToken);
        var versions = await Quotas.VersionsAsync(quota.Id, cancellationToken);
        var placed = await Hierarchy.AroundAsync(quota.Id, cancellationToken);
        var freshness = await Quotas.FreshnessAsync(cancellationToken);
        var nextCheck = await Schedule.NextAsync(QuotaCheckJob.Id, cancellationToken);
        var path = await Forecasts.PathAsync(quota.Code, cancellationToken);

        var points = QuotaCharts.Points(quota, [.. before, .. days]);
        (_periods, _months, _versions, _placed, _freshness, _nextCheck) = (periods, months, versions, placed, freshness, nextCheck);
        _cumulative = QuotaCharts.Cumulative(quota, points, path);
        _daily = QuotaCharts.Daily(quota, days, expected);
        _dailyNote = quota.ShownAllowed is { } allowed and > 0 ? T["AllowedNote", Formats.Current.Amount(allowed, quota.Unit.Display)].Value : null;
        _meters = expected.GetValueOrDefault(through);
        _reached = quota.Status == QuotaStatus.Normal ? null : CumulativeUse.ReachedOn(points, quota.QuotaValue,
            quota.Status == QuotaStatus.Exceeded ? quota.AlertThresholdPct : quota.WarningThresholdPct);
        var passed = points.Count(p => p.Actual is not null);
        _usedPerDay = passed == 0 ? null : quota.ActualValue / passed;
        _quota = quota;
    }

    private static Dictionary<string, object> PanelParameters(QuotaView quota) => new() { [QuotaPanel.Parameter] = quota.Id };

    private string Sub(QuotaView quota) => string.Join(" · ", [TargetLine(quota), T[quota.Period.ToString()], quota.TimeZone, quota.Code]);

    private string TargetLine(QuotaView quota) => quota.Scope switch
    {
        _ when quota.TargetIsGone => T["TargetGoneWhy", quota.TargetCode ?? ""],
        QuotaScope.Device => T["TargetDevice", quota.TargetName ?? "", EnergyNames[quota.EnergyType.Code]],
        QuotaScope.Group => T.Counted("TargetGroup", _meters, quota.TargetName ?? "", Formats.Current.Count(_meters), EnergyNames[quota.EnergyType.Code].Value.ToLowerInvariant()),
        _ => T.Counted("TargetType", _meters, EnergyNames[quota.EnergyType.Code], Formats.Current.Count(_meters)),
    };

    private string CumulativeLabel(QuotaView quota) => quota.HasLimit
        ? T["CumulativeLabel", Formats.Current.Amount(quota.ActualValue, quota.Unit.Display), Formats.Current.Amount(quota.QuotaValue, quota.Unit.Display)]
        : T["CumulativeLabelNoLimit", Formats.Current.Amount(quota.ActualValue, quota.Unit.Display)];
}
