namespace EmsDashboard.Components.Account;

/// <summary>Marks the resources of the pages before and around sign-in: AccountText.resx and AccountText.zh-CN.resx beside this file.</summary>
public sealed class AccountText;
