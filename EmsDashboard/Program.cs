using EmsDashboard.Features.Energy;
using EmsDashboard.Features.Energy.CommandLine;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Infrastructure.CommandLine;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Scheduling;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Infrastructure.Time;

var host = new EmsHost(
    compose: builder => builder
        .AddClock()
        .AddPersistence()
        .AddLiveUpdates()
        .AddAccess()
        .AddScheduling()
        .AddEnergy()
        .AddQuotas(),
    map: app => app.MapGet("/", () => "EmsDashboard"));

return await EmsCommandLine.RunAsync(args, host,
[
    new ServeVerb(),
    new ImportVerb(),
]);
