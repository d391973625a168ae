using EmsDashboard.Infrastructure.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace EmsDashboard.Components.Account;

/// <summary>Makes the first administrator, once, for whoever holds the link the start has printed.</summary>
public sealed partial class SetupPage
{
    private bool _valid;
    private List<string> _problems = [];

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
        if (!EmsUser.IsUsableEmail(email)) _problems.Add(L["EmailInvalid"]);
        if ((Input.Password ?? "").Length < Users.Options.Password.RequiredLength) _problems.Add(L["PasswordTooShort"]);
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

    internal sealed class SetupInput
    {
        public string? Name { get; set; }
        public string? Email { get; set; }
        public string? Password { get; set; }
    }
}
