using EmsDashboard.Infrastructure.CommandLine;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Time;

var host = new EmsHost(
    compose: builder => builder
        .AddClock()
        .AddPersistence()
        .AddLiveUpdates(),
    map: app => app.MapGet("/", () => "EmsDashboard"));

return await EmsCommandLine.RunAsync(args, host,
[
    new ServeVerb(),
]);
