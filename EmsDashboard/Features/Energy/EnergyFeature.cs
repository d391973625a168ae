using EmsDashboard.Features.Energy.Export;
using EmsDashboard.Features.Energy.Import;

namespace EmsDashboard.Features.Energy;

internal static class EnergyFeature
{
    /// <summary>Adds groups, meters, daily summaries and the ways in and out for files.</summary>
    public static IHostApplicationBuilder AddEnergy(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<MeterQueries>();
        builder.Services.AddScoped<GroupChoices>();
        builder.Services.AddScoped<CatalogueQueries>();
        builder.Services.AddScoped<CatalogueEditing>();
        builder.Services.AddScoped<ImportFiles>();
        builder.Services.AddScoped<Importer, GroupsImporter>();
        builder.Services.AddScoped<Importer, DevicesImporter>();
        builder.Services.AddScoped<Importer, EnergyImporter>();
        builder.Services.AddScoped<Exporter, GroupsExporter>();
        builder.Services.AddScoped<Exporter, DevicesExporter>();
        builder.Services.AddScoped<Exporter, EnergyExporter>();
        return builder;
    }
}
