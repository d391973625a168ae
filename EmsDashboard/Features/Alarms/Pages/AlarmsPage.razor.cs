using EmsDashboard.Features.Alarms.Components;
using EmsDashboard.Features.Alarms.Domain;
using EmsDashboard.Features.Energy;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Shared.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace EmsDashboard.Features.Alarms.Pages;

/// <summary>The alarms desk: what needs somebody, and what was done about it.</summary>
public sealed partial class AlarmsPage
{
    private const int PageSize = 50;

    private readonly AlarmListState _list = new();
    private readonly AlarmSelection _selection = new();
    private IReadOnlyList<GroupChoice> _groups = [];
    private AlarmActDialog _dialog = null!;
    private AlarmPage? _page;
    private AlarmDetail? _detail;
    private int _unfiltered;
    private ActFailure? _failure;
    private bool _canAct;
    private bool _pointing;
    private long? _focused;
    private string? _shown;

    [SupplyParameterFromQuery(Name = "tab")] private string? TabText { get; set; }
    [SupplyParameterFromQuery(Name = "severity")] private string? SeverityText { get; set; }
    [SupplyParameterFromQuery(Name = "type")] private string? EnergyType { get; set; }
    [SupplyParameterFromQuery(Name = "group")] private string? Group { get; set; }
    [SupplyParameterFromQuery(Name = "search")] private string? Search { get; set; }
    [SupplyParameterFromQuery(Name = "page")] private int? PageParameter { get; set; }
    [SupplyParameterFromQuery(Name = "alarm")] private long? AlarmId { get; set; }

    [Inject] private AlarmQueries Alarms { get; init; } = null!;
    [Inject] private EstateQueries Estate { get; init; } = null!;
    [Inject] private Acts Acts { get; init; } = null!;
    [Inject] private IAccess Access { get; init; } = null!;
    [Inject] private NavigationManager Navigation { get; init; } = null!;
    [Inject] private IStringLocalizer<AlarmDeskText> T { get; init; } = null!;

    protected override IReadOnlyCollection<string> ShownTopics => [Topics.Alarms, Topics.Quotas];

    private AlarmFilter Filter => new(
        Enum.TryParse<AlarmTab>(TabText, ignoreCase: true, out var tab) && Enum.IsDefined(tab) ? tab : AlarmTab.Open,
        Enum.TryParse<AlarmSeverity>(SeverityText, ignoreCase: true, out var severity) && Enum.IsDefined(severity) ? severity : null,
        EnergyType, Group, Search);

    private int PageNumber => Math.Max(1, PageParameter ?? 1);

    private string? Sub => _page?.Counts.ToAcknowledge switch
    {
        null => null,
        0 => T["NothingToAcknowledge"].Value,
        { } count => T["ToAcknowledgeNow", Formats.Current.Count(count)].Value,
    };

    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _canAct = (await Access.CurrentAsync())?.Fulfils(Policies.Staff) == true;
        var filter = Filter;
        var page = await Alarms.ListAsync(filter, PageNumber, PageSize, cancellationToken);
        _groups = await Estate.GroupsAsync(cancellationToken);
        if (filter.IsNarrowed && page.Total == 0) _unfiltered = (await Alarms.CountAsync(cancellationToken))[filter.Tab];
        var address = Href(filter, PageNumber);
        if (address != _shown)
        {
            _list.Show(page);
            _selection.Clear();
            _shown = address;
            _focused = null;
        }
        else
        {
            var hold = _pointing || _dialog.IsOpen || _selection.Count > 0;
            _list.Refresh(page, hold, hold ? await Alarms.ByIdAsync(_list.LeftOut(page), cancellationToken) : []);
        }

        _page = page;
        _detail = AlarmId is { } id ? await Alarms.FindAsync(id, cancellationToken) : null;
    }

    private string Describe(AlarmRow alarm) => AlarmSentence.Of(alarm, T);

    private static string Href(AlarmFilter filter, int page = 1) => AlarmLinks.Desk(filter, page);

    private void Open(long id)
    {
        _focused = id;
        Navigation.NavigateTo(AlarmLinks.Desk(Filter, PageNumber, id == AlarmId ? null : id), replace: AlarmId is not null);
    }

    private void Close() => Navigation.NavigateTo(Href(Filter, PageNumber), replace: true);

    private void Hold() => _pointing = true;

    private void Release()
    {
        _pointing = false;
        if (_selection.Count == 0 && !_dialog.IsOpen) _list.Release();
    }

    private void Move(int step)
    {
        if (_list.Rows.Count == 0) return;
        var index = _list.Rows.ToList().FindIndex(row => row.Id == _focused);
        var next = index < 0 ? 0 : Math.Clamp(index + step, 0, _list.Rows.Count - 1);
        _focused = _list.Rows[next].Id;
        // With the drawer open the keys walk through the alarms themselves.
        if (_detail is not null && _focused != AlarmId) Navigation.NavigateTo(AlarmLinks.Desk(Filter, PageNumber, _focused), replace: true);
    }

    private async Task SelectWholeFilterAsync() =>
        _failure = await Acts.TryAsync(async () => _selection.SelectWholeFilter(await Alarms.SelectAsync(Filter, CancellationToken.None)));

    private void Toggle(long id)
    {
        if (_list.Rows.FirstOrDefault(row => row.Id == id) is { } row) _selection.Toggle(row);
    }

    private void AcknowledgeByKey()
    {
        if (_selection.Count > 0) BeginWithSelection(AlarmAct.Acknowledge);
        else if ((AlarmId ?? _focused) is { } id) Begin(AlarmAct.Acknowledge, [id]);
    }

    /// <summary>Nobody acknowledges twice: what was acknowledged when it was selected is left out, and said.</summary>
    private void BeginWithSelection(AlarmAct act)
    {
        if (act is AlarmAct.Acknowledge) Begin(act, _selection.ToAcknowledge, _selection.Acknowledged);
        else Begin(act, _selection.Ids);
    }

    private void Begin(AlarmAct act, IReadOnlyCollection<long> ids, int known = 0)
    {
        var rows = _list.Rows.Where(row => ids.Contains(row.Id)).ToList();
        if (_detail is { } detail && ids.Contains(detail.Alarm.Id) && rows.All(row => row.Id != detail.Alarm.Id)) rows.Add(detail.Alarm);
        _dialog.Open(act, ids, rows, known);
    }

    private async Task ActedAsync()
    {
        _selection.Clear();
        await ReloadAsync();
    }
}
