namespace EmsDashboard.Features.Users.Components;

/// <summary>Marks the resources of the users page: UsersText.resx and UsersText.zh-CN.resx beside this file.</summary>
public sealed class UsersText;
