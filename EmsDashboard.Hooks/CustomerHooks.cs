namespace EmsDashboard.Hooks;

/// <summary>
/// A customer's own behaviour at the twelve points of the product. Derive from it, override what is needed, and register the class in an
/// <see cref="IHookModule"/>; every method that is not overridden does nothing. Services come by constructor.
/// <para>
/// A call happens after the transaction that caused it was committed, in a scope of its own, at least once, and in order for one subject
/// (one alarm, one quota, …). An instance serves one call. A method that throws, or does not end within the time limit, has failed: the
/// call is repeated with growing pauses and at last put aside for an administrator to see and replay. It never disturbs the product.
/// So: do the work, let exceptions out, pass the token on, and make repeating harmless with <see cref="HookEvent.EventId"/>.
/// </para>
/// </summary>
public abstract class CustomerHooks
{
    /// <summary>An alarm asks for somebody: it was raised, came back, or became worse. <see cref="AlarmCreatedEvent.Cause"/> tells which.</summary>
    /// <param name="created">The alarm as it was then.</param>
    /// <param name="cancellationToken">Cancelled when the time limit is over or the product stops.</param>
    public virtual Task OnAlarmCreatedAsync(AlarmCreatedEvent created, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>An alarm is over, by a person or by itself.</summary>
    /// <param name="resolved">The alarm as it was then, and why it is over.</param>
    /// <param name="cancellationToken"><inheritdoc cref="OnAlarmCreatedAsync"/></param>
    public virtual Task OnAlarmResolvedAsync(AlarmResolvedEvent resolved, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Meter data were stored. Called once a delivery of data (a file, an API call), however many rows it held; a delivery that changed nothing is not told.</summary>
    /// <param name="received">The delivery, summed up.</param>
    /// <param name="cancellationToken"><inheritdoc cref="OnAlarmCreatedAsync"/></param>
    public virtual Task OnEnergyDataReceivedAsync(EnergyDataReceivedEvent received, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A meter went silent, came back, or was taken out of service.</summary>
    /// <param name="changed">The meter, and what it was before.</param>
    /// <param name="cancellationToken"><inheritdoc cref="OnAlarmCreatedAsync"/></param>
    public virtual Task OnDeviceStatusChangedAsync(DeviceStatusChangedEvent changed, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// A quota's use has reached a level of its period. Called once for each level and period, when the warning is reached and again when the quota
    /// is exceeded: <see cref="QuotaExceededEvent.Level"/> tells which.
    /// </summary>
    /// <param name="exceeded">The quota and its use.</param>
    /// <param name="cancellationToken"><inheritdoc cref="OnAlarmCreatedAsync"/></param>
    public virtual Task OnQuotaExceededAsync(QuotaExceededEvent exceeded, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A work order was made.</summary>
    /// <param name="created">The work order as it was then.</param>
    /// <param name="cancellationToken"><inheritdoc cref="OnAlarmCreatedAsync"/></param>
    public virtual Task OnWorkOrderCreatedAsync(WorkOrderCreatedEvent created, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A work order was done.</summary>
    /// <param name="completed">The work order and what came of it.</param>
    /// <param name="cancellationToken"><inheritdoc cref="OnAlarmCreatedAsync"/></param>
    public virtual Task OnWorkOrderCompletedAsync(WorkOrderCompletedEvent completed, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>An inspection round was finished.</summary>
    /// <param name="completed">The round and what it found.</param>
    /// <param name="cancellationToken"><inheritdoc cref="OnAlarmCreatedAsync"/></param>
    public virtual Task OnInspectionCompletedAsync(InspectionCompletedEvent completed, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A report is there to be fetched.</summary>
    /// <param name="generated">The report and where it is.</param>
    /// <param name="cancellationToken"><inheritdoc cref="OnAlarmCreatedAsync"/></param>
    public virtual Task OnReportGeneratedAsync(ReportGeneratedEvent generated, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Figures of the customer's own for the overview: the one method that answers. It is called while a page is waiting, so it gets little
    /// time; the answer is kept for a while, and one that fails is shown as failed on its card.
    /// </summary>
    /// <param name="request">What is known of all quotas, and in which language the cards are to speak.</param>
    /// <param name="cancellationToken"><inheritdoc cref="OnAlarmCreatedAsync"/></param>
    /// <returns>The cards in the order in which to show them; none when there is nothing to show.</returns>
    public virtual Task<IReadOnlyList<KpiCard>> CalculateCustomKpisAsync(CustomKpiRequest request, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<KpiCard>>([]);

    /// <summary>A vehicle began to charge.</summary>
    /// <param name="created">The order as it was then.</param>
    /// <param name="cancellationToken"><inheritdoc cref="OnAlarmCreatedAsync"/></param>
    public virtual Task OnChargingOrderCreatedAsync(ChargingOrderCreatedEvent created, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A vehicle has charged.</summary>
    /// <param name="completed">The order, its energy and its fee.</param>
    /// <param name="cancellationToken"><inheritdoc cref="OnAlarmCreatedAsync"/></param>
    public virtual Task OnChargingOrderCompletedAsync(ChargingOrderCompletedEvent completed, CancellationToken cancellationToken) => Task.CompletedTask;
}
