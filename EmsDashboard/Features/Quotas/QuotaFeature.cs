using EmsDashboard.Features.Energy.Import;
using EmsDashboard.Features.Quotas.Import;

namespace EmsDashboard.Features.Quotas;

internal static class QuotaFeature
{
    /// <summary>Adds quotas: their terms, how they stand, and what checks them.</summary>
    public static IHostApplicationBuilder AddQuotas(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<Importer, QuotasImporter>();
        builder.Services.AddScoped<RunQueries>();
        builder.Services.AddScoped<QuotaTermsQueries>();
        return builder;
    }
}
