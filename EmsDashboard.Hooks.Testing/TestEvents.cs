namespace EmsDashboard.Hooks.Testing;

/// <summary>
/// Valid events, each with an id of its own, for a test to change with <c>with</c>: <c>TestEvents.QuotaExceeded() with { Level = QuotaLevel.Warning }</c>.
/// All of them are about the electricity of a building in Hamburg in November 2026.
/// </summary>
public static class TestEvents
{
    /// <summary>The moment of all of them: 26 November 2026, 09:15 UTC.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 26, 9, 15, 0, TimeSpan.Zero);

    /// <summary>A monthly quota of a building.</summary>
    /// <returns>The quota.</returns>
    public static QuotaInfo Quota() => new()
    {
        Code = "HAM-W1-EL", Name = "Workshop 1, electricity", Scope = QuotaScope.Group, TargetCode = "HAM-W1", TargetName = "Workshop 1", EnergyType = "electricity",
        Period = QuotaPeriod.Monthly, TimeZone = "Europe/Berlin",
    };

    /// <summary>A use of so much of a quota in November 2026.</summary>
    /// <param name="actual">What was used, in kWh.</param>
    /// <param name="quota">What may be used, in kWh; more than 0.</param>
    /// <returns>The use, its rate and status reckoned from both: a warning from 80 %, exceeded from 100 %.</returns>
    public static QuotaUsageInfo Usage(decimal actual = 12_600, decimal quota = 12_000)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quota);
        return new()
        {
            PeriodStart = new DateOnly(2026, 11, 1), PeriodEnd = new DateOnly(2026, 12, 1), IsMonth = false, Unit = "kWh", ActualValue = actual, QuotaValue = quota, CarriedValue = 0,
            UsageRatePct = Math.Round(actual * 100 / quota, 6), Status = actual >= quota ? QuotaStatus.Exceeded : actual * 100 >= quota * 80 ? QuotaStatus.Warning : QuotaStatus.Normal,
            WarningThresholdPct = 80, AlertThresholdPct = 100, CompletenessPct = 100, DataThrough = new DateOnly(2026, 11, 25), Version = 1, CalculatedAt = Now,
        };
    }

    /// <summary>The alarm about <see cref="Quota"/>: critical, and nobody has acknowledged.</summary>
    /// <returns>The alarm.</returns>
    public static AlarmInfo Alarm() => new()
    {
        Id = 4711, Kind = AlarmKind.Usage, Severity = AlarmSeverity.Critical, State = AlarmState.Active, Title = "Quota: Workshop 1, electricity", TitleZh = "配额预警: Workshop 1, electricity", Quota = Quota(),
        PeriodStart = new DateOnly(2026, 11, 1), PeriodEnd = new DateOnly(2026, 12, 1), Value = 12_600, Threshold = 12_000, QuotaValue = 12_000, UsageRatePct = 105, Unit = "kWh",
        RaisedAt = Now, Occurrences = 1, Path = "/alarms?alarm=4711",
    };

    /// <summary>The meter of the building.</summary>
    /// <returns>The meter.</returns>
    public static DeviceInfo Device() => new()
    {
        Code = "HAM-W1-M1", Name = "Main meter", EnergyType = "electricity", Unit = "kWh", TimeZone = "Europe/Berlin", GroupCode = "HAM-W1", GroupName = "Workshop 1", Site = "Hamburg",
    };

    /// <summary>A work order about the meter.</summary>
    /// <returns>The work order.</returns>
    public static WorkOrderInfo WorkOrder() => new()
    {
        Number = "WO-2026-0042", Title = "Find what runs at night", Priority = WorkOrderPriority.High, DeviceCode = "HAM-W1-M1", AlarmId = 4711, CreatedBy = "manager@plant.example", CreatedAt = Now,
        AssignedTo = "staff@plant.example", DueAt = Now.AddDays(2), Path = "/work-orders/WO-2026-0042",
    };

    /// <summary>A charging order.</summary>
    /// <returns>The order.</returns>
    public static ChargingOrderInfo ChargingOrder() => new() { Number = "CH-1001", StationCode = "HAM-CP-3", SiteCode = "HAM", UserCode = "U-17", StartedAt = Now.AddHours(-2) };

    /// <summary>For <see cref="CustomerHooks.OnAlarmCreatedAsync"/>: <see cref="Alarm"/> was raised.</summary>
    /// <returns>The event.</returns>
    public static AlarmCreatedEvent AlarmCreated() => new() { EventId = Guid.NewGuid(), OccurredAt = Now, Cause = AlarmCause.Raised, Alarm = Alarm() };

    /// <summary>For <see cref="CustomerHooks.OnAlarmResolvedAsync"/>: the use fell below the threshold.</summary>
    /// <returns>The event.</returns>
    public static AlarmResolvedEvent AlarmResolved() => new()
    {
        EventId = Guid.NewGuid(), OccurredAt = Now, Reason = "below_threshold",
        Alarm = Alarm() with { State = AlarmState.Resolved, AcknowledgedAt = Now.AddHours(-1), AcknowledgedBy = "staff@plant.example", AcknowledgeComment = "Looking into it.", ClearedAt = Now },
    };

    /// <summary>For <see cref="CustomerHooks.OnEnergyDataReceivedAsync"/>: a file with a day of the meter.</summary>
    /// <returns>The event.</returns>
    public static EnergyDataReceivedEvent EnergyDataReceived() => new()
    {
        EventId = Guid.NewGuid(), OccurredAt = Now, ImportId = 7, Source = EnergyDataSource.File, FileName = "meters.csv", ReceivedBy = "manager@plant.example", RowsRead = 1, Inserted = 1, Updated = 0, Unchanged = 0,
        DeviceCount = 1, DeviceCodes = ["HAM-W1-M1"],
        Changes = [new() { EnergyType = "electricity", Unit = "kWh", DeviceCount = 1, DayCount = 1, Change = 512.25m, FirstDay = new DateOnly(2026, 11, 25), LastDay = new DateOnly(2026, 11, 25) }],
    };

    /// <summary>For <see cref="CustomerHooks.OnDeviceStatusChangedAsync"/>: the meter went silent.</summary>
    /// <returns>The event.</returns>
    public static DeviceStatusChangedEvent DeviceStatusChanged() => new()
    {
        EventId = Guid.NewGuid(), OccurredAt = Now, Device = Device(), OldStatus = DeviceStatus.Reporting, NewStatus = DeviceStatus.Silent, DataThrough = new DateOnly(2026, 11, 20),
    };

    /// <summary>For <see cref="CustomerHooks.OnQuotaExceededAsync"/>: <see cref="Quota"/> is exceeded.</summary>
    /// <returns>The event.</returns>
    public static QuotaExceededEvent QuotaExceeded() => new()
    {
        EventId = Guid.NewGuid(), OccurredAt = Now, Quota = Quota(), Usage = Usage(), Level = QuotaLevel.Exceeded, Threshold = 12_000, AlarmId = 4711, Path = "/quotas/HAM-W1-EL",
    };

    /// <summary>For <see cref="CustomerHooks.OnWorkOrderCreatedAsync"/>.</summary>
    /// <returns>The event.</returns>
    public static WorkOrderCreatedEvent WorkOrderCreated() => new() { EventId = Guid.NewGuid(), OccurredAt = Now, WorkOrder = WorkOrder() };

    /// <summary>For <see cref="CustomerHooks.OnWorkOrderCompletedAsync"/>.</summary>
    /// <returns>The event.</returns>
    public static WorkOrderCompletedEvent WorkOrderCompleted() => new()
    {
        EventId = Guid.NewGuid(), OccurredAt = Now, WorkOrder = WorkOrder(), CompletedBy = "staff@plant.example", CompletedAt = Now, Result = "A compressor ran without need.", LabourHours = 1.5m, Cost = 90, Currency = "EUR",
    };

    /// <summary>For <see cref="CustomerHooks.OnInspectionCompletedAsync"/>: one of twelve points is not as it should be.</summary>
    /// <returns>The event.</returns>
    public static InspectionCompletedEvent InspectionCompleted() => new()
    {
        EventId = Guid.NewGuid(), OccurredAt = Now, Number = "IN-2026-0009", Plan = "Weekly round", GroupCode = "HAM", InspectedBy = "staff@plant.example", StartedAt = Now.AddHours(-1), CompletedAt = Now, PointCount = 12, SkippedCount = 0,
        Findings = [new() { Point = "Distribution board 2", DeviceCode = "HAM-W1-M1", Finding = "Warm to the hand", WorkOrderNumber = "WO-2026-0042" }], Path = "/inspections/IN-2026-0009",
    };

    /// <summary>For <see cref="CustomerHooks.OnReportGeneratedAsync"/>.</summary>
    /// <returns>The event.</returns>
    public static ReportGeneratedEvent ReportGenerated() => new()
    {
        EventId = Guid.NewGuid(), OccurredAt = Now, ReportId = 12, Kind = "quota_month", Title = "Quotas, October 2026", PeriodStart = new DateOnly(2026, 10, 1), PeriodEnd = new DateOnly(2026, 11, 1), Language = "en",
        MediaType = "application/pdf", FileName = "quotas-2026-10.pdf", SizeBytes = 48_213, Path = "/reports/12",
    };

    /// <summary>For <see cref="CustomerHooks.CalculateCustomKpisAsync"/>.</summary>
    /// <param name="quotas">The quotas there are; <see cref="Quota"/> and <see cref="Usage"/> without any.</param>
    /// <returns>The request, in English.</returns>
    public static CustomKpiRequest CustomKpis(params QuotaStanding[] quotas) => new()
    {
        EventId = Guid.NewGuid(), OccurredAt = Now, Language = "en", Quotas = quotas is [] ? [new QuotaStanding(Quota(), Usage())] : quotas,
    };

    /// <summary>For <see cref="CustomerHooks.OnChargingOrderCreatedAsync"/>.</summary>
    /// <returns>The event.</returns>
    public static ChargingOrderCreatedEvent ChargingOrderCreated() => new() { EventId = Guid.NewGuid(), OccurredAt = Now, Order = ChargingOrder() };

    /// <summary>For <see cref="CustomerHooks.OnChargingOrderCompletedAsync"/>.</summary>
    /// <returns>The event.</returns>
    public static ChargingOrderCompletedEvent ChargingOrderCompleted() => new()
    {
        EventId = Guid.NewGuid(), OccurredAt = Now, Order = ChargingOrder(), EndedAt = Now, EnergyKwh = 18.4m, Fee = 7.36m, Currency = "EUR",
    };
}
