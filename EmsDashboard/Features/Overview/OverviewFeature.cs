using EmsDashboard.Features.Quotas.Components;
using EmsDashboard.Shared.Shell;

namespace EmsDashboard.Features.Overview;

internal static class OverviewFeature
{
    /// <summary>Adds the start page and what the frame around every page shows.</summary>
    public static IHostApplicationBuilder AddOverview(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<OverviewQueries>();
        builder.Services.AddScoped<IShellStatus, OverviewShellStatus>();
        builder.Services.AddSingleton(new QuotaPanel(typeof(QuotaAlarmsPanel)));
        return builder;
    }
}
