namespace EmsDashboard.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void Runner_Runs() => Assert.True(true);
}
