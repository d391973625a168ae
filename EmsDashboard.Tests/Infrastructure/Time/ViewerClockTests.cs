using EmsDashboard.Infrastructure.Time;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace EmsDashboard.Tests.Infrastructure.Time;

public sealed class ViewerClockTests
{
    private static readonly DateTimeOffset Instant = new(2022, 7, 1, 20, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Asia/Shanghai", "2022-07-02T04:30:00+08:00")]
    [InlineData("Europe/London", "2022-07-01T21:30:00+01:00")]
    [InlineData("Mars/Olympus", "2022-07-01T20:30:00+00:00")]
    [InlineData("", "2022-07-01T20:30:00+00:00")]
    public void Now_BrowserToldItsZone_IsInThatZone(string zone, string expected)
    {
        var request = new DefaultHttpContext();
        request.Request.Headers.Cookie = $"{ViewerClock.Cookie}={Uri.EscapeDataString(zone)}";

        var clock = new ViewerClock(new FakeTimeProvider(Instant), new HttpContextAccessor { HttpContext = request });

        Assert.Equal(DateTimeOffset.Parse(expected, null), clock.Now);
        Assert.Equal(DateTimeOffset.Parse(expected, null).Offset, clock.Now.Offset);
        Assert.Equal(DateOnly.FromDateTime(clock.Now.DateTime), clock.Today);
    }

    [Fact]
    public void Now_WithoutRequest_IsUtc() => Assert.Equal(Instant, new ViewerClock(new FakeTimeProvider(Instant)).Now);
}
