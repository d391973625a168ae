using EmsDashboard.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace EmsDashboard.Tests.Infrastructure.Persistence;

public sealed class MigrationTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Model_HasNoChangeThatNoMigrationCarries()
    {
        await using var context = await database.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);

        Assert.False(context.Database.HasPendingModelChanges());
        Assert.Empty(await context.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("UPDATE ems.audit_log SET actor = 'somebody else'")]
    [InlineData("DELETE FROM ems.audit_log")]
    [InlineData("TRUNCATE ems.audit_log")]
    [InlineData("TRUNCATE ems.quota_version")]
    [InlineData("TRUNCATE ems.quota_usage_revision")]
    public async Task WhatIsOnlyAddedTo_CannotBeChanged(string sql)
    {
        await using var context = await database.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        context.Add(new AuditEntry { At = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), Actor = "test", Action = "test.ran", Subject = "audit" });
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => context.Database.ExecuteSqlRawAsync(sql, TestContext.Current.CancellationToken));

        Assert.Contains("append-only", refusal.MessageText, StringComparison.Ordinal);
    }
}
