using EmsDashboard.Infrastructure.Persistence;

namespace EmsDashboard.Tests.Infrastructure.Persistence;

public sealed class PersistenceSetupTests
{
    [Theory]
    [InlineData("14.13", "The database server is PostgreSQL 14.13; EmsDashboard needs 15 or newer.")]
    [InlineData("9.6", "PostgreSQL 9.6")]
    [InlineData("15.0", null)]
    [InlineData("18.1", null)]
    public void Objection_AServerThatIsTooOld_IsRefusedWithItsVersion(string version, string? said)
    {
        var objection = PersistenceSetup.Objection(Version.Parse(version));

        if (said is null) Assert.Null(objection);
        else Assert.Contains(said, objection, StringComparison.Ordinal);
    }
}
