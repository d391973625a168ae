using System.Net;
using EmsDashboard.Hooks;
using EmsDashboard.Hooks.Testing;

namespace Sample.Tests;

public sealed class SampleHooksTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OnAlarmCreated_Critical_TellsTheWebhookAndWritesItOnTheAlarm()
    {
        await using var webhook = new Webhook();
        await using var customer = Start(webhook.Url);
        var created = TestEvents.AlarmCreated();

        await customer.DeliverAsync(created, Cancel);

        var (key, note) = Assert.Single(webhook.Told);
        Assert.Equal((created.EventId.ToString(), "HAM-W1-EL", 12_600m), (key, note.GetProperty("quota").GetString(), note.GetProperty("value").GetDecimal()));
        Assert.Equal(new AlarmComment(created.Alarm.Id, "127.0.0.1 was told."), Assert.Single(customer.Actions.Comments));
    }

    [Fact]
    public async Task OnAlarmCreated_Warning_TellsNobody()
    {
        await using var webhook = new Webhook();
        await using var customer = Start(webhook.Url);

        await customer.DeliverAsync(TestEvents.AlarmCreated() with { Alarm = TestEvents.Alarm() with { Severity = AlarmSeverity.Warning } }, Cancel);

        Assert.Empty(webhook.Told);
        Assert.Empty(customer.Actions.Comments);
    }

    [Fact]
    public async Task OnAlarmCreated_WebhookRefuses_FailsWithoutAComment_AndTheRepetitionBearsTheSameKey()
    {
        await using var webhook = new Webhook { Answer = HttpStatusCode.ServiceUnavailable };
        await using var customer = Start(webhook.Url);
        var created = TestEvents.AlarmCreated();

        await Assert.ThrowsAsync<HttpRequestException>(() => customer.DeliverAsync(created, Cancel));
        Assert.Empty(customer.Actions.Comments);
        webhook.Answer = HttpStatusCode.OK;
        await customer.DeliverAsync(created, Cancel);

        Assert.Equal([created.EventId.ToString(), created.EventId.ToString()], webhook.Told.Select(t => t.Key));
        Assert.Single(customer.Actions.Comments);
    }

    [Fact]
    public async Task CalculateCustomKpis_ExceededQuotas_AreSummedUpInTheLanguageAskedFor()
    {
        await using var customer = Start("http://127.0.0.1:9/");
        var request = TestEvents.CustomKpis(
            new QuotaStanding(TestEvents.Quota(), TestEvents.Usage(12_600, 12_000)), new QuotaStanding(TestEvents.Quota(), TestEvents.Usage(11_000, 12_000)),
            new QuotaStanding(TestEvents.Quota() with { EnergyType = "water" }, TestEvents.Usage(900, 1)), new QuotaStanding(TestEvents.Quota(), null));

        var english = Assert.Single(await customer.CalculateKpisAsync(request, Cancel));
        var chinese = Assert.Single(await customer.CalculateKpisAsync(request with { Language = "zh-CN" }, Cancel));

        Assert.Equal(("Penalties", 300m, "EUR", "1 quota exceeded", KpiSeverity.Critical), (english.Title, english.Value, english.Unit, english.Note, english.Severity));
        Assert.Equal(("超额罚款", "1 个超额配额"), (chinese.Title, chinese.Note));
    }

    [Theory]
    [InlineData("Wh", 2_000_000, 1_000_000, 500d)]
    [InlineData("kWh", 1_000, 1_000, 0d)]
    [InlineData("kWh", 1_000.01, 1_000, 0d)]
    [InlineData("kWh", 1_000.03, 1_000, 0.02)]
    [InlineData("MWh", 1.5, 1, 250d)]
    [InlineData("kWh", 900, 1_000, 0d)]
    [InlineData("GJ", 900, 1, null)]
    public void Penalty_OfAUnit_IsForWhatIsBeyondTheQuota(string unit, double actual, double quota, double? expected) =>
        Assert.Equal((decimal?)expected, new PenaltyTariff(0.5m).Of(TestEvents.Quota(), TestEvents.Usage((decimal)actual, (decimal)quota) with { Unit = unit }));

    [Theory]
    [InlineData("", "0.35", "Customers:sample:WebhookUrl is not set; allowed is an address such as https://host.example/path.")]
    [InlineData("nowhere", "0.35", "Customers:sample:WebhookUrl is something else; allowed is an address such as https://host.example/path.")]
    [InlineData("http://127.0.0.1:9/", "-1", "Customers:sample:PenaltyPerKwh is something else; allowed is a number from 0 to 100.")]
    public void Start_WithWrongSettings_IsRefusedWithTheKeyAndWhatIsAllowed(string webhook, string penalty, string problem)
    {
        var refused = Assert.Throws<CustomerRefusedException>(() => CustomerUnderTest.Start<SampleModule>(new Dictionary<string, string> { ["WebhookUrl"] = webhook, ["PenaltyPerKwh"] = penalty }));

        Assert.Equal(problem, Assert.Single(refused.Problems));
    }

    private static CustomerUnderTest Start(string webhook) => CustomerUnderTest.Start<SampleModule>(new Dictionary<string, string> { ["WebhookUrl"] = webhook, ["PenaltyPerKwh"] = "0.5" });
}
