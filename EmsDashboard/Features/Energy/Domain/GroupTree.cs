namespace EmsDashboard.Features.Energy.Domain;

internal static class GroupTree
{
    /// <summary>The codes from a group up and back to it when it lies inside itself; null when its ancestors end at a root or in another's cycle.</summary>
    public static IReadOnlyList<string>? FindCycle(string code, Func<string, string?> parentOf)
    {
        List<string> path = [code];
        var seen = new HashSet<string>(StringComparer.Ordinal) { code };
        for (var parent = parentOf(code); parent is not null; parent = parentOf(parent))
        {
            path.Add(parent);
            if (parent == code) return path;
            if (!seen.Add(parent)) return null;
        }

        return null;
    }
}
