using EmsDashboard.Hooks;
using Microsoft.Extensions.DependencyInjection;

namespace Sample;

/// <summary>An example to copy from: a penalty tariff as a figure on the overview, and a note to a webhook about every critical alarm.</summary>
[HookModule("sample")]
public sealed class SampleModule : IHookModule
{
    public void Register(IHookRegistration registration)
    {
        var settings = registration.ReadSettings<SampleSettings>();
        registration.Services.AddSingleton(settings);
        registration.Services.AddSingleton(new PenaltyTariff(settings.PenaltyPerKwh));
        registration.Services.AddSingleton<CriticalAlarmWebhook>();
        registration.Services.AddKeyedScoped<CustomerHooks, SampleHooks>(registration.Key);
    }
}
