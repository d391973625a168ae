using EmsDashboard.Components;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Time;
using EmsDashboard.Shared.Time;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace EmsDashboard.Features.Energy.Administration;

/// <summary>The tree of groups and the meters on it, one at a time. What is being edited is in the address.</summary>
public sealed partial class GroupsPage
{
    private const int ShownMeters = 200;

    /// <summary>How many quotas a question names; the rest is counted.</summary>
    private const int NamedQuotas = 8;

    private IReadOnlyList<GroupNode> _groups = [];
    private GroupNode? _selected;
    private MeterPage? _meters;
    private GroupDraft? _group;
    private DeviceDraft? _device;
    private IReadOnlyList<EditProblem> _problems = [];
    private string? _editing;
    private string? _shown;
    private ElementReference _editor;
    private IReadOnlyList<string> _aimedAt = [];
    private StaleEdit? _stale;
    private ActFailure? _failure;
    private bool _asking;
    private bool _busy;

    [SupplyParameterFromQuery(Name = "group")] private string? Code { get; set; }
    [SupplyParameterFromQuery(Name = "meter")] private string? MeterCode { get; set; }
    [SupplyParameterFromQuery(Name = "new")] private string? New { get; set; }
    [Inject] private CatalogueQueries Estate { get; init; } = null!;
    [Inject] private CatalogueEditing Catalogue { get; init; } = null!;
    [Inject] private GroupChoices Choices { get; init; } = null!;
    [Inject] private MeterQueries Meters { get; init; } = null!;
    [Inject] private NavigationManager Navigation { get; init; } = null!;
    [Inject] private Acts Acts { get; init; } = null!;
    [Inject] private ViewerClock Clock { get; init; } = null!;
    [Inject] private ISnackbar Snackbar { get; init; } = null!;
    [Inject] private IStringLocalizer<CatalogueText> T { get; init; } = null!;

    protected override object? DataKey => (Code, MeterCode, New);

    protected override IReadOnlyCollection<string> ShownTopics => [Topics.Catalogue];

    private bool IsEditing => _group is not null || _device is not null;

    /// <summary>The form may be off the screen of whoever chose something far down: the focus goes to it, and the page with it.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_shown == _editing) return;
        var isAnswer = _shown is not null;
        _shown = _editing;
        if (isAnswer && IsEditing) await _editor.FocusAsync();
    }

    /// <summary>Name of what is being edited.</summary>
    private string Editing => _device?.Name ?? _group?.Name ?? "";

    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _groups = await Estate.TreeAsync(cancellationToken);
        _selected = _groups.FirstOrDefault(group => group.Code == Code);
        _meters = _selected is null ? null : await Meters.ListAsync(new MeterFilter(Group: Code), 1, ShownMeters, cancellationToken);
        // A change elsewhere must not take away what somebody is typing here: a draft is made once for what the address names.
        var editing = $"{New}|{MeterCode}|{Code}";
        if (editing == _editing) return;
        (_group, _device, _problems, _stale, _failure) = (null, null, [], null, null);
        if (New == "group") _group = new GroupDraft { IsNew = true, ParentCode = Code ?? "" };
        else if (New == "meter") _device = new DeviceDraft { IsNew = true, GroupCode = Code ?? "", TimeZone = _meters is { Items: [var first, ..] } ? first.TimeZone : "" };
        else if (MeterCode is not null) _device = await Meters.FindAsync(MeterCode, 1, cancellationToken) is { } detail ? DeviceDraft.Of(detail) : null;
        else if (_selected is not null) _group = GroupDraft.Of(_selected);
        _editing = editing;
    }

    private async Task SaveGroupAsync(GroupDraft draft)
    {
        var edit = draft.ToEdit();
        if (await TryAsync(() => draft.IsNew ? Catalogue.CreateGroupAsync(edit, CancellationToken.None) : Catalogue.ChangeGroupAsync(edit, draft.Version, CancellationToken.None)))
            await DoneAsync(draft.IsNew ? "Created" : "Saved", draft.Name, Address(edit.Code));
    }

    private async Task SaveDeviceAsync(DeviceDraft draft)
    {
        var edit = draft.ToEdit();
        if (await TryAsync(() => draft.IsNew ? Catalogue.CreateDeviceAsync(edit, CancellationToken.None) : Catalogue.ChangeDeviceAsync(edit, draft.Version, CancellationToken.None)))
            await DoneAsync(draft.IsNew ? "Created" : "Saved", draft.Name, Address(edit.GroupCode, meter: edit.Code));
    }

    private async Task AskToDeleteAsync()
    {
        (_problems, _stale) = ([], null);
        // What would be refused is refused before the question.
        if (_device is null && _selected is { Groups: > 0 }) _problems = [new("", "group_has_groups")];
        else if (_device is null && _selected is { Devices: > 0 }) _problems = [new("", "group_has_devices")];
        if (_problems.Count > 0) return;
        _failure = await Acts.TryAsync(async () => _aimedAt = await Estate.QuotasAimedAtAsync(_group?.Code, _device?.Code, CancellationToken.None));
        _asking = _failure is null;
    }

    private async Task DeleteAsync()
    {
        var name = Editing;
        var isDeleted = await TryAsync(() => _device is { } device
            ? Catalogue.DeleteDeviceAsync(device.Code, device.Version, CancellationToken.None)
            : Catalogue.DeleteGroupAsync(_group!.Code, _group.Version, CancellationToken.None));
        // Whoever is told that somebody else was quicker decides anew, looking at the form.
        if (isDeleted || _stale is not null) _asking = false;
        if (!isDeleted) return;
        await DoneAsync("Deleted", name, Address(_device is null ? null : Code));
    }

    private async Task<bool> TryAsync(Func<Task<EditResult>> act)
    {
        if (_busy) return false;
        (_busy, _stale) = (true, null);
        EditResult? result = null;
        _failure = await Acts.TryAsync(async () => result = await act());
        _busy = false;
        if (result is null) return false;
        (_problems, _stale) = (result.Problems, result.Stale);
        // Saving again is then a decision, not an accident.
        if (result.Stale is { } stale)
        {
            _group?.Version = stale.Version;
            _device?.Version = stale.Version;
        }

        return result.Succeeded;
    }

    private async Task DoneAsync(string key, string name, string next)
    {
        Snackbar.Add(T[key, name], Severity.Normal);
        _editing = null;
        Navigation.NavigateTo(next, replace: true);
        // The address may be the same as before, and what was read before is old now.
        await ReloadAsync();
    }

    private Task LoadStoredAsync()
    {
        _editing = null;
        return ReloadAsync();
    }

    /// <summary>What a group can hang under: not itself, nor anything below it.</summary>
    private Task<IReadOnlyList<GroupChoice>> FindParentsAsync(string text, CancellationToken cancellationToken) =>
        Choices.FindGroupsAsync(text, notWithin: _group is { IsNew: false } group ? group.Code : null, cancellationToken);

    /// <summary>A meter moves on a day of its own calendar.</summary>
    private DateOnly TodayOf(DeviceDraft device) => IanaZones.IsKnown(device.TimeZone) ? IanaZones.Todays([device.TimeZone], Clock.Now)[0] : Clock.Today;

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
