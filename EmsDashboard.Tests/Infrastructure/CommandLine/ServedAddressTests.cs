using EmsDashboard.Infrastructure.CommandLine;

namespace EmsDashboard.Tests.Infrastructure.CommandLine;

public sealed class ServedAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080", false)]
    [InlineData("http://127.0.0.1:8080/", "http://127.0.0.1:8080", false)]
    [InlineData("http://localhost:5000", "http://localhost:5000", false)]
    [InlineData("https://ems.example:8443/energy", "https://ems.example:8443/energy", false)]
    [InlineData("http://[::1]:8080", "http://[::1]:8080", false)]
    [InlineData("http://0.0.0.0:8080", "http://localhost:8080", true)]
    [InlineData("http://[::]:8080", "http://localhost:8080", true)]
    [InlineData("http://*:8080", "http://localhost:8080", true)]
    [InlineData("https://+:8443/energy", "https://localhost:8443/energy", true)]
    public void ToOpen_AnyServedAddress_CanBeOpenedInABrowser(string served, string opened, bool isEvery) =>
        Assert.Equal((opened, isEvery), (ServedAddress.ToOpen(served), ServedAddress.IsEveryAddress(served)));
}
