using EmsDashboard.Hooks;

namespace Sample;

/// <summary>The two points this customer uses.</summary>
public sealed class SampleHooks(SampleSettings settings, PenaltyTariff tariff, CriticalAlarmWebhook webhook, ICustomerActions actions) : CustomerHooks
{
    /// <summary>Tells the webhook about an alarm that is critical, and writes on the alarm that it was told.</summary>
    public override async Task OnAlarmCreatedAsync(AlarmCreatedEvent created, CancellationToken cancellationToken)
    {
        if (created.Alarm.Severity != AlarmSeverity.Critical) return;
        await webhook.TellAsync(created, cancellationToken);
        await actions.CommentOnAlarmAsync(created.Alarm.Id, $"{settings.WebhookUrl!.Host} was told.", cancellationToken);
    }

    /// <summary>One card: what the quotas that are exceeded now cost.</summary>
    public override Task<IReadOnlyList<KpiCard>> CalculateCustomKpisAsync(CustomKpiRequest request, CancellationToken cancellationToken)
    {
        var isChinese = request.Language == "zh-CN";
        var penalties = request.Quotas.Select(standing => standing.Usage is { } usage ? tariff.Of(standing.Quota, usage) : null).OfType<decimal>().Where(penalty => penalty > 0).ToList();
        return Task.FromResult<IReadOnlyList<KpiCard>>(
        [
            new()
            {
                Title = isChinese ? "超额罚款" : "Penalties",
                Value = penalties.Sum(),
                Unit = settings.Currency,
                Decimals = 2,
                Note = isChinese ? $"{penalties.Count} 个超额配额" : penalties.Count == 1 ? "1 quota exceeded" : $"{penalties.Count} quotas exceeded",
                Severity = penalties.Count > 0 ? KpiSeverity.Critical : KpiSeverity.Normal,
            },
        ]);
    }
}
