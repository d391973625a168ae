using System.Reflection;
using Microsoft.AspNetCore.Components;

namespace EmsDashboard.Tests.Architecture;

public sealed class AddressTests
{
    /// <summary>A parameter of a number's type ends the whole page when somebody mistypes the address.</summary>
    [Fact]
    public void ParametersOfTheQueryString_AreText()
    {
        Assert.NotEmpty(FromQuery(typeof(EmsDashboard.Components.App).Assembly));
        Assert.Empty(FromQuery(typeof(EmsDashboard.Components.App).Assembly).Where(p => p.PropertyType != typeof(string)).Select(p => $"{p.DeclaringType!.Name}.{p.Name}"));
    }

    [Fact]
    public void ParametersOfTheQueryString_APlantedNumber_IsFound() =>
        Assert.Equal(nameof(Planted.Page), Assert.Single(FromQuery(typeof(Planted).Assembly), p => p.PropertyType != typeof(string)).Name);

    private static IEnumerable<PropertyInfo> FromQuery(Assembly assembly) =>
        from type in assembly.GetTypes()
        from property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where property.IsDefined(typeof(SupplyParameterFromQueryAttribute))
        select property;

    private sealed class Planted
    {
        [SupplyParameterFromQuery] public int Page { get; set; }
    }
}
