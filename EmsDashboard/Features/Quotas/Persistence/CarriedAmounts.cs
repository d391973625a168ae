using EmsDashboard.Features.Quotas.Domain;

namespace EmsDashboard.Features.Quotas.Persistence;

/// <summary>What periods hand on to the next, as they are judged one after the other.</summary>
/// <param name="known">Records of periods that are not judged now.</param>
internal sealed class CarriedAmounts(Dictionary<UsageKey, UsageRecord> known)
{
    private readonly Dictionary<QuotaOnDay, (DateOnly End, decimal Canonical)> _handedOn = [];

    /// <summary>What the period before hands on, in the unit of this one.</summary>
    public decimal Into(QuotaOnDay quota, QuotaTimelinePeriod period)
    {
        if (!period.Limit.HasLimit || quota.Timeline.Previous(period) is not { } previous || previous.Version.CarryOver.Mode == CarryOverMode.None) return 0;
        var canonical = _handedOn.GetValueOrDefault(quota) is var last && last.End == period.Span.Start ? last.Canonical
            : known.GetValueOrDefault(quota.Key(previous)) is { } record ? HandedOn(previous, record)
            : 0;
        return period.Version.Unit.FromCanonical(canonical, QuotaRules.ValueDecimals);
    }

    /// <summary>Whether a period of the quota was judged before.</summary>
    public bool HasBegun(QuotaOnDay quota) => _handedOn.ContainsKey(quota);

    public void Took(QuotaOnDay quota, QuotaTimelinePeriod period, UsageRecord record) =>
        _handedOn[quota] = (period.Span.End, HandedOn(period, record));

    private static decimal HandedOn(QuotaTimelinePeriod period, UsageRecord record) => period.Limit.HasLimit
        ? period.Version.Unit.ToCanonical(period.Version.CarryOver.Carried(record.QuotaValue - record.Actual), 9)
        : 0;
}
