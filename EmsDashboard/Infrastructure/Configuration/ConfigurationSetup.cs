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
    public static IReadOnlyList<string> FindProblems(IConfiguration configuration, IEnumerable<EmsSetting> settings) =>
        SettingProblems.Find(configuration.GetSection(ProductOptions.Section).AsEnumerable(), settings);
}
