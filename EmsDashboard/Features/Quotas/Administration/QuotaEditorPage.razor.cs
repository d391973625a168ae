using EmsDashboard.Components;
using EmsDashboard.Features.Energy.Components;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Time;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace EmsDashboard.Features.Quotas.Administration;

/// <summary>Creates a quota or changes one. What was typed survives every refusal.</summary>
public sealed partial class QuotaEditorPage
{
    public const string New = $"{ShellRoutes.QuotaEditor}/new";
    private const int TargetsShown = 20;

    private QuotaEditorDraft? _draft;
    private IReadOnlyList<QuotaProblem> _problems = [];
    private IReadOnlyList<QuotaTarget> _targets = [];
    private QuotaTrial _trial = QuotaTrial.Empty;
    private string _lessPct = "5";
    private QuotaEditResult.Stale? _stale;
    private ActFailure? _failure;
    private bool _guideFailed;
    private bool _busy;
    private bool _saved;

    /// <summary>What is stored is newer than the fields, which stay on screen until it is read.</summary>
    private bool _outdated;

    [Parameter] public string? Code { get; set; }

    [Inject] private QuotaTermsQueries Quotas { get; init; } = null!;
    [Inject] private QuotaTrialQueries Trials { get; init; } = null!;
    [Inject] private QuotaEditing Editing { get; init; } = null!;
    [Inject] private Acts Acts { get; init; } = null!;
    [Inject] private ISnackbar Snackbar { get; init; } = null!;
    [Inject] private ViewerClock Clock { get; init; } = null!;
    [Inject] private NavigationManager Navigation { get; init; } = null!;
    [Inject] private IStringLocalizer<QuotaEditorText> T { get; init; } = null!;
    [Inject] private IStringLocalizer<EnergyText> Energies { get; init; } = null!;

    private bool IsNew => string.IsNullOrEmpty(Code);

    /// <summary>Nothing: somebody types here, and an edit that lost a race is told when it is saved.</summary>
    protected override IReadOnlyCollection<string> ShownTopics => [];

    public static string To(string code) => $"{ShellRoutes.QuotaEditor}/{Uri.EscapeDataString(code)}";

    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (!_outdated && _draft is not null && _draft.IsNew == IsNew && (IsNew || _draft.Code == Code)) return;
        if (IsNew)
        {
            _draft = new QuotaEditorDraft { TimeZone = "UTC" };
        }
        else if (await Quotas.FindAsync(Code!, cancellationToken) is { } terms)
        {
            _draft = QuotaEditorDraft.Of(terms);
        }
        else
        {
            Navigation.NotFound();
            return;
        }

        _outdated = false;
        await GuideAsync(cancellationToken);
    }

    private async Task SaveAsync()
    {
        if (_draft is not { } draft || _busy) return;
        _problems = [.. draft.NotNumbers().Select(field => new QuotaProblem(field, QuotaEditorForm.NotANumber))];
        if (_problems.Count > 0) return;
        if (await TryAsync(() => draft.IsNew
                ? Editing.CreateAsync(draft.ToInput(), CancellationToken.None)
                : Editing.EditAsync(draft.Code!, draft.Version, draft.ToInput(), CancellationToken.None)) is { } result)
            Take(result);
        // The fields are filled anew: a reason or a first day are those of the version that was made.
        if (!_saved) return;
        _outdated = true;
        await ReloadAsync();
    }

    private async Task ToggleActiveAsync()
    {
        if (_draft is not { } draft || _busy) return;
        if (await TryAsync(() => Editing.SetActiveAsync(draft.Code!, draft.Version, !draft.IsActive, CancellationToken.None)) is not { } result) return;
        if (result is QuotaEditResult.Saved) draft.IsActive = !draft.IsActive;
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

    private async Task ChangedAsync()
    {
        _saved = false;
        // Only a help beside the form: what is typed must not be lost for it.
        _guideFailed = await Acts.TryAsync(() => GuideAsync(CancellationToken.None)) is not null;
    }

    private async Task SearchAsync(string text) => await Acts.TryAsync(async () =>
        _targets = await Quotas.SearchTargetsAsync(_draft!.Scope, _draft.EnergyTypeCode, text, TargetsShown, CancellationToken.None));

    private async Task GuideAsync(CancellationToken cancellationToken)
    {
        var draft = _draft!;
        _targets = await Quotas.SearchTargetsAsync(draft.Scope, draft.EnergyTypeCode, draft.TargetCode, TargetsShown, cancellationToken);
        _trial = draft.Rule is not { } rule || (draft.Scope != QuotaScope.EnergyType && string.IsNullOrWhiteSpace(draft.TargetCode))
            ? QuotaTrial.Empty
            : await Trials.RunAsync(new QuotaTrialRequest(draft.Scope, draft.TargetCode, draft.EnergyType, rule, Energy.Domain.Unit.Get(draft.Unit), draft.Limit ?? 0,
                draft.ReadableThresholds, Clock.Today, QuotaEditorDraft.Number(_lessPct) ?? 0), cancellationToken);
    }

    private Task SuggestAsync(decimal value)
    {
        _draft!.Value = QuotaEditorDraft.Text(value);
        return ChangedAsync();
    }

    private Task ChangeLessAsync(string? pct)
    {
        _lessPct = QuotaEditorDraft.Number(pct) is null ? _lessPct : pct!.Trim();
        return ChangedAsync();
    }
}
