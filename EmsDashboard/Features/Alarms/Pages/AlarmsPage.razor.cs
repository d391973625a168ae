using EmsDashboard.Components;
using EmsDashboard.Features.Alarms.Components;
using EmsDashboard.Features.Alarms.Domain;
using EmsDashboard.Features.Energy;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Infrastructure.Time;
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
    private readonly HashSet<long> _unfolded = [];
    private AlarmActDialog _dialog = null!;
    private AlarmTable? _table;
    private AlarmDrawer? _drawer;
    private AlarmPage? _page;
    private AlarmDetail? _detail;
    private AlarmChart? _chart;
    private AlarmCounts? _all;
    private IReadOnlyList<AlarmPerson> _people = [];
    private IReadOnlyList<SavedAlarmFilter> _saved = [];
    private string? _savedProblem;
    private ActFailure? _failure;
    private bool _canAct;
    private bool _pointing;
    private bool _stepping;
    private bool _walking;
    private long? _at;
    private long? _toFocus;
    private string? _shown;

    [SupplyParameterFromQuery(Name = "tab")] private string? TabText { get; set; }
    [SupplyParameterFromQuery(Name = "severity")] private string? SeverityText { get; set; }
    [SupplyParameterFromQuery(Name = "kind")] private string? KindText { get; set; }
    [SupplyParameterFromQuery(Name = "assignee")] private string? Assignee { get; set; }
    [SupplyParameterFromQuery(Name = "type")] private string? EnergyType { get; set; }
    [SupplyParameterFromQuery(Name = "group")] private string? Group { get; set; }
    [SupplyParameterFromQuery(Name = "search")] private string? Search { get; set; }
    [SupplyParameterFromQuery(Name = "page")] private string? PageParameter { get; set; }
    [SupplyParameterFromQuery(Name = "alarm")] private string? AlarmParameter { get; set; }

    [Inject] private AlarmQueries Alarms { get; init; } = null!;
    [Inject] private AlarmChartQueries Charts { get; init; } = null!;
    [Inject] private SavedAlarmFilters Saved { get; init; } = null!;
    [Inject] private GroupChoices Groups { get; init; } = null!;
    [Inject] private Acts Acts { get; init; } = null!;
    [Inject] private IAccess Access { get; init; } = null!;
    [Inject] private ViewerClock Clock { get; init; } = null!;
    [Inject] private NavigationManager Navigation { get; init; } = null!;
    [Inject] private IStringLocalizer<LayoutText> Words { get; init; } = null!;
    [Inject] private IStringLocalizer<AlarmDeskText> T { get; init; } = null!;

    protected override object? DataKey => (Filter, PageNumber);

    protected override IReadOnlyCollection<string> ShownTopics => [Topics.Alarms, Topics.Quotas];

    private AlarmFilter Filter => new(
        Enum.TryParse<AlarmTab>(TabText, ignoreCase: true, out var tab) && Enum.IsDefined(tab) ? tab : AlarmTab.ToAcknowledge,
        Enum.TryParse<AlarmSeverity>(SeverityText, ignoreCase: true, out var severity) && Enum.IsDefined(severity) ? severity : null,
        EnergyType, Group, Search,
        Enum.TryParse<AlarmKind>(KindText, ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : null, Assignee);

    private long? AlarmId => FromAddress.Id(AlarmParameter);

    /// <summary>The alarm that the address names, once it is loaded.</summary>
    private AlarmDetail? Opened => _detail?.Alarm.Id == AlarmId ? _detail : null;

    private int PageNumber => FromAddress.Page(PageParameter);

    /// <summary>Of all alarms, whatever the list is narrowed to: the badge beside it says the same.</summary>
    private string? Sub => _all?.ToAcknowledge switch
    {
        null => null,
        0 => T["NothingToAcknowledge"].Value,
        { } count => T["ToAcknowledgeNow", Formats.Current.Count(count)].Value,
    };

    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        var saved = await Saved.ListAsync(cancellationToken);
        if (new Uri(Navigation.Uri).Query.Length == 0 && saved.FirstOrDefault(own => own.IsDefault) is { } wanted)
        {
            Navigation.NavigateTo(wanted.Address, replace: true);
            return;
        }

        var canAct = (await Access.CurrentAsync())?.Fulfils(Policies.Staff) == true;
        var filter = Filter;
        var page = await Alarms.ListAsync(filter, PageNumber, PageSize, cancellationToken);
        var all = filter.IsNarrowed ? await Alarms.CountAsync(cancellationToken) : page.Counts;
        var detail = AlarmId is { } id ? await Alarms.FindAsync(id, cancellationToken) : null;
        if (detail is null) _chart = null;
        else if (_chart?.Shows(detail.Alarm) != true) _chart = await Charts.OfAsync(detail.Alarm, cancellationToken);
        var address = Href(filter, PageNumber);
        var hold = address == _shown && (_pointing || _walking || _dialog.IsOpen || _selection.Count > 0);
        var leftOut = hold ? await Alarms.ByIdAsync(_list.LeftOut(page), cancellationToken) : [];
        if (address == _shown)
        {
            _list.Refresh(page, hold, leftOut);
        }
        else
        {
            _list.Show(page);
            _selection.Clear();
            _shown = address;
            (_at, _walking) = (null, false);
        }

        if (_people.Count == 0) _people = await Alarms.PeopleAsync(cancellationToken);
        (_all, _canAct) = (all, canAct);
        _saved = saved;
        _page = page;
        _detail = detail;
    }

    private static string Href(AlarmFilter filter, int page = 1) => AlarmLinks.Desk(filter, page);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_toFocus is not { } id || _table is null) return;
        _toFocus = null;
        await _table.FocusAsync(id);
    }

    /// <summary>The rows of the list, each with its parts below it where somebody has unfolded it.</summary>
    private IReadOnlyList<AlarmRow> Shown =>
        [.. _list.Rows.SelectMany(row => _unfolded.Contains(row.Id) ? [row, .. row.Parts.Select(part => part with { IsPart = true })] : (AlarmRow[])[row])];

    private void Fold(long id)
    {
        if (!_unfolded.Remove(id)) _unfolded.Add(id);
    }

    /// <summary>The row the focus was at last, as long as it is shown.</summary>
    private long? At => Shown.Any(row => row.Id == _at) ? _at : null;

    private void ChooseSaved(string? address)
    {
        if (!string.IsNullOrEmpty(address)) Navigation.NavigateTo(address);
    }

    /// <summary>Answers whether it came through; why not is said beside the name.</summary>
    private async Task<bool> SaveFilterAsync(string name, bool isDefault)
    {
        var isKept = false;
        var failure = await Acts.TryAsync(async () => isKept = await Saved.SaveAsync(name, Filter, isDefault, CancellationToken.None));
        _savedProblem = failure is not null ? Words[$"Act{failure}"].Value : isKept ? null : T["SavedNoRoom"].Value;
        if (_savedProblem is null) await ReloadAsync();
        return _savedProblem is null;
    }

    private async Task DeleteSavedAsync(int id)
    {
        _failure = await Acts.TryAsync(() => Saved.DeleteAsync(id, CancellationToken.None));
        await ReloadAsync();
    }

    private void Open(long id)
    {
        _at = id;
        if (id == AlarmId) _toFocus = id;
        Navigation.NavigateTo(AlarmLinks.Desk(Filter, PageNumber, id == AlarmId ? null : id), replace: AlarmId is not null);
    }

    /// <summary>Opens a drawer, which takes the focus when it comes; one that is open already is given it.</summary>
    private async Task EnterAsync(long id)
    {
        if (id != AlarmId) Open(id);
        if (Opened is not null && _drawer is not null) await _drawer.FocusAsync();
    }

    /// <summary>The focus goes back to the alarm's row, if the list holds it.</summary>
    private void Close()
    {
        _toFocus = AlarmId;
        Navigation.NavigateTo(Href(Filter, PageNumber), replace: true);
    }

    private void Hold() => _pointing = true;

    private void Release()
    {
        (_pointing, _walking) = (false, false);
        if (_selection.Count == 0 && !_dialog.IsOpen) _list.Release();
    }

    /// <summary>The focus came to a row. With J and K it takes an open drawer along and holds the list still, as a pointer over it does.</summary>
    private void Arrive(long id)
    {
        _at = id;
        if (!_stepping) return;
        (_stepping, _walking) = (false, true);
        if (Opened is not null && id != AlarmId) Navigation.NavigateTo(AlarmLinks.Desk(Filter, PageNumber, id), replace: true);
    }

    private void ShowWaiting()
    {
        _walking = false;
        _list.Release();
        _toFocus = At ?? _list.Rows[0].Id;
    }

    private void SelectByKey()
    {
        if (At is { } id) Toggle(id);
    }

    private async Task SelectWholeFilterAsync() =>
        _failure = await Acts.TryAsync(async () => _selection.SelectWholeFilter(await Alarms.SelectAsync(Filter, CancellationToken.None)));

    private void Toggle(long id)
    {
        if (Shown.FirstOrDefault(row => row.Id == id) is { } row) _selection.Toggle(row);
    }

    private async Task ActByKeyAsync(AlarmAct act)
    {
        if (_selection.Count > 0) await BeginWithSelectionAsync(act);
        else if ((At ?? AlarmId) is { } id) await BeginAsync(act, id);
    }

    /// <summary>Nobody acknowledges twice: what was acknowledged when it was selected is left out, and said.</summary>
    private Task BeginWithSelectionAsync(AlarmAct act) =>
        act is AlarmAct.Acknowledge ? BeginAsync(act, _selection.ToAcknowledge, _selection.Acknowledged) : BeginAsync(act, _selection.Seen);

    private async Task BeginAsync(AlarmAct act, long id)
    {
        if ((Shown.FirstOrDefault(row => row.Id == id) ?? (_detail?.Alarm.Id == id ? _detail.Alarm : null)) is { } row) await _dialog.OpenAsync(act, [row.Seen], [row]);
    }

    private Task BeginAsync(AlarmAct act, IReadOnlyCollection<AlarmSeen> alarms, int known = 0)
    {
        var ids = alarms.Select(alarm => alarm.Id).ToHashSet();
        return _dialog.OpenAsync(act, alarms, [.. Shown.Where(row => ids.Contains(row.Id))], known);
    }

    private async Task ActedAsync()
    {
        _selection.Clear();
        await ReloadAsync();
    }
}
