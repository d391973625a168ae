using System.ComponentModel.DataAnnotations;
using EmsDashboard.Infrastructure.Configuration;

namespace EmsDashboard.Features.Quotas;

/// <summary>Settings under <c>Ems:QuotaCheck</c>.</summary>
public sealed class QuotaCheckOptions
{
    public const string Section = "Ems:QuotaCheck";

    /// <summary>When the check runs: a CRON expression of five fields, in UTC.</summary>
    [Cron]
    public string Cron { get; init; } = "*/15 * * * *";

    /// <summary>Quotas judged in one transaction.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; init; } = 1_000;

    /// <summary>How many months back a recomputation of everything goes.</summary>
    [Range(1, 240)]
    public int LateDataMonths { get; init; } = 13;
}
