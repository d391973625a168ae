using EmsDashboard.Infrastructure.Security;
using Microsoft.AspNetCore.Components;

namespace EmsDashboard.Components.Account;

/// <summary>A new password for oneself. Static, because only a request can renew the session's cookie.</summary>
public sealed partial class PasswordPage
{
    private bool _changed;
    private string? _problem;

    /// <summary>The new password was refused, not the current one.</summary>
    private bool _wantedIsWrong;

    [SupplyParameterFromForm(Name = "Input")] private PasswordInput Input { get; set; } = null!;

    [Inject] private IServiceProvider Services { get; init; } = null!;

    protected override void OnInitialized() => Input ??= new PasswordInput();

    private async Task SubmitAsync()
    {
        var result = await Services.GetRequiredService<OwnPassword>().ChangeAsync(Input.Current ?? "", Input.Wanted ?? "", CancellationToken.None);
        _changed = result == OwnPasswordResult.Changed;
        if (_changed) return;
        _problem = Reason(result);
        _wantedIsWrong = result == OwnPasswordResult.TooShort;
    }

    private string Reason(OwnPasswordResult refusal) => refusal switch
    {
        OwnPasswordResult.Locked => L["Locked", (int)SecuritySetup.LockoutTime.TotalMinutes],
        OwnPasswordResult.TooShort => L["PasswordTooShort"],
        _ => L["CurrentPasswordWrong"],
    };

    internal sealed class PasswordInput
    {
        public string? Current { get; set; }
        public string? Wanted { get; set; }
    }
}
