namespace EmsDashboard.Components;

/// <summary>Addresses the frame leads to.</summary>
public static class ShellRoutes
{
    public const string Overview = "/";
    public const string Quotas = "/quotas";
    public const string Alarms = "/alarms";
    public const string History = "/history";
    public const string Meters = "/meters";
    public const string QuotaEditor = "/admin/quotas";
    public const string Groups = "/admin/groups";
    public const string Import = "/admin/import";
    public const string Runs = "/admin/runs";
    public const string Recompute = "/admin/recompute";
    public const string Users = "/admin/users";
    public const string Jobs = "/hangfire";
    public const string SignIn = "/account/sign-in";
    public const string SignOut = "/account/sign-out";
    public const string Password = "/account/password";
    public const string Culture = "/culture/set";

    /// <summary>The list of quotas whose name, target or meter holds the text.</summary>
    public static string Search(string text) => $"{Quotas}?search={Uri.EscapeDataString(text)}";

    /// <param name="page">Address of this site, without a leading slash.</param>
    public static string SignInAndReturn(string page) => $"{SignIn}?returnUrl={Uri.EscapeDataString("/" + page)}";

    /// <summary>Sets the language and comes back.</summary>
    /// <param name="culture">BCP 47.</param>
    /// <param name="page">Address of this site, without a leading slash.</param>
    public static string SwitchLanguage(string culture, string page) => $"{Culture}?culture={culture}&redirectUri={Uri.EscapeDataString("/" + page)}";
}
