using EmsDashboard.Infrastructure.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace EmsDashboard.Components.Account;

/// <summary>The door. A static page: there is no circuit before somebody has signed in.</summary>
public sealed partial class SignInPage
{
    private string? _problem;

    [SupplyParameterFromQuery] private string? ReturnUrl { get; set; }

    [Inject] private SignInManager<EmsUser> SignIn { get; init; } = null!;
    [Inject] private NavigationManager Navigation { get; init; } = null!;
    [Inject] private IEnumerable<IDemoAccounts> Demo { get; init; } = null!;
    [Inject] private ILogger<SignInPage> Logger { get; init; } = null!;

    [SupplyParameterFromForm(Name = "Input")] private SignInInput Input { get; set; } = null!;

    private IReadOnlyList<DemoAccount> DemoAccounts { get; set; } = [];

    protected override void OnInitialized()
    {
        Input ??= new SignInInput();
        DemoAccounts = [.. Demo.SelectMany(d => d.All)];
    }

    private async Task SubmitAsync()
    {
        if (Input.Demo is { Length: > 0 } chosen && DemoAccounts.FirstOrDefault(a => a.Email == chosen) is { } account)
            (Input.Email, Input.Password) = (account.Email, account.Password);

        if (string.IsNullOrWhiteSpace(Input.Email))
            _problem = L["EmailRequired"];
        else if (string.IsNullOrEmpty(Input.Password))
            _problem = L["PasswordRequired"];
        else if (await TryAsync(Input.Email.Trim(), Input.Password) is { } refusal)
            _problem = refusal;
        else
            Navigation.NavigateTo(CultureEndpoint.IsLocal(ReturnUrl) ? ReturnUrl! : "/", forceLoad: true);
    }

    /// <summary>
    /// Null when signed in, else why not. An unknown address, a wrong password, a locked and a disabled account read the same and take the
    /// same time, so that nobody can list who has an account; what a person at the door can do about it is said to everybody.
    /// </summary>
    private async Task<string?> TryAsync(string email, string password)
    {
        var users = SignIn.UserManager;
        var user = await users.FindByNameAsync(email);
        var mayTry = user is not null && !await users.IsLockedOutAsync(user);
        if (mayTry && (await SignIn.PasswordSignInAsync(user!, password, Input.Remember, lockoutOnFailure: true)).Succeeded) return null;
        // Nothing was compared for the others; the work of it is done all the same.
        if (!mayTry) users.PasswordHasher.HashPassword(user ?? new EmsUser(), password);
        LogRefused(Logger);
        return L["NoMatch", (int)SecuritySetup.LockoutTime.TotalMinutes];
    }

    private static string? Aria(string? problem) => problem is null ? null : "true";

    [LoggerMessage(Level = LogLevel.Information, Message = "A sign-in was refused")]
    private static partial void LogRefused(ILogger logger);

    internal sealed class SignInInput
    {
        public string? Email { get; set; }
        public string? Password { get; set; }
        public bool Remember { get; set; }

        /// <summary>E-mail of the demo account whose button was pressed.</summary>
        public string? Demo { get; set; }
    }
}
