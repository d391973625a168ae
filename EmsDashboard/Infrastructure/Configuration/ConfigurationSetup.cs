using System.Reflection;

namespace EmsDashboard.Infrastructure.Configuration;

internal static class ConfigurationSetup
{
    /// <summary>Binds an options class to its section and makes its properties the known keys there.</summary>
    public static IServiceCollection AddEmsOptions<TOptions>(this IServiceCollection services, string section) where TOptions : class
    {
        services.AddOptions<TOptions>().BindConfiguration(section);
        foreach (var property in typeof(TOptions).GetProperties(BindingFlags.Instance | BindingFlags.Public))
            services.AddSingleton(EmsSetting.Of(section, property));
        return services;
    }

    /// <summary>Settings that belong to no slice.</summary>
    public static IHostApplicationBuilder AddProductOptions(this IHostApplicationBuilder builder)
    {
        builder.Services
            .AddEmsOptions<ProductOptions>(ProductOptions.Section)
            .AddEmsOptions<ClockOptions>(ClockOptions.Section)
            .AddEmsOptions<PostgresOptions>(PostgresOptions.Section);
        return builder;
    }

    /// <summary>Every problem under <c>Ems</c>, each in one line with key, value and what is allowed; empty when there is none.</summary>
    public static IReadOnlyList<string> FindProblems(IConfiguration configuration, IEnumerable<EmsSetting> settings)
    {
        var known = settings.ToDictionary(s => s.Key, StringComparer.OrdinalIgnoreCase);
        List<string> problems = [];
        foreach (var (key, value) in configuration.GetSection(ProductOptions.Section).AsEnumerable().OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            // A section has no value of its own, and an empty one counts as not set.
            if (string.IsNullOrEmpty(value)) continue;
            if (!known.TryGetValue(key, out var setting))
                problems.Add($"{key} is not known.{Suggestion(key, known.Keys)}");
            else if (!setting.Accepts(value))
                problems.Add($"{key} is '{value}'; allowed is {setting.Allowed}.");
        }

        return problems;
    }

    private static string Suggestion(string key, IEnumerable<string> known)
    {
        var nearest = known.MinBy(candidate => Distance(candidate.ToUpperInvariant(), key.ToUpperInvariant()));
        return nearest is not null && Distance(nearest.ToUpperInvariant(), key.ToUpperInvariant()) <= 4
            ? $" Is {nearest} meant?"
            : $" Known: {string.Join(", ", known.Order(StringComparer.Ordinal))}.";
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
