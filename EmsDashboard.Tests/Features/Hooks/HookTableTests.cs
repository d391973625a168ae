using System.Reflection;
using System.Text.Json;
using EmsDashboard.Features.Hooks;
using EmsDashboard.Hooks;
using EmsDashboard.Hooks.Testing;

namespace EmsDashboard.Tests.Features.Hooks;

public sealed class HookTableTests
{
    /// <summary>One event a hook point, as the test kit makes it.</summary>
    private static readonly Dictionary<string, HookEvent> Events = (
        from method in typeof(TestEvents).GetMethods(BindingFlags.Public | BindingFlags.Static)
        where typeof(HookEvent).IsAssignableFrom(method.ReturnType)
        select (HookEvent)method.Invoke(null, [.. method.GetParameters().Select(_ => Array.Empty<QuotaStanding>())])!)
        .ToDictionary(happened => HookTable.Of(happened).Point.ToString());

    public static TheoryData<string> Points => [.. Enum.GetNames<HookPoint>()];

    [Fact]
    public void Table_HasTwelvePoints_EachForOneMethodAndOneEvent()
    {
        Assert.Equal(12, HookTable.All.Count);
        Assert.Equal(Enum.GetValues<HookPoint>(), HookTable.All.Select(d => d.Point));
        Assert.Equal(
            typeof(CustomerHooks).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(m => m.Name).Order(), HookTable.All.Select(d => d.Method).Order());
        Assert.Equal(
            typeof(CustomerHooks).Assembly.GetExportedTypes().Where(t => t.BaseType == typeof(HookEvent)).Select(t => t.Name).Order(), HookTable.All.Select(d => d.EventType.Name).Order());
        Assert.Equal(HookPoint.CustomKpis, Assert.Single(HookTable.All, d => d.Answers).Point);
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Call_OfAPoint_ReachesItsMethodWithTheEventAndTheToken(string point)
    {
        var hooks = new Listening();
        using var source = new CancellationTokenSource();

        await HookTable.Of(Events[point]).Call(hooks, Events[point], source.Token);

        Assert.Equal((HookTable.Of(Enum.Parse<HookPoint>(point)).Method, Events[point], source.Token), Assert.Single(hooks.Heard));
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Call_OfAPointNobodyOverrides_DoesNothing(string point) => await HookTable.Of(Events[point]).Call(new Deaf(), Events[point], TestContext.Current.CancellationToken);

    [Theory]
    [MemberData(nameof(Points))]
    public void Json_OfAnEvent_ComesBackWithEveryProperty(string point)
    {
        var json = HookTable.ToJson(Events[point]);

        var back = HookTable.FromJson(Enum.Parse<HookPoint>(point), json);

        Assert.Equal((Events[point].GetType(), Events[point].EventId, Events[point].OccurredAt), (back.GetType(), back.EventId, back.OccurredAt));
        Assert.Equivalent(Events[point], back, strict: true);
        Assert.Equal(json, HookTable.ToJson(back));
    }

    [Theory]
    [MemberData(nameof(Points))]
    public void Json_OfAnEventWithEverythingAbsent_ComesBackAsWell(string point)
    {
        var bare = Without(Events[point]);

        Assert.Equivalent(bare, HookTable.FromJson(Enum.Parse<HookPoint>(point), HookTable.ToJson(bare)), strict: true);
    }

    [Fact]
    public void Json_OfAmounts_KeepsEveryDigit()
    {
        var exceeded = TestEvents.QuotaExceeded() with { Threshold = 79228162514264.337593543950335m };

        Assert.Equal(exceeded.Threshold, ((QuotaExceededEvent)HookTable.FromJson(HookPoint.QuotaExceeded, HookTable.ToJson(exceeded))).Threshold);
    }

    [Fact]
    public void FromJson_OfAnotherVersion_PassesOverWhatItDoesNotKnow_AndMissesWhatItNeeds()
    {
        var json = HookTable.ToJson(TestEvents.AlarmCreated());

        Assert.IsType<AlarmCreatedEvent>(HookTable.FromJson(HookPoint.AlarmCreated, json.Insert(1, "\"comesLater\":{\"a\":1},")));
        Assert.Throws<JsonException>(() => HookTable.FromJson(HookPoint.AlarmResolved, json));
        Assert.Throws<JsonException>(() => HookTable.FromJson(HookPoint.AlarmCreated, "null"));
    }

    [Fact]
    public void Of_AnEventOfNoPoint_IsRefused() => Assert.Throws<ArgumentException>(() => HookTable.Of(new Foreign { EventId = Guid.Empty, OccurredAt = TestEvents.Now }));

    /// <summary>The event with every property that may be absent taken away, also further in.</summary>
    private static HookEvent Without(HookEvent happened)
    {
        var nullability = new NullabilityInfoContext();
        var bare = HookTable.FromJson(HookTable.Of(happened).Point, HookTable.ToJson(happened));
        Strip(bare);
        return bare;

        void Strip(object holder)
        {
            foreach (var property in holder.GetType().GetProperties().Where(p => p.SetMethod is not null))
            {
                if (nullability.Create(property).ReadState == NullabilityState.Nullable) property.SetValue(holder, null);
                else if (property.GetValue(holder) is { } value && value.GetType().Assembly == typeof(HookEvent).Assembly && !value.GetType().IsEnum) Strip(value);
            }
        }
    }

    private sealed record Foreign : HookEvent;

    private sealed class Deaf : CustomerHooks;

    private sealed class Listening : CustomerHooks
    {
        public List<(string Method, HookEvent Happened, CancellationToken Token)> Heard { get; } = [];

        public override Task OnAlarmCreatedAsync(AlarmCreatedEvent created, CancellationToken cancellationToken) => Hear(nameof(OnAlarmCreatedAsync), created, cancellationToken);

        public override Task OnAlarmResolvedAsync(AlarmResolvedEvent resolved, CancellationToken cancellationToken) => Hear(nameof(OnAlarmResolvedAsync), resolved, cancellationToken);

        public override Task OnEnergyDataReceivedAsync(EnergyDataReceivedEvent received, CancellationToken cancellationToken) => Hear(nameof(OnEnergyDataReceivedAsync), received, cancellationToken);

        public override Task OnDeviceStatusChangedAsync(DeviceStatusChangedEvent changed, CancellationToken cancellationToken) => Hear(nameof(OnDeviceStatusChangedAsync), changed, cancellationToken);

        public override Task OnQuotaExceededAsync(QuotaExceededEvent exceeded, CancellationToken cancellationToken) => Hear(nameof(OnQuotaExceededAsync), exceeded, cancellationToken);

        public override Task OnWorkOrderCreatedAsync(WorkOrderCreatedEvent created, CancellationToken cancellationToken) => Hear(nameof(OnWorkOrderCreatedAsync), created, cancellationToken);

        public override Task OnWorkOrderCompletedAsync(WorkOrderCompletedEvent completed, CancellationToken cancellationToken) => Hear(nameof(OnWorkOrderCompletedAsync), completed, cancellationToken);

        public override Task OnInspectionCompletedAsync(InspectionCompletedEvent completed, CancellationToken cancellationToken) => Hear(nameof(OnInspectionCompletedAsync), completed, cancellationToken);

        public override Task OnReportGeneratedAsync(ReportGeneratedEvent generated, CancellationToken cancellationToken) => Hear(nameof(OnReportGeneratedAsync), generated, cancellationToken);

        public override async Task<IReadOnlyList<KpiCard>> CalculateCustomKpisAsync(CustomKpiRequest request, CancellationToken cancellationToken)
        {
            await Hear(nameof(CalculateCustomKpisAsync), request, cancellationToken);
            return [];
        }

        public override Task OnChargingOrderCreatedAsync(ChargingOrderCreatedEvent created, CancellationToken cancellationToken) => Hear(nameof(OnChargingOrderCreatedAsync), created, cancellationToken);

        public override Task OnChargingOrderCompletedAsync(ChargingOrderCompletedEvent completed, CancellationToken cancellationToken) => Hear(nameof(OnChargingOrderCompletedAsync), completed, cancellationToken);

        private Task Hear(string method, HookEvent happened, CancellationToken cancellationToken)
        {
            Heard.Add((method, happened, cancellationToken));
            return Task.CompletedTask;
        }
    }
}
