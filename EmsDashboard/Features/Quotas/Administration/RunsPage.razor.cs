using System.Globalization;
using EmsDashboard.Components;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Time;
using EmsDashboard.Shared.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace EmsDashboard.Features.Quotas.Administration;

/// <summary>What the quota check did: when, why, how much, how long and what went wrong.</summary>
public sealed partial class RunsPage
{
    /// <summary>How long a schedule that had to be put right is worth knowing of.</summary>
    private const int RepairDays = 1;

    private const int PageSize = 30;

    private RunPage _page = new([], 0, 0);
    private RunFilter _filter = new();
    private int _number = 1;
    private long? _expanded;
    private IReadOnlyList<RunFailureRow>? _failures;
    private IReadOnlyList<ScheduleRepair> _repairs = [];

    [SupplyParameterFromQuery(Name = "kind")] private string? KindText { get; set; }
    [SupplyParameterFromQuery(Name = "failures")] private string? OnlyFailures { get; set; }
    [SupplyParameterFromQuery(Name = "page")] private string? PageParameter { get; set; }
    [Inject] private RunQueries Runs { get; init; } = null!;
    [Inject] private ViewerClock Clock { get; init; } = null!;
    [Inject] private NavigationManager Navigation { get; init; } = null!;
    [Inject] private IStringLocalizer<QuotaAdministrationText> T { get; init; } = null!;

    protected override object? DataKey => (_filter, _number);

    protected override IReadOnlyCollection<string> ShownTopics => [Topics.Runs];

    protected override async Task OnParametersSetAsync()
    {
        _filter = new RunFilter(
            Enum.TryParse<CheckRunKind>(KindText, ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : null, FromAddress.Flag(OnlyFailures) == true);
        _number = FromAddress.Page(PageParameter);
        await base.OnParametersSetAsync();
    }

    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        var failures = _expanded is { } run ? await Runs.FailuresAsync(run, cancellationToken) : null;
        _page = await Runs.ListAsync(_filter, _number, PageSize, cancellationToken);
        _repairs = await Runs.RepairsAsync(Clock.Now.AddDays(-RepairDays), cancellationToken);
        _failures = failures;
    }

    private async Task ToggleAsync(long run)
    {
        _expanded = _expanded == run ? null : run;
        _failures = null;
        await ReloadAsync();
    }

    private string? Current(CheckRunKind? kind) => _filter.Kind == kind ? "page" : null;

    private static string Href(RunFilter filter, int page = 1)
    {
        List<string> query = [];
        if (filter.Kind is { } kind) query.Add($"kind={kind.ToString().ToLowerInvariant()}");
        if (filter.OnlyWithFailures) query.Add("failures=true");
        if (page > 1) query.Add(string.Create(CultureInfo.InvariantCulture, $"page={page}"));
        return query.Count == 0 ? ShellRoutes.Runs : $"{ShellRoutes.Runs}?{string.Join('&', query)}";
    }
}
