using System.ComponentModel.DataAnnotations;
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
    [Inject] private TimeProvider Time { get; init; } = null!;

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
        if (!new EmailAddressAttribute().IsValid(email) || email.Length == 0) _problems.Add(L["EmailInvalid"]);
        if ((Input.Password ?? "").Length < Users.Options.Password.RequiredLength) _problems.Add(L["PasswordTooShort"]);
        if (_problems.Count > 0) return;

        var user = new EmsUser { UserName = email, Email = email, EmailConfirmed = true, DisplayName = Input.Name?.Trim(), CreatedAt = Time.GetUtcNow() };
        var created = await Users.CreateAsync(user, Input.Password!);
        if (created.Succeeded) created = await Users.AddToRoleAsync(user, Policies.Admin);
        if (!created.Succeeded)
        {
            _problems = [.. created.Errors.Select(e => e.Description)];
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
