using EmsDashboard.Features.Energy.Export;
using EmsDashboard.Features.Energy.Import;
using EmsDashboard.Features.Quotas.Export;
using EmsDashboard.Features.Quotas.Import;
using EmsDashboard.Features.Quotas.Recomputation;
using EmsDashboard.Infrastructure.Configuration;
using EmsDashboard.Infrastructure.Scheduling;
using Hangfire;
using Microsoft.Extensions.Options;

namespace EmsDashboard.Features.Quotas;

internal static class QuotaFeature
{
    /// <summary>Adds quotas: their terms, how they stand, and what checks them.</summary>
    public static IHostApplicationBuilder AddQuotas(this IHostApplicationBuilder builder)
    {
        AddCheck(builder.Services);
        builder.Services.AddScoped<Importer, QuotasImporter>();
        builder.Services.AddScoped<QuotaEditing>();
        builder.Services.AddScoped<RunQueries>();
        builder.Services.AddScoped<QuotaTermsQueries>();
        builder.Services.AddScoped<QuotaTrialQueries>();
        builder.Services.AddScoped<Exporter, QuotasExporter>();
        builder.Services.AddScoped<Exporter, UsageExporter>();
        builder.Services.AddScoped<QuotaQueries>();
        builder.Services.AddScoped<QuotaSeriesQueries>();
        builder.Services.AddScoped<QuotaHistoryQueries>();
        builder.Services.AddScoped<QuotaForecastQueries>();
        builder.Services.AddScoped<Hierarchy.QuotaHierarchyQueries>();
        builder.Services.AddScoped<Explanation.QuotaExplainQueries>();
        return builder;
    }

    private static void AddCheck(IServiceCollection services)
    {
        services.AddEmsOptions<QuotaCheckOptions>(QuotaCheckOptions.Section);
        services.AddSingleton<QuotaChecker>();
        services.AddSingleton<ForecastCalibrator>();
        services.AddSingleton<QuotaRecompute>();
        services.AddSingleton<RecomputeRunner>();
        services.AddScoped<RecomputeDesk>();
        services.AddSingleton<UsageRebuild>();
        services.AddScoped<QuotaPreview>();
        services.AddHostedService<QuotaCheckWatchdog>();
        services.AddRecurringJob<QuotaCheckJob>(QuotaCheckJob.Id, provider => provider.GetRequiredService<IOptions<QuotaCheckOptions>>().Value.Cron);
        services.AddRecurringJob<QuotaRecomputeJob>(QuotaRecomputeJob.Id, _ => Cron.Never());
        services.AddRecurringJob<UsageRebuildJob>(UsageRebuildJob.Id, _ => Cron.Weekly(DayOfWeek.Sunday, hour: 3, minute: 20));
        // Once a day is enough for what changes slowly; the hour only keeps it out of everybody's way.
        services.AddRecurringJob<ForecastCalibrationJob>(ForecastCalibrationJob.Id, _ => Cron.Daily(hour: 2, minute: 40));
        // After it, so that every forecast knows what the night found out.
        services.AddRecurringJob<FullCheckJob>(FullCheckJob.Id, _ => Cron.Daily(hour: 3));
    }
}
