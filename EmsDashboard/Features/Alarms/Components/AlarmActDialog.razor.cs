using EmsDashboard.Components;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Infrastructure.Time;
using EmsDashboard.Shared.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace EmsDashboard.Features.Alarms.Components;

/// <summary>Asks for the words an act needs, does it, and tells who was faster. What was typed is kept until it is stored or thrown away by hand.</summary>
public sealed partial class AlarmActDialog
{
    private static readonly DialogOptions Options = new() { MaxWidth = MaxWidth.Small, FullWidth = true };

    private AlarmAct _act;
    private IReadOnlyCollection<AlarmSeen> _alarms = [];
    private IReadOnlyList<AlarmRow> _rows = [];
    private IReadOnlyList<AlarmFaster> _faster = [];
    private IReadOnlyList<long> _late = [];
    private IReadOnlyList<AlarmPerson> _people = [];
    private string? _person;
    private AlarmShelf _shelf = AlarmShelf.Day;
    private IReadOnlyList<AlarmLastChange> _changes = [];
    private int _known;
    private string _text = "";
    private string? _error;
    private bool _visible;
    private bool _busy;

    /// <summary>Something was done, or is known to have been done by somebody else.</summary>
    [Parameter] public EventCallback OnDone { get; set; }
    [Inject] private AlarmDesk Desk { get; init; } = null!;
    [Inject] private AlarmQueries Alarms { get; init; } = null!;
    [Inject] private Acts Acts { get; init; } = null!;
    [Inject] private IAccess Access { get; init; } = null!;
    [Inject] private ViewerClock Clock { get; init; } = null!;
    [Inject] private IStringLocalizer<LayoutText> Words { get; init; } = null!;
    [Inject] private ISnackbar Snackbar { get; init; } = null!;
    [Inject] private IStringLocalizer<AlarmDeskText> T { get; init; } = null!;

    public bool IsOpen => _visible;

    private string Title => _faster.Count > 0
        ? AlarmFaster.Title(_faster, T)
        : T[_alarms.Count == 1 ? $"Title{_act}One" : $"Title{_act}Many", Formats.Current.Count(_alarms.Count)];

    /// <summary>Words say why; whom it is assigned to, or that it is back, is enough by itself.</summary>
    private bool IsOptional => _act is AlarmAct.Assign or AlarmAct.Unshelve;

    private bool CanDo => (IsOptional || !string.IsNullOrWhiteSpace(_text)) && (_act is not AlarmAct.Shelve || Until is not null);

    /// <summary>The end of a period is offered where all the alarms are at hand.</summary>
    private IReadOnlyList<(AlarmShelf Shelf, DateTimeOffset? Until)> Shelves =>
        [.. from shelf in Enum.GetValues<AlarmShelf>() let until = UntilOf(shelf) where until is not null select (shelf, until)];

    private DateTimeOffset? Until => UntilOf(_shelf);

    private DateTimeOffset? UntilOf(AlarmShelf shelf) => shelf.Until(Clock.Now.ToUniversalTime(), Desk.MaxShelf, _rows.Count == _alarms.Count ? _rows : []);

    /// <summary>Asks for the words.</summary>
    /// <param name="rows">The alarms as far as they are at hand, to name them.</param>
    /// <param name="known">How many of those that were selected are left out because it was done already.</param>
    public async Task OpenAsync(AlarmAct act, IReadOnlyCollection<AlarmSeen> alarms, IReadOnlyList<AlarmRow> rows, int known = 0)
    {
        if (alarms.Count == 0) return;
        (_act, _alarms, _rows, _known, _faster, _late, _error, _visible) = (act, [.. alarms], rows, known, [], [], null, true);
        StateHasChanged();
        if (act is not AlarmAct.Assign) return;
        _person = rows is [{ AssigneeEmail: { } now }] ? now : (await Access.CurrentAsync())?.Name;
        _error = await Acts.TryAsync(async () => _people = await Alarms.PeopleAsync(CancellationToken.None)) is { } failure ? Words[$"Act{failure}"].Value : null;
        // Somebody who has no account by now is nobody that it could be assigned to.
        if (_people.All(person => person.Email != _person)) _person = null;
        StateHasChanged();
    }

    private async Task DoAsync()
    {
        if (await TryAsync(_act, _alarms) is not { } result) return;
        if (result.Done.Count > 0) Snackbar.Add(T[$"Done{_act}", Formats.Current.Count(result.Done.Count)], Severity.Normal);
        (_late, _changes) = (result.TooLate, result.Changes);
        if (_late.Count == 0) Finish();
        else await TellAsync();
        await OnDone.InvokeAsync();
    }

    /// <summary>What was done is done: when the database is gone again, it is only not known who was faster.</summary>
    private async Task TellAsync()
    {
        IReadOnlyList<AlarmRow> rows = [];
        await Acts.TryAsync(async () => rows = await Alarms.ByIdAsync([.. _late.Take(AlarmQueries.MaxPageSize)], CancellationToken.None));
        _faster = rows.Count > 0 ? [.. rows.Select(row => AlarmFaster.Of(_act, row, T, Clock, _changes.FirstOrDefault(change => change.Id == row.Id)))] : [new AlarmFaster(null, T["FasterUnknown"], null)];
    }

    private async Task AddAsCommentAsync()
    {
        if (await TryAsync(AlarmAct.Comment, [.. _late.Select(id => new AlarmSeen(id))]) is not { } result) return;
        Snackbar.Add(T["DoneComment", Formats.Current.Count(result.Done.Count)], Severity.Normal);
        Finish();
        await OnDone.InvokeAsync();
    }

    private async Task<AlarmDeskResult?> TryAsync(AlarmAct act, IReadOnlyCollection<AlarmSeen> alarms)
    {
        if (_busy || (act == _act && !CanDo)) return null;
        (_busy, _error) = (true, null);
        AlarmDeskResult? result = null;
        try
        {
            _error = await Acts.TryAsync(async () => result = await ActAsync(act, alarms)) is { } failure ? Words[$"Act{failure}"].Value : null;
        }
        catch (AssigneeGoneException)
        {
            _error = T["AssigneeGone"];
        }

        _busy = false;
        return result;
    }

    private Task<AlarmDeskResult> ActAsync(AlarmAct act, IReadOnlyCollection<AlarmSeen> alarms) => act switch
    {
        AlarmAct.Acknowledge => Desk.AcknowledgeAsync(alarms, _text, CancellationToken.None),
        AlarmAct.Resolve => Desk.ResolveAsync(alarms, _text, CancellationToken.None),
        AlarmAct.Assign => Desk.AssignAsync(alarms, string.IsNullOrEmpty(_person) ? null : _person, _text, CancellationToken.None),
        AlarmAct.Shelve => Desk.ShelveAsync(alarms, Until!.Value, _text, CancellationToken.None),
        AlarmAct.Unshelve => Desk.UnshelveAsync(alarms, _text, CancellationToken.None),
        _ => Desk.CommentAsync([.. alarms.Select(alarm => alarm.Id)], _text, CancellationToken.None),
    };

    private void Finish()
    {
        _text = "";
        _visible = false;
    }

    private void Cancel() => _visible = false;
}
