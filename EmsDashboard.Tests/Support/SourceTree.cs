namespace EmsDashboard.Tests.Support;

/// <summary>The sources beside the running tests.</summary>
internal static class SourceTree
{
    public static string Root { get; } = Find();

    public static string Application => Path.Combine(Root, "EmsDashboard");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EmsDashboard.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"No EmsDashboard.sln above {AppContext.BaseDirectory}.");
    }
}
