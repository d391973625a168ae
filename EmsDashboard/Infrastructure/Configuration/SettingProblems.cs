namespace EmsDashboard.Infrastructure.Configuration;

/// <summary>Compares what is set with what is known.</summary>
internal static class SettingProblems
{
    /// <summary>Every wrong value and every unknown key, each in one line with key, value and what is allowed; empty when there is none.</summary>
    /// <param name="values">Full key and what stands there; an empty value counts as not set.</param>
    /// <param name="areSecret">Leaves out what stands there: it may be a password that belongs to a mistyped key.</param>
    public static IReadOnlyList<string> Find(IEnumerable<KeyValuePair<string, string?>> values, IEnumerable<EmsSetting> settings, bool areSecret = false)
    {
        var known = settings.ToDictionary(s => s.Key, StringComparer.OrdinalIgnoreCase);
        List<string> problems = [];
        foreach (var (key, value) in values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            // A section has no value of its own, and an empty one counts as not set.
            if (string.IsNullOrEmpty(value)) continue;
            if (!known.TryGetValue(key, out var setting))
                problems.Add($"{key} is {(areSecret ? "set" : $"'{value}'")}, but no such key is known.{Suggestion(key, known)}");
            else if (!setting.Accepts(value))
                problems.Add($"{key} is {(areSecret ? "something else" : $"'{value}'")}; allowed is {setting.Allowed}.");
        }

        return problems;
    }

    private static string Suggestion(string key, Dictionary<string, EmsSetting> known)
    {
        if (known.Count == 0) return "";
        var nearest = known.Values.MinBy(setting => Distance(setting.Key.ToUpperInvariant(), key.ToUpperInvariant()))!;
        return Distance(nearest.Key.ToUpperInvariant(), key.ToUpperInvariant()) <= 4
            ? $" Is {nearest.Key} meant? It may be {nearest.Allowed}."
            : $" Known: {string.Join(", ", known.Keys.Order(StringComparer.Ordinal))}.";
    }

    /// <summary>Levenshtein's edit distance.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }

        return row[b.Length];
    }
}
