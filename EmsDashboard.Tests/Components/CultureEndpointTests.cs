using EmsDashboard.Components;

namespace EmsDashboard.Tests.Components;

public sealed class CultureEndpointTests
{
    [Theory]
    [InlineData("/", true)]
    [InlineData("/quotas?search=a&status=warning", true)]
    [InlineData("//evil.example", false)]
    [InlineData("/\\evil.example", false)]
    [InlineData("https://evil.example", false)]
    [InlineData("quotas", false)]
    [InlineData("/a\nb", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void IsLocal_OnlyAddressesOfThisSite(string? address, bool expected) => Assert.Equal(expected, CultureEndpoint.IsLocal(address));
}
