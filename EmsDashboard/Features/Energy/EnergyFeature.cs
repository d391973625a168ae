using EmsDashboard.Features.Energy.Import;

namespace EmsDashboard.Features.Energy;

internal static class EnergyFeature
{
    /// <summary>Adds groups, meters, daily summaries and the ways in and out for files.</summary>
    public static IHostApplicationBuilder AddEnergy(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<EnergyIngest>();
        builder.Services.AddScoped<MeterQueries>();
        builder.Services.AddScoped<EstateQueries>();
        builder.Services.AddScoped<ImportFiles>();
        builder.Services.AddScoped<Importer, GroupsImporter>();
        builder.Services.AddScoped<Importer, DevicesImporter>();
        builder.Services.AddScoped<Importer, EnergyImporter>();
        return builder;
    }
}
