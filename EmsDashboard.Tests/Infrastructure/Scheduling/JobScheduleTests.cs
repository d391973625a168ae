using System.Globalization;
using EmsDashboard.Infrastructure.Scheduling;

namespace EmsDashboard.Tests.Infrastructure.Scheduling;

public sealed class JobScheduleTests
{
    [Theory]
    [InlineData("07:14:59.9999900", "07:15:00")]
    [InlineData("07:15:00.0000100", "07:15:00")]
    [InlineData("23:59:59.9000000", "00:00:00")]
    public void WholeMinute_BetweenTwoClocks_IsTheScheduled(string between, string scheduled) =>
        Assert.Equal(scheduled, JobSchedule.WholeMinute(DateTimeOffset.Parse($"2020-12-15T{between}Z", CultureInfo.InvariantCulture)).ToString("HH:mm:ss", CultureInfo.InvariantCulture));
}
