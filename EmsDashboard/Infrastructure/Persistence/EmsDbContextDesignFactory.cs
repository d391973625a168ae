using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace EmsDashboard.Infrastructure.Persistence;

/// <summary>Lets <c>dotnet ef</c> read the model without starting the application or a database.</summary>
internal sealed class EmsDbContextDesignFactory : IDesignTimeDbContextFactory<EmsDbContext>
{
    public EmsDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<EmsDbContext>();
        PersistenceSetup.Configure(options, PersistenceSetup.CreateDataSource(
            Environment.GetEnvironmentVariable("ConnectionStrings__Ems") ?? "Host=127.0.0.1;Database=ems", loggers: null));
        return new EmsDbContext(options.Options);
    }
}
