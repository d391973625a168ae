using EmsDashboard.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Tests.Support;

/// <summary>Gives the template database what every test database starts with: the product's migrations.</summary>
internal static class TestSchema
{
    public static async Task CreateAsync(string connectionString, CancellationToken ct)
    {
        await using var source = PersistenceSetup.CreateDataSource(connectionString, loggers: null);
        var options = new DbContextOptionsBuilder<EmsDbContext>();
        PersistenceSetup.Configure(options, source);
        await using var context = new EmsDbContext(options.Options);
        await context.Database.MigrateAsync(ct);
    }
}
