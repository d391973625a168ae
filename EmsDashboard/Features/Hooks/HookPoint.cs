namespace EmsDashboard.Features.Hooks;

/// <summary>The twelve points at which a customer may hang behaviour of its own. Stored by name: one that was used is not renamed.</summary>
internal enum HookPoint
{
    AlarmCreated,
    AlarmResolved,
    EnergyDataReceived,
    DeviceStatusChanged,
    QuotaExceeded,
    WorkOrderCreated,
    WorkOrderCompleted,
    InspectionCompleted,
    ReportGenerated,
    CustomKpis,
    ChargingOrderCreated,
    ChargingOrderCompleted,
}
