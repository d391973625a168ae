using EmsDashboard.Components;
using EmsDashboard.Features.Energy.Components;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Hierarchy;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Time;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace EmsDashboard.Features.Quotas.Administration;

/// <summary>Creates a quota or changes one. What was typed survives every refusal.</summary>
public sealed partial class QuotaEditorPage
{
    public const string New = $"{ShellRoutes.QuotaEditor}/new";

    private QuotaEditorDraft? _draft;
    private IReadOnlyList<QuotaProblem> _problems = [];
    private QuotaEditResult.Stale? _stale;

    /// <summary>The quota among those above and below it.</summary>
    private IReadOnlyList<PlacedQuota> _placed = [];
    private ActFailure? _failure;
    private bool _busy;
    private bool _saved;

    /// <summary>What became of the last act is that of the button at the top.</summary>
    private bool _byToggle;

    /// <summary>What stood in the fields when they were filled.</summary>
    private string? _filled;
    private bool _askingToggle;

    /// <summary>Where somebody wanted to go whose changes are not saved.</summary>
    private string? _leavingTo;

    /// <summary>What is stored is newer than the fields, which stay on screen until it is read.</summary>
    private bool _outdated;

    [Parameter] public string? Code { get; set; }

    [Inject] private QuotaTermsQueries Quotas { get; init; } = null!;
    [Inject] private QuotaHierarchyQueries Hierarchy { get; init; } = null!;
    [Inject] private QuotaTrialQueries Trials { get; init; } = null!;
    [Inject] private QuotaEditing Editing { get; init; } = null!;
    [Inject] private Acts Acts { get; init; } = null!;
    [Inject] private ISnackbar Snackbar { get; init; } = null!;
    [Inject] private ViewerClock Clock { get; init; } = null!;
    [Inject] private NavigationManager Navigation { get; init; } = null!;
    [Inject] private IStringLocalizer<QuotaEditorText> T { get; init; } = null!;
    [Inject] private IStringLocalizer<EnergyText> Energies { get; init; } = null!;

    private bool IsNew => string.IsNullOrEmpty(Code);

    /// <summary>The fields hold the quota that the address names; not yet after one was created or another one chosen.</summary>
    private bool IsOfAddress => _draft is { } draft && draft.IsNew == IsNew && (IsNew || draft.Code == Code);

    /// <summary>What was typed now would be lost: the fields are being stored, or read anew.</summary>
    private bool IsClosed => _busy || _outdated || !IsOfAddress;

    /// <summary>Something was typed that is not saved.</summary>
    private bool IsChanged => !IsClosed && _draft?.Written != _filled;

    protected override object? DataKey => Code;

    /// <summary>Nothing: somebody types here, and an edit that lost a race is told when it is saved.</summary>
    protected override IReadOnlyCollection<string> ShownTopics => [];

    public static string To(string code) => $"{ShellRoutes.QuotaEditor}/{Uri.EscapeDataString(code)}";

    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (!_outdated && IsOfAddress) return;
        if (IsNew)
        {
            _draft = new QuotaEditorDraft { TimeZone = "UTC" };
            _placed = [];
        }
        else if (await Quotas.FindAsync(Code!, cancellationToken) is { } terms)
        {
            var placed = await Hierarchy.AroundAsync(terms.Id, cancellationToken);
            (_draft, _placed) = (QuotaEditorDraft.Of(terms), placed);
        }
        else
        {
            Navigation.NotFound();
            return;
        }

