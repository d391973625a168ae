using EmsDashboard.Features.Alarms;
using EmsDashboard.Features.Energy;
using EmsDashboard.Features.Energy.Export;
using EmsDashboard.Features.Energy.Import;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Infrastructure.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EmsDashboard.Tests.Features.Energy;

public sealed class FileKindTests
{
    /// <summary>What the verbs offer before there is an application is what the application then has, each once.</summary>
    [Fact]
    public async Task Kinds_OfTheVerbs_AreThoseOfTheImportersAndExporters()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:Ems"] = "Host=unused" });
        builder.AddClock().AddPersistence().AddAccess().AddEnergy().AddQuotas().AddAlarms();
        await using var app = builder.Build();
        await using var scope = app.Services.CreateAsyncScope();

        Assert.Equal(Named(FileKind.Imported), Named(scope.ServiceProvider.GetServices<Importer>().Select(i => i.Kind)));
        Assert.Equal(Named(FileKind.All), Named(scope.ServiceProvider.GetServices<Exporter>().Select(e => e.Kind)));
    }

    private static IEnumerable<string> Named(IEnumerable<FileKind> kinds) => kinds.Select(kind => kind.Name).Order(StringComparer.Ordinal);
}
