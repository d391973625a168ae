using EmsDashboard.Hooks;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EmsDashboard.Features.Hooks.Customers;

/// <summary>
/// The selected customer at work: a container of its own, from which its hooks are taken by its key, in a scope a call, with a time limit.
/// </summary>
internal sealed class CustomerServices : IAsyncDisposable
{
    /// <summary>What a hook gets to end by itself after its token was cancelled, before it is left to itself.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly ServiceProvider _services;

    public CustomerServices(string key, IServiceCollection services, ILoggerFactory loggers, TimeProvider time)
    {
        Key = key;
        _services = BuildProvider(services, loggers, time);
    }

    public string Key { get; }

    /// <summary>Hands an event to the customer's method for it.</summary>
    /// <param name="actions">What the hook may do, bound to this delivery; asked for only when the hook takes it.</param>
    /// <exception cref="TimeoutException">The method did not end within the limit. One that does not heed its token runs on, and its scope with it.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    /// <remarks>Whatever the method throws comes out as it is.</remarks>
    public Task DeliverAsync(HookEvent happened, Func<ICustomerActions> actions, TimeSpan limit, CancellationToken cancellationToken)
    {
        var definition = HookTable.Of(happened);
        if (definition.Answers) throw new ArgumentException($"{definition.Method} answers; ask it.", nameof(happened));
        return CallAsync(definition, happened, actions, limit, async (call, _) =>
        {
            await call;
            return true;
        }, cancellationToken);
    }

    /// <summary>Asks the customer for its figures.</summary>
    /// <inheritdoc cref="DeliverAsync"/>
    public Task<IReadOnlyList<KpiCard>> CalculateKpisAsync(CustomKpiRequest request, Func<ICustomerActions> actions, TimeSpan limit, CancellationToken cancellationToken) =>
        CallAsync(HookTable.Of(HookPoint.CustomKpis), request, actions, limit,
            async (call, definition) => await (Task<IReadOnlyList<KpiCard>>)call ?? throw new InvalidOperationException($"{definition.Method} answered null."), cancellationToken);

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    /// <summary>The customer's services and the few that it is given, each checked to have what it takes.</summary>
    internal static ServiceProvider BuildProvider(IServiceCollection registered, ILoggerFactory loggers, TimeProvider time)
    {
        // Ours last, so that they are those that count.
        var services = new ServiceCollection().Add(registered);
        services.AddSingleton(time);
        services.AddSingleton(_ => new Loggers(loggers));
        services.AddSingleton<ILoggerFactory>(provider => provider.GetRequiredService<Loggers>());
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddScoped<Delivery>();
        services.AddScoped<ICustomerActions>(provider => provider.GetRequiredService<Delivery>().Actions());
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    private async Task<TAnswer> CallAsync<TAnswer>(
        HookDefinition definition, HookEvent happened, Func<ICustomerActions> actions, TimeSpan limit, Func<Task, HookDefinition, Task<TAnswer>> finish, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // A thread of its own until the first wait: one that spins takes neither the caller's nor one of the pool's.
        var running = Task.Factory.StartNew(() => InScopeAsync(ending.Token), CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default).Unwrap();
        ending.CancelAfter(limit);
        try
        {
            return await running.WaitAsync(limit + Grace, cancellationToken);
        }
        catch (Exception error) when (error is OperationCanceledException or TimeoutException && ending.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{definition.Method} of customer '{Key}' did not end within {limit.TotalSeconds:0.###} s.", error);
        }

        async Task<TAnswer> InScopeAsync(CancellationToken token)
        {
            await using var scope = _services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Delivery>().Actions = actions;
            var hooks = scope.ServiceProvider.GetRequiredKeyedService<CustomerHooks>(Key);
            return await finish(definition.Call(hooks, happened, token), definition);
        }
    }

    /// <summary>What is bound to the call of a scope.</summary>
    private sealed class Delivery
    {
        public Func<ICustomerActions> Actions { get; set; } = () => throw new InvalidOperationException("Actions belong to a call: take ICustomerActions in the hooks, not where nothing is delivered.");
    }

    /// <summary>The product's loggers, which outlive the customer's container.</summary>
    private sealed class Loggers(ILoggerFactory product) : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("Where the log goes is the product's affair.");

        public ILogger CreateLogger(string categoryName) => product.CreateLogger(categoryName);

        public void Dispose() { }
    }
}
