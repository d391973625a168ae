using System.Reflection;
using EmsDashboard.Features.Hooks;
using EmsDashboard.Features.Hooks.Customers;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmsDashboard.Hooks.Testing;

/// <summary>
/// A customer as the product runs it: its module registers, its settings are read and checked, and every event is kept as JSON, read back
/// and handed to the hooks in a scope of its own with a time limit. Only the database is missing: what hooks do in the product is
/// recorded in <see cref="Actions"/>.
/// </summary>
public sealed class CustomerUnderTest : IAsyncDisposable
{
    private readonly CustomerServices _services;

    private CustomerUnderTest(CustomerServices services) => _services = services;

    /// <summary>What the hooks did.</summary>
    public RecordingActions Actions { get; } = new();

    /// <summary>What a call gets before it counts as failed.</summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Registers a customer's module.</summary>
    /// <typeparam name="TModule">The module, as the product would find it.</typeparam>
    /// <param name="settings">What stands below <c>Customers:KEY</c> in the configuration, such as <c>["WebhookUrl"] = "http://127.0.0.1:9000/"</c>.</param>
    /// <param name="time">The clock; null for the machine's.</param>
    /// <param name="replace">Registers on after the module, to put something else in the place of a service.</param>
    /// <exception cref="CustomerRefusedException">The product would not start with this customer; the message says why, as the product would.</exception>
    public static CustomerUnderTest Start<TModule>(IReadOnlyDictionary<string, string>? settings = null, TimeProvider? time = null, Action<IHookRegistration>? replace = null)
        where TModule : IHookModule, new()
    {
        var key = typeof(TModule).GetCustomAttribute<HookModuleAttribute>()?.Key
            ?? throw new CustomerRefusedException([$"{typeof(TModule).Name} bears no [HookModule(\"key\")]."]);
        var registration = new CustomerRegistration(key, new TModule(), (settings ?? new Dictionary<string, string>()).Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
        if (registration.Problems.Count > 0) throw new CustomerRefusedException(registration.Problems);
        replace?.Invoke(registration);
        return new CustomerUnderTest(registration.Build(NullLoggerFactory.Instance, time ?? TimeProvider.System));
    }

    /// <summary>Delivers an event once. Called twice with the same event it does what the product does when a delivery is repeated.</summary>
    /// <param name="happened">The event; <see cref="TestEvents"/> makes valid ones.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TimeoutException">The hook did not end within <see cref="TimeLimit"/>.</exception>
    /// <remarks>What the hook throws comes out as it is.</remarks>
    public Task DeliverAsync(HookEvent happened, CancellationToken cancellationToken = default) =>
        _services.DeliverAsync(Kept(happened), () => Actions.For(happened.EventId), TimeLimit, cancellationToken);

    /// <summary>Asks for the customer's figures.</summary>
    /// <param name="request">What is known; <see cref="TestEvents.CustomKpis"/> makes a valid one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TimeoutException">The hook did not answer within <see cref="TimeLimit"/>.</exception>
    /// <returns>The cards.</returns>
    public Task<IReadOnlyList<KpiCard>> CalculateKpisAsync(CustomKpiRequest request, CancellationToken cancellationToken = default) =>
        _services.CalculateKpisAsync((CustomKpiRequest)Kept(request), () => Actions.For(request.EventId), TimeLimit, cancellationToken);

    /// <summary>Ends the customer's services.</summary>
    /// <returns>When that is done.</returns>
    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static HookEvent Kept(HookEvent happened) => HookTable.FromJson(HookTable.Of(happened).Point, HookTable.ToJson(happened));
}

/// <summary>The product would not start with this customer.</summary>
/// <param name="problems">Why, each a sentence.</param>
public sealed class CustomerRefusedException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>Why, each a sentence.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
