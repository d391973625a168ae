using EmsDashboard.Features.Alarms;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Infrastructure.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace EmsDashboard.Tests.Infrastructure.Configuration;

public sealed class ConfigurationTests
{
    [Fact]
    public void FindProblems_NothingSet_IsFine() => Assert.Empty(Find([]));

    [Theory]
    [InlineData("Ems:Clock:StartAt", "2020-12-15T12:00:00Z")]
    [InlineData("Ems:Clock:StartAt", "2020-12-15T12:00:00+08:00")]
    [InlineData("Ems:Clock:StartAt", "2020-12-15T12:00")]
    [InlineData("Ems:Clock:StartAt", "2020-12-15")]
    [InlineData("Ems:QuotaCheck:LockedThrough", "2020-02-01")]
    [InlineData("Ems:QuotaCheck:Cron", "0 3 * * 1")]
    [InlineData("Ems:QuotaCheck:LateDataMonths", "240")]
    [InlineData("Ems:Alarms:RecoveryMarginPct", "0.5")]
    [InlineData("Ems:Demo", "True")]
    [InlineData("Ems:DataDirectory", "")]
    [InlineData("ems:quotacheck:cron", "*/5 * * * *")]
    public void FindProblems_AllowedValue_IsFine(string key, string value) => Assert.Empty(Find(new() { [key] = value }));

    [Theory]
    [InlineData("Ems:Clock:StartAt", "yesterday", "an instant")]
    [InlineData("Ems:Clock:StartAt", "03/04/2020", "an instant")]
    [InlineData("Ems:Clock:StartAt", "12:00", "an instant")]
    [InlineData("Ems:QuotaCheck:LockedThrough", "01/02/2020", "a date such as 2020-12-31")]
    [InlineData("Ems:QuotaCheck:Cron", "every day", "CRON")]
    [InlineData("Ems:QuotaCheck:Cron", "61 * * * *", "CRON")]
    [InlineData("Ems:QuotaCheck:LateDataMonths", "0", "a whole number from 1 to 240")]
    [InlineData("Ems:QuotaCheck:LateDataMonths", "1.5", "a whole number")]
    [InlineData("Ems:Alarms:RecoveryMarginPct", "-1", "a number from 0 to 50")]
    [InlineData("Ems:Alarms:MaxShelveDays", "0", "a whole number from 1 to 366")]
    [InlineData("Ems:Demo", "maybe", "true or false")]
    public void FindProblems_WrongValue_NamesKeyValueAndWhatIsAllowed(string key, string value, string allowed)
    {
        var problem = Assert.Single(Find(new() { [key] = value }));

        Assert.Contains(key, problem, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", problem, StringComparison.Ordinal);
        Assert.Contains(allowed, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void FindProblems_MistypedKey_SuggestsTheNearestKnownOne() =>
        Assert.Equal("Ems:QuotaCheck:Crn is '0 * * * *', but no such key is known. Is Ems:QuotaCheck:Cron meant? It may be a CRON expression of five fields such as */15 * * * *.",
            Assert.Single(Find(new() { ["Ems:QuotaCheck:Crn"] = "0 * * * *" })));

    [Fact]
    public void Options_OfEmptyValues_AreTheDefaults()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Ems:Demo"] = "", ["Ems:QuotaCheck:BatchSize"] = "", ["Ems:QuotaCheck:Cron"] = "", ["Ems:Alarms:RecoveryMarginPct"] = "", ["Ems:Clock:StartAt"] = "", ["Ems:QuotaCheck:LateDataMonths"] = "7",
        });
        builder.AddProductOptions();
        builder.Services.AddEmsOptions<QuotaCheckOptions>(QuotaCheckOptions.Section).AddEmsOptions<AlarmsOptions>(AlarmsOptions.Section);
        using var host = builder.Build();

        var check = host.Services.GetRequiredService<IOptions<QuotaCheckOptions>>().Value;
        Assert.Equal((new QuotaCheckOptions().BatchSize, new QuotaCheckOptions().Cron, 7), (check.BatchSize, check.Cron, check.LateDataMonths));
        Assert.Equal((false, null, 1m), (host.Services.GetRequiredService<IOptions<ProductOptions>>().Value.Demo,
            host.Services.GetRequiredService<IOptions<ClockOptions>>().Value.StartAt, host.Services.GetRequiredService<IOptions<AlarmsOptions>>().Value.RecoveryMarginPct));
    }

    [Fact]
    public void FindProblems_Several_AreListedTogether() => Assert.Equal(3, Find(new()
    {
        ["Ems:Demo"] = "perhaps",
        ["Ems:Nonsense:Deep"] = "1",
        ["Ems:QuotaCheck:Cron"] = "now",
    }).Count);

    private static IReadOnlyList<string> Find(Dictionary<string, string?> values)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.AddProductOptions();
        builder.Services.AddEmsOptions<QuotaCheckOptions>(QuotaCheckOptions.Section).AddEmsOptions<AlarmsOptions>(AlarmsOptions.Section);
        return ConfigurationSetup.FindProblems(new ConfigurationBuilder().AddInMemoryCollection(values).Build(),
            builder.Services.Select(s => s.ImplementationInstance).OfType<EmsSetting>());
    }
}
