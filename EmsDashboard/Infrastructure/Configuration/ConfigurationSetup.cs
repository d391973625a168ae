using System.Reflection;

namespace EmsDashboard.Infrastructure.Configuration;

internal static class ConfigurationSetup
{
    /// <summary>Binds an options class to its section and makes its properties the known keys there.</summary>
    public static IServiceCollection AddEmsOptions<TOptions>(this IServiceCollection services, string section) where TOptions : class
    {
        // An empty value counts as not set; the binder would refuse it for anything but a text.
        services.AddOptions<TOptions>().Configure<IConfiguration>((options, configuration) => new ConfigurationBuilder()
            .AddInMemoryCollection(configuration.GetSection(section).AsEnumerable(makePathsRelative: true).Where(pair => !string.IsNullOrEmpty(pair.Value)))
            .Build().Bind(options));
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
                problems.Add($"{key} is '{value}', but no such key is known.{Suggestion(key, known)}");
            else if (!setting.Accepts(value))
                problems.Add($"{key} is '{value}'; allowed is {setting.Allowed}.");
        }

        return problems;
    }

    private static string Suggestion(string key, Dictionary<string, EmsSetting> known)
    {
        var nearest = known.Values.MinBy(setting => Distance(setting.Key.ToUpperInvariant(), key.ToUpperInvariant()));
        return nearest is not null && Distance(nearest.Key.ToUpperInvariant(), key.ToUpperInvariant()) <= 4
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
