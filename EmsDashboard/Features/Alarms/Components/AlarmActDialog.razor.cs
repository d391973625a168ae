using System.Data.Common;
using EmsDashboard.Infrastructure.Security;
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
    private IReadOnlyCollection<long> _ids = [];
    private IReadOnlyList<AlarmRow> _rows = [];
    private IReadOnlyList<AlarmRow> _faster = [];
    private string _text = "";
    private string? _error;
    private bool _visible;
    private bool _busy;

    /// <summary>Something was done, or is known to have been done by somebody else.</summary>
    [Parameter] public EventCallback OnDone { get; set; }
    [Inject] private AlarmDesk Desk { get; init; } = null!;
    [Inject] private AlarmQueries Alarms { get; init; } = null!;
    [Inject] private ISnackbar Snackbar { get; init; } = null!;
    [Inject] private IStringLocalizer<AlarmDeskText> T { get; init; } = null!;

    public bool IsOpen => _visible;

    private string Title => _faster.Count switch
    {
        0 => T[$"Title{_act}{(_ids.Count == 1 ? "One" : "Many")}", Formats.Current.Count(_ids.Count)],
        1 when (_faster[0].ResolvedBy ?? _faster[0].AcknowledgedBy) is { } who => T["TitleFasterOne", who],
        _ => T["TitleFasterMany"],
    };

    /// <summary>Asks for the words.</summary>
    /// <param name="rows">The alarms as far as they are at hand, to name them.</param>
    public void Open(AlarmAct act, IReadOnlyCollection<long> ids, IReadOnlyList<AlarmRow> rows)
    {
        if (ids.Count == 0) return;
        (_act, _ids, _rows, _faster, _error, _visible) = (act, [.. ids], rows, [], null, true);
        StateHasChanged();
    }

    private async Task DoAsync()
    {
        if (await TryAsync(_act, _ids) is not { } result) return;
        if (result.Done.Count > 0) Snackbar.Add(T[$"Done{_act}", Formats.Current.Count(result.Done.Count)], Severity.Normal);
        _faster = result.TooLate.Count == 0 ? [] : await Alarms.ByIdAsync([.. result.TooLate.Take(AlarmQueries.MaxPageSize)], CancellationToken.None);
        if (_faster.Count == 0) Finish();
        await OnDone.InvokeAsync();
    }

    private async Task AddAsCommentAsync()
    {
        if (await TryAsync(AlarmAct.Comment, [.. _faster.Select(row => row.Id)]) is not { } result) return;
        Snackbar.Add(T["DoneComment", Formats.Current.Count(result.Done.Count)], Severity.Normal);
        Finish();
        await OnDone.InvokeAsync();
    }

    private async Task<AlarmDeskResult?> TryAsync(AlarmAct act, IReadOnlyCollection<long> ids)
    {
        if (_busy || string.IsNullOrWhiteSpace(_text)) return null;
        (_busy, _error) = (true, null);
        try
        {
            return await (act switch
            {
                AlarmAct.Acknowledge => Desk.AcknowledgeAsync(ids, _text, CancellationToken.None),
                AlarmAct.Resolve => Desk.ResolveAsync(ids, _text, CancellationToken.None),
                _ => Desk.CommentAsync(ids, _text, CancellationToken.None),
            });
        }
        catch (AccessDeniedException)
        {
            _error = T["ActDenied"];
        }
        catch (DbException)
        {
            // The words stay in the field; nothing was stored, and the next try may find the database again.
            _error = T["ActFailed"];
        }
        finally
        {
            _busy = false;
        }

        return null;
    }

    private void Finish()
    {
        _text = "";
        _visible = false;
    }

    private void Cancel() => _visible = false;
}
