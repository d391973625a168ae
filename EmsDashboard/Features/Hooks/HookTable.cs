using System.Text.Json;
using System.Text.Json.Serialization;
using EmsDashboard.Hooks;

namespace EmsDashboard.Features.Hooks;

/// <summary>What belongs together at a hook point.</summary>
/// <param name="Method">Name of the customer's method, for people.</param>
/// <param name="Call">Calls it; of the one that answers, the task holds the answer.</param>
internal sealed record HookDefinition(HookPoint Point, Type EventType, string Method, Func<CustomerHooks, HookEvent, CancellationToken, Task> Call)
{
    /// <summary>True of the one that is asked while somebody waits, and never put aside for later.</summary>
    public bool Answers => Point == HookPoint.CustomKpis;
}

/// <summary>The one place that knows which event belongs to which hook point and method, and how an event is kept until it is delivered.</summary>
internal static class HookTable
{
    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
    };

    /// <summary>All of them, in the order of <see cref="HookPoint"/>.</summary>
    public static readonly IReadOnlyList<HookDefinition> All =
    [
        Of<AlarmCreatedEvent>(HookPoint.AlarmCreated, nameof(CustomerHooks.OnAlarmCreatedAsync), (hooks, e, cancel) => hooks.OnAlarmCreatedAsync(e, cancel)),
        Of<AlarmResolvedEvent>(HookPoint.AlarmResolved, nameof(CustomerHooks.OnAlarmResolvedAsync), (hooks, e, cancel) => hooks.OnAlarmResolvedAsync(e, cancel)),
        Of<EnergyDataReceivedEvent>(HookPoint.EnergyDataReceived, nameof(CustomerHooks.OnEnergyDataReceivedAsync), (hooks, e, cancel) => hooks.OnEnergyDataReceivedAsync(e, cancel)),
        Of<DeviceStatusChangedEvent>(HookPoint.DeviceStatusChanged, nameof(CustomerHooks.OnDeviceStatusChangedAsync), (hooks, e, cancel) => hooks.OnDeviceStatusChangedAsync(e, cancel)),
        Of<QuotaExceededEvent>(HookPoint.QuotaExceeded, nameof(CustomerHooks.OnQuotaExceededAsync), (hooks, e, cancel) => hooks.OnQuotaExceededAsync(e, cancel)),
        Of<WorkOrderCreatedEvent>(HookPoint.WorkOrderCreated, nameof(CustomerHooks.OnWorkOrderCreatedAsync), (hooks, e, cancel) => hooks.OnWorkOrderCreatedAsync(e, cancel)),
        Of<WorkOrderCompletedEvent>(HookPoint.WorkOrderCompleted, nameof(CustomerHooks.OnWorkOrderCompletedAsync), (hooks, e, cancel) => hooks.OnWorkOrderCompletedAsync(e, cancel)),
        Of<InspectionCompletedEvent>(HookPoint.InspectionCompleted, nameof(CustomerHooks.OnInspectionCompletedAsync), (hooks, e, cancel) => hooks.OnInspectionCompletedAsync(e, cancel)),
        Of<ReportGeneratedEvent>(HookPoint.ReportGenerated, nameof(CustomerHooks.OnReportGeneratedAsync), (hooks, e, cancel) => hooks.OnReportGeneratedAsync(e, cancel)),
        Of<CustomKpiRequest>(HookPoint.CustomKpis, nameof(CustomerHooks.CalculateCustomKpisAsync), (hooks, e, cancel) => hooks.CalculateCustomKpisAsync(e, cancel)),
        Of<ChargingOrderCreatedEvent>(HookPoint.ChargingOrderCreated, nameof(CustomerHooks.OnChargingOrderCreatedAsync), (hooks, e, cancel) => hooks.OnChargingOrderCreatedAsync(e, cancel)),
        Of<ChargingOrderCompletedEvent>(HookPoint.ChargingOrderCompleted, nameof(CustomerHooks.OnChargingOrderCompletedAsync), (hooks, e, cancel) => hooks.OnChargingOrderCompletedAsync(e, cancel)),
    ];

    private static readonly Dictionary<Type, HookDefinition> ByEvent = All.ToDictionary(definition => definition.EventType);

    public static HookDefinition Of(HookPoint point) => All[(int)point];

    /// <exception cref="ArgumentException">The event is of none of the contract's types.</exception>
    public static HookDefinition Of(HookEvent happened) => ByEvent.GetValueOrDefault(happened.GetType())
        ?? throw new ArgumentException($"{happened.GetType().Name} belongs to no hook point.", nameof(happened));

    /// <summary>The event as it is kept: what is absent is left out, amounts keep every digit.</summary>
    public static string ToJson(HookEvent happened) => JsonSerializer.Serialize(happened, Of(happened).EventType, Layout);

    /// <summary>What <see cref="ToJson"/> wrote, also by an older version: properties it did not know are absent, those nobody knows any more are passed over.</summary>
    /// <exception cref="JsonException">The text is no such event.</exception>
    public static HookEvent FromJson(HookPoint point, string json) =>
        (HookEvent?)JsonSerializer.Deserialize(json, Of(point).EventType, Layout) ?? throw new JsonException($"No event of {point}.");

    private static HookDefinition Of<TEvent>(HookPoint point, string method, Func<CustomerHooks, TEvent, CancellationToken, Task> call) where TEvent : HookEvent =>
        new(point, typeof(TEvent), method, (hooks, happened, cancellationToken) => call(hooks, (TEvent)happened, cancellationToken));
}
