using EmsDashboard.Infrastructure.Security;
using Hangfire;

namespace EmsDashboard.Infrastructure.Scheduling;

internal static class JobsDashboard
{
    public const string Path = "/hangfire";

    /// <summary>Hangfire's dashboard for administrators; everybody else is answered by our own sign-in and access-denied pages.</summary>
    public static WebApplication MapJobsDashboard(this WebApplication app)
    {
        app.MapHangfireDashboard(Path, new DashboardOptions
        {
            // The endpoint's policy decides; Hangfire's own default admits whoever sits on the same host.
            Authorization = [],
            DashboardTitle = "EmsDashboard jobs",
            AppPath = "/admin/runs",
            DisplayStorageConnectionString = false,
            IgnoreAntiforgeryToken = false,
        }).RequireAuthorization(Policies.Admin);
        return app;
    }
}
