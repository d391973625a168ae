using EmsDashboard.Hooks;

namespace EmsDashboard.Features.Hooks;

/// <summary>The customer without a behaviour of its own, through the door that every customer takes.</summary>
[HookModule(Key)]
internal sealed class DefaultHookModule : IHookModule
{
    public const string Key = "default";

    public void Register(IHookRegistration registration) => registration.Services.AddKeyedScoped<CustomerHooks, DefaultHooks>(registration.Key);

    private sealed class DefaultHooks : CustomerHooks;
}
