using EmsDashboard.Components;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Infrastructure.Time;
using EmsDashboard.Shared.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace EmsDashboard.Features.Users.Components;

/// <summary>Who may sign in. Administrators add people, change roles, reset passwords, lift locks and keep people out.</summary>
public sealed partial class UsersPage
{
    private const int PageSize = 50;

    private UserPage _page = new([], 0);
    private UserForm? _form;
    private Question? _asked;
    private UserProblem? _problem;
    private IReadOnlyList<object> _refusals = [];
    private ActFailure? _failure;

    [SupplyParameterFromQuery(Name = "search")] private string? Search { get; set; }
    [SupplyParameterFromQuery(Name = "page")] private string? Number { get; set; }
    [Inject] private NavigationManager Navigation { get; init; } = null!;
    [Inject] private UserAdministration Users { get; init; } = null!;
    [Inject] private Acts Acts { get; init; } = null!;
    [Inject] private ViewerClock Clock { get; init; } = null!;
    [Inject] private IStringLocalizer<UsersText> T { get; init; } = null!;
    [Inject] private IStringLocalizer<LayoutText> Words { get; init; } = null!;

    protected override object? DataKey => (Search, Number);

    protected override IReadOnlyCollection<string> ShownTopics => [Topics.Users];

    protected override async Task LoadAsync(CancellationToken cancellationToken) => _page = await Users.ListAsync(Search, FromAddress.Page(Number), PageSize, cancellationToken);

    private void Find(string? search) => Navigation.NavigateTo(Href(1, string.IsNullOrWhiteSpace(search) ? null : search));

    private string Href(int page) => Href(page, Search);

    private string Href(int page, string? search) =>
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["search"] = search, ["page"] = page == 1 ? null : page });

    private void BeginAdding()
    {
        Close();
        _form = new UserForm { IsNew = true };
    }

    private void BeginReset(string email)
    {
        Close();
        _form = new UserForm { Email = email };
    }

    /// <summary>Asked first: whoever loses a role notices within a minute, wherever they are.</summary>
    private void AskForRole(UserRow user, string role)
    {
        if (role == user.Role) return;
        Close();
        var name = Words[RoleText.KeyOf(role)];
        _asked = new Question(T["RoleTitle", NameOf(user), name], T["RoleConsequence", T[$"May{RoleText.KeyOf(role)}"]], T["RoleVerb", name],
            IsLoss: !Policies.RolesFor(user.Role).Contains(role), () => Users.ChangeRoleAsync(user.Email, role));
    }

    private void AskForAccess(UserRow user)
    {
        Close();
        _asked = user.IsDisabled
            ? new Question(T["EnableTitle", NameOf(user)], T["EnableConsequence", Words[RoleText.KeyOf(user.Role)]], T["Enable"], IsLoss: false, () => Users.SetDisabledAsync(user.Email, disabled: false))
            : new Question(T["DisableTitle", NameOf(user)], T["DisableConsequence"], T["Disable"], IsLoss: true, () => Users.SetDisabledAsync(user.Email, disabled: true));
    }

    private void Close() => (_form, _asked, _problem, _failure) = (null, null, null, null);

    private async Task SaveAsync()
    {
        if (_form is not { } form) return;
        if (await TryAsync(() => form.IsNew
                ? Users.AddAsync(form.Email ?? "", form.Name, form.Role, form.Password ?? "")
                : Users.ResetPasswordAsync(form.Email ?? "", form.Password ?? "")))
            Close();
        await ReloadAsync();
    }

    private async Task DoAskedAsync()
    {
        if (_asked is not { } asked) return;
        if (await TryAsync(asked.Act)) Close();
        await ReloadAsync();
    }

    private async Task UnlockAsync(UserRow user)
    {
        Close();
        await TryAsync(() => Users.UnlockAsync(user.Email));
        await ReloadAsync();
    }

    private async Task<bool> TryAsync(Func<Task<UserProblem?>> act)
    {
        _problem = null;
        _failure = await Acts.TryAsync(async () => _problem = await act());
        _refusals = _problem is { } problem ? [problem] : [];
        return _problem is null && _failure is null;
    }

    private string? Invalid(params ReadOnlySpan<UserProblem> problems) => _problem is { } problem && problems.Contains(problem) ? "true" : null;

    private string StateOf(UserRow user) => user switch
    {
        { IsDisabled: true } => T["Disabled"],
        { LockedUntil: { } until } => T["LockedUntil", Formats.Current.FullMoment(Clock.Local(until))],
        _ => T["Active"],
    };

    private static string NameOf(UserRow user) => user.DisplayName ?? user.Email;

    /// <summary>An act that waits for a yes.</summary>
    /// <param name="IsLoss">The person can do less afterwards.</param>
    private sealed record Question(string Title, string Consequence, string Verb, bool IsLoss, Func<Task<UserProblem?>> Act);

    private sealed class UserForm
    {
        public bool IsNew { get; init; }
        public string? Email { get; set; }
        public string? Name { get; set; }
        public string Role { get; set; } = Policies.Viewer;
        public string? Password { get; set; }
    }
}