        _outdated = false;
        _filled = _draft.Written;
    }

    /// <summary>Pages without a circuit are loaded anew, about which the browser itself asks.</summary>
    private void AskBeforeLeaving(LocationChangingContext leaving)
    {
        if (!IsChanged || Navigation.ToAbsoluteUri(leaving.TargetLocation).AbsolutePath.StartsWith("/account/", StringComparison.Ordinal)) return;
        leaving.PreventNavigation();
        _leavingTo = leaving.TargetLocation;
    }

    private void Leave()
    {
        if (_leavingTo is not { } to) return;
        (_filled, _leavingTo) = (_draft?.Written, null);
        Navigation.NavigateTo(to);
    }

    private Task AskOrActivateAsync()
    {
        if (_draft is not { IsActive: true }) return SetActiveAsync(true);
        _askingToggle = true;
        return Task.CompletedTask;
    }

    private Task DeactivateAsync()
    {
        if (!_askingToggle) return Task.CompletedTask;
        _askingToggle = false;
        return SetActiveAsync(false);
    }

    private async Task SaveAsync()
    {
        if (_draft is not { } draft || IsClosed) return;
        _problems = [.. draft.Problems()];
        if (_problems.Count > 0) return;
        _byToggle = false;
        if (await TryAsync(() => draft.IsNew
                ? Editing.CreateAsync(draft.ToInput(), CancellationToken.None)
                : Editing.EditAsync(draft.Code!, draft.Version, draft.ToInput(), CancellationToken.None)) is { } result)
            Take(result);
        // The fields are filled anew: a reason or a first day are those of the version that was made.
        if (!_saved) return;
        _outdated = true;
        await ReloadAsync();
    }

    private async Task SetActiveAsync(bool isActive)
    {
        if (_draft is not { } draft || IsClosed) return;
        _byToggle = true;
        if (await TryAsync(() => Editing.SetActiveAsync(draft.Code!, draft.Version, isActive, CancellationToken.None)) is not { } result) return;
        if (result is QuotaEditResult.Saved) draft.IsActive = isActive;
        Take(result);
    }

    /// <returns>Null when nothing came of it; the page then says why.</returns>
    private async Task<QuotaEditResult?> TryAsync(Func<Task<QuotaEditResult>> act)
    {
        (_busy, _saved, _stale) = (true, false, null);
        QuotaEditResult? result = null;
        _failure = await Acts.TryAsync(async () => result = await act());
        _busy = false;
        return result;
    }

    private void Take(QuotaEditResult result)
    {
        switch (result)
        {
            case QuotaEditResult.Refused refused:
                _problems = refused.Problems;
                break;
            case QuotaEditResult.Stale stale:
                _stale = stale;
                // Saving again is then a decision, not an accident.
                _draft!.Version = stale.Version;
                break;
            case QuotaEditResult.Saved saved when IsNew:
                _outdated = true;
                Snackbar.Add(T["Created", _draft!.Name ?? saved.Code], Severity.Normal);
                Navigation.NavigateTo(To(saved.Code));
                break;
            case QuotaEditResult.Saved saved:
                _draft!.Version = saved.Version;
                _saved = true;
                break;
            default:
                Navigation.NotFound();
                break;
        }
    }

    private async Task LoadStoredAsync()
    {
        (_outdated, _stale, _failure, _problems) = (true, null, null, []);
        await ReloadAsync();
    }

    private void Changed() => _saved = false;

    private void Suggest(decimal value)
    {
        _draft!.Value = QuotaEditorDraft.Text(value);
        Changed();
    }

    /// <summary>What the fields describe, to be tried on the past; null while that is nothing.</summary>
    private QuotaTrialRequest? Trial => _draft is { Rule: { } rule } draft && (draft.Scope == QuotaScope.EnergyType || !string.IsNullOrWhiteSpace(draft.TargetCode))
        ? new QuotaTrialRequest(draft.Scope, draft.Scope == QuotaScope.EnergyType ? null : draft.TargetCode, draft.EnergyType, rule, Energy.Domain.Unit.Get(draft.Unit),
            draft.Limit ?? 0, draft.ReadableThresholds, Clock.Today, LessPct: 0)
        : null;

    private async Task<IReadOnlyList<decimal>?> LastYearAsync()
    {
        IReadOnlyList<decimal>? months = null;
        if (Trial is { } trial) _failure = await Acts.TryAsync(async () => months = await Trials.LastYearAsync(trial, CancellationToken.None));
        return months;
    }
}
