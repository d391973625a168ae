using Microsoft.Extensions.DependencyInjection;

namespace EmsDashboard.Hooks;

/// <summary>
/// Where a customer registers its hooks and what they need. A public class with a constructor without parameters that bears
/// <see cref="HookModuleAttribute"/>; the product makes it and calls it once, when it starts with this customer selected.
/// </summary>
public interface IHookModule
{
    /// <summary>
    /// Registers exactly one <see cref="CustomerHooks"/> under the customer's key, and the services it takes:
    /// <c>registration.Services.AddKeyedScoped&lt;CustomerHooks, AcmeHooks&gt;(registration.Key)</c>. Only registers: it opens nothing and waits for
    /// nothing. An exception stops the start with its message.
    /// </summary>
    /// <param name="registration">Where to register.</param>
    void Register(IHookRegistration registration);
}

/// <summary>Makes a class a customer's module. The product finds it by this without running any of the customer's code.</summary>
/// <param name="key">The customer's key: what stands in <c>Ems:Customer</c> to select it. Lower-case letters, digits and hyphens.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class HookModuleAttribute(string key) : Attribute
{
    /// <summary>The customer's key.</summary>
    public string Key { get; } = key;
}

/// <summary>Where a customer registers its services. Nobody else registers there, and nothing of the product can be reached from there but what is listed here.</summary>
public interface IHookRegistration
{
    /// <summary>The customer's key.</summary>
    string Key { get; }

    /// <summary>
    /// The customer's own services. Given beside them are <see cref="ICustomerActions"/>, <see cref="TimeProvider"/> (the product's clock, which may be
    /// simulated: ask it, not the machine) and, for whoever references its package, <c>ILogger&lt;T&gt;</c>.
    /// </summary>
    IServiceCollection Services { get; }

    /// <summary>
    /// Reads the customer's settings: the configuration below <c>Customers:KEY</c>, each public property with a setter one key. A property
    /// without a value in the configuration keeps its default. Types are text, numbers, booleans, dates, instants, time spans, enums and addresses (<see cref="Uri"/>);
    /// what is allowed is said by annotations (<see cref="System.ComponentModel.DataAnnotations"/>). A wrong or missing value, and a key that no settings
    /// class knows, stops the start together with every other problem of the configuration.
    /// </summary>
    /// <typeparam name="TSettings">A class of plain properties.</typeparam>
    /// <returns>The settings, to be registered or used. With problems among them it is still returned, and the start is stopped afterwards.</returns>
    TSettings ReadSettings<TSettings>() where TSettings : class, new();
}
