using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Security;
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
    private UserProblem? _problem;

    [SupplyParameterFromQuery(Name = "search")] private string? Search { get; set; }
    [SupplyParameterFromQuery(Name = "page")] private int? Number { get; set; }
    [Inject] private NavigationManager Navigation { get; init; } = null!;
    [Inject] private UserAdministration Users { get; init; } = null!;
    [Inject] private IStringLocalizer<UsersText> T { get; init; } = null!;

    protected override IReadOnlyCollection<string> ShownTopics => [Topics.Users];

    protected override async Task LoadAsync(CancellationToken cancellationToken) => _page = await Users.ListAsync(Search, Number ?? 1, PageSize, cancellationToken);

    private void Find(string? search) => Navigation.NavigateTo(Href(1, string.IsNullOrWhiteSpace(search) ? null : search));

    private string Href(int page) => Href(page, Search);

    private string Href(int page, string? search) =>
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["search"] = search, ["page"] = page == 1 ? null : page });

    private void BeginAdding() => (_form, _problem) = (new UserForm { IsNew = true }, null);

    private void BeginReset(string email) => (_form, _problem) = (new UserForm { Email = email }, null);

    private void Close() => (_form, _problem) = (null, null);

    private async Task SaveAsync()
    {
        if (_form is not { } form) return;
        _problem = form.IsNew
            ? await Users.AddAsync(form.Email ?? "", form.Name, form.Role, form.Password ?? "")
            : await Users.ResetPasswordAsync(form.Email ?? "", form.Password ?? "");
        if (_problem is null) _form = null;
        await ReloadAsync();
    }

    private async Task ActAsync(Func<Task<UserProblem?>> act)
    {
        Close();
        _problem = await act();
        await ReloadAsync();
    }

    private string? Invalid(params ReadOnlySpan<UserProblem> problems) => _problem is { } problem && problems.Contains(problem) ? "true" : null;

    private string StateOf(UserRow user) => user switch
    {
        { IsDisabled: true } => T["Disabled"],
        { LockedUntil: { } until } => T["LockedUntil", Formats.Current.FullMoment(until)],
        _ => T["Active"],
    };

    private sealed class UserForm
    {
        public bool IsNew { get; init; }
        public string? Email { get; set; }
        public string? Name { get; set; }
        public string Role { get; set; } = Policies.Viewer;
        public string? Password { get; set; }
    }
}
