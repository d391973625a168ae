using EmsDashboard.Infrastructure.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace EmsDashboard.Components.Account;

/// <summary>Makes the first administrator, once, for whoever holds the link the start has printed.</summary>
public sealed partial class SetupPage
{
    private bool _valid;
    private List<string> _problems = [];

    /// <summary>Ids of the fields that are wrong, from the top.</summary>
    private readonly List<string> _wrong = [];

    [SupplyParameterFromQuery] private string? Token { get; set; }
    [SupplyParameterFromForm(Name = "Input")] private SetupInput Input { get; set; } = null!;

    [Inject] private IServiceProvider Services { get; init; } = null!;
    [Inject] private UserManager<EmsUser> Users { get; init; } = null!;
    [Inject] private SignInManager<EmsUser> SignIn { get; init; } = null!;
    [Inject] private NavigationManager Navigation { get; init; } = null!;

    protected override async Task OnInitializedAsync()
    {
        Input ??= new SetupInput();
        _valid = await Services.GetRequiredService<SetupLink>().IsValidAsync(Token, CancellationToken.None);
    }

    private async Task SubmitAsync()
    {
        if (!_valid) return;
        _problems = [];
        var email = Input.Email?.Trim() ?? "";
        if (!EmsUser.IsUsableEmail(email)) Refuse("email", L["EmailInvalid"]);
        if ((Input.Password ?? "").Length < Users.Options.Password.RequiredLength) Refuse("password", L["PasswordTooShort"]);
        if (_problems.Count > 0) return;

        var (user, problems) = await Services.GetRequiredService<FirstAdministrator>().CreateAsync(Token, email, Input.Name, Input.Password!, CancellationToken.None);
        if (user is null)
        {
            // Without a reason it is the link: somebody was faster.
            _problems = [.. problems];
            _valid = problems.Count > 0;
            return;
        }

        await SignIn.SignInAsync(user, isPersistent: false);
        Navigation.NavigateTo("/", forceLoad: true);
    }

    private void Refuse(string field, string problem)
    {
        _wrong.Add(field);
        _problems.Add(problem);
    }

    private string? Invalid(string field) => _wrong.Contains(field) ? "true" : null;

    internal sealed class SetupInput
    {
        public string? Name { get; set; }
        public string? Email { get; set; }
        public string? Password { get; set; }
    }
}
