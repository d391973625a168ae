using EmsDashboard.Features.Alarms;
using EmsDashboard.Features.Alarms.Domain;
using EmsDashboard.Features.Quotas.Domain;

namespace EmsDashboard.Tests.Features.Alarms;

/// <summary>Alarms as the desk's views get them.</summary>
internal static class AlarmRows
{
    public static AlarmRow Of(long id) => new()
    {
        Id = id,
        QuotaId = 1,
        QuotaCode = $"Q/{id}",
        QuotaName = $"Building {id}",
        Scope = QuotaScope.Group,
        TargetCode = "B",
        TargetName = "Buildings",
        EnergyType = "electricity",
        TimeZone = "UTC",
        Kind = AlarmKind.Usage,
        PeriodStart = new DateOnly(2020, 12, 1),
        PeriodEnd = new DateOnly(2021, 1, 1),
        Severity = AlarmSeverity.Warning,
        Value = 850,
        Threshold = 800,
        QuotaValue = 1000,
        UsageRatePct = 85,
        Unit = "kWh",
        RaisedAt = AlarmSeed.Noon.AddMinutes(-130),
        AcknowledgedAt = null,
        AcknowledgedBy = null,
        AcknowledgeComment = null,
        ClearedAt = null,
        ClearReason = null,
        ResolvedAt = null,
        ResolvedBy = null,
        ResolveReason = null,
        Occurrences = 1,
        Version = 1,
        Now = null,
    };

    public static AlarmRow Acknowledged(long id) => Of(id) with { AcknowledgedAt = AlarmSeed.Noon.AddMinutes(-5), AcknowledgedBy = "Li Wei", AcknowledgeComment = "On my way", LastComment = "On my way", LastCommentBy = "Li Wei" };
}
