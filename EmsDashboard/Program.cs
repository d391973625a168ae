using EmsDashboard.Components;
using EmsDashboard.Features.Alarms;
using EmsDashboard.Features.Demo;
using EmsDashboard.Features.Demo.CommandLine;
using EmsDashboard.Features.Energy;
using EmsDashboard.Features.Energy.CommandLine;
using EmsDashboard.Features.Hooks;
using EmsDashboard.Features.Overview;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.CommandLine;
using EmsDashboard.Features.Users;
using EmsDashboard.Infrastructure.CommandLine;
using EmsDashboard.Infrastructure.Configuration;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Observability;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Scheduling;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Infrastructure.Time;

var host = new EmsHost(
    compose: builder => builder
        .AddProductOptions().AddClock().AddPersistence().AddLiveUpdates()
        .AddAccess().AddSecurity().AddHealth().AddScheduling()
        .AddEnergy().AddQuotas().AddAlarms().AddHooks().AddUsers().AddOverview().AddDemo()
        .AddUi(),
    map: app => app
        .UseErrorPages().UseSecurity()
        .MapHealth().MapJobsDashboard().MapHistoryExport().MapUi());

return await EmsCommandLine.RunAsync(args, host,
[
    new ServeVerb(), new MigrateVerb(), new DemoVerb(), new UserVerb(),
    new ImportVerb(), new ExportVerb(), new CheckVerb(), new ExplainVerb(), new RecomputeVerb(),
]);
