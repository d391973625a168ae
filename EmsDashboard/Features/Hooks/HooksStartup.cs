using EmsDashboard.Features.Hooks.Customers;
using EmsDashboard.Features.Hooks.Selection;
using EmsDashboard.Infrastructure.CommandLine;

namespace EmsDashboard.Features.Hooks;

/// <summary>Says whose hooks run, and has them ready before the first event.</summary>
internal sealed partial class HooksStartup(CustomerServices customer, CustomerSelection selection, ILogger<HooksStartup> logger) : IStartupTask
{
    public Task RunAsync(CancellationToken cancellationToken)
    {
        LogCustomer(customer.Key, selection.Origin);
        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The hooks of customer {Customer} run ({Origin})")]
    private partial void LogCustomer(string customer, string origin);
}
