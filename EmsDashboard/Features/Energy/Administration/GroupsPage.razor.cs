using System.Data.Common;
using EmsDashboard.Components;
using EmsDashboard.Infrastructure.LiveUpdates;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace EmsDashboard.Features.Energy.Administration;

/// <summary>The tree of groups and the meters on it, one at a time. What is being edited is in the address.</summary>
public sealed partial class GroupsPage
{
    private const int ShownMeters = 200;

    private IReadOnlyList<GroupNode> _groups = [];
    private GroupNode? _selected;
    private MeterPage? _meters;
    private GroupDraft? _group;
    private DeviceDraft? _device;
    private IReadOnlyList<EditProblem> _problems = [];
    private string? _editing;
    private bool _busy;

    [SupplyParameterFromQuery(Name = "group")] private string? Code { get; set; }
    [SupplyParameterFromQuery(Name = "meter")] private string? MeterCode { get; set; }
    [SupplyParameterFromQuery(Name = "new")] private string? New { get; set; }
    [Inject] private CatalogueQueries Catalogue { get; init; } = null!;
    [Inject] private CatalogueEditing Editing { get; init; } = null!;
    [Inject] private MeterQueries Meters { get; init; } = null!;
    [Inject] private NavigationManager Navigation { get; init; } = null!;
    [Inject] private ISnackbar Snackbar { get; init; } = null!;
    [Inject] private IStringLocalizer<CatalogueText> T { get; init; } = null!;

    protected override IReadOnlyCollection<string> ShownTopics => [Topics.Catalogue];

    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _groups = await Catalogue.TreeAsync(cancellationToken);
        _selected = _groups.FirstOrDefault(group => group.Code == Code);
        _meters = _selected is null ? null : await Meters.ListAsync(new MeterFilter(Group: Code), 1, ShownMeters, cancellationToken);
        // A change elsewhere must not take away what somebody is typing here: a draft is made once for what the address names.
        var editing = $"{New}|{MeterCode}|{Code}";
        if (editing == _editing) return;
        (_group, _device, _problems) = (null, null, []);
        if (New == "group") _group = new GroupDraft { IsNew = true, ParentCode = Code ?? "" };
        else if (New == "meter") _device = new DeviceDraft { IsNew = true, GroupCode = Code ?? "", TimeZone = _meters is { Items: [var first, ..] } ? first.TimeZone : "" };
        else if (MeterCode is not null) _device = await Meters.FindAsync(MeterCode, 1, cancellationToken) is { } detail ? DeviceDraft.Of(detail) : null;
        else if (_selected is not null) _group = GroupDraft.Of(_selected);
        _editing = editing;
    }

    private async Task SaveGroupAsync(GroupDraft draft)
    {
        var edit = draft.ToEdit();
        if (await TryAsync(() => draft.IsNew ? Editing.CreateGroupAsync(edit, CancellationToken.None) : Editing.ChangeGroupAsync(edit, CancellationToken.None)))
            Done(draft.IsNew ? "GroupCreated" : "GroupSaved", draft.Name, Address(edit.Code));
    }

    private async Task DeleteGroupAsync()
    {
        if (_group is { } draft && await TryAsync(() => Editing.DeleteGroupAsync(draft.Code, CancellationToken.None)))
            Done("GroupDeleted", draft.Name, Address(null));
    }

    private async Task SaveDeviceAsync(DeviceDraft draft)
    {
        var edit = draft.ToEdit();
        if (await TryAsync(() => draft.IsNew ? Editing.CreateDeviceAsync(edit, CancellationToken.None) : Editing.ChangeDeviceAsync(edit, CancellationToken.None)))
            Done(draft.IsNew ? "MeterCreated" : "MeterSaved", draft.Name, Address(edit.GroupCode, meter: edit.Code));
    }

    private async Task<bool> TryAsync(Func<Task<EditResult>> act)
    {
        if (_busy) return false;
        _busy = true;
        try
        {
            _problems = (await act()).Problems;
            return _problems.Count == 0;
        }
        catch (Exception error) when (error is DbException or { InnerException: DbException })
        {
            // What was typed stays in the form; the next try may find the database again.
            Snackbar.Add(T["NotSaved"], Severity.Error);
            return false;
        }
        finally
        {
            _busy = false;
        }
    }

    private void Done(string key, string name, string next)
    {
        Snackbar.Add(T[key, name], Severity.Normal);
        _editing = null;
        Navigation.NavigateTo(next, replace: true);
    }

    private void Leave() => Navigation.NavigateTo(Address(New is null && MeterCode is null ? null : Code));

    private static string Address(string? group, string? create = null, string? meter = null)
    {
        List<string> query = [];
        if (!string.IsNullOrEmpty(group)) query.Add($"group={Uri.EscapeDataString(group)}");
        if (meter is not null) query.Add($"meter={Uri.EscapeDataString(meter)}");
        if (create is not null) query.Add($"new={create}");
        return query.Count == 0 ? ShellRoutes.Groups : $"{ShellRoutes.Groups}?{string.Join('&', query)}";
    }
}
