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
    public int BatchSize { get; init; } = 2_500;

    /// <summary>How many months back a recomputation of everything goes.</summary>
    [Range(1, 240)]
    public int LateDataMonths { get; init; } = 13;

    /// <summary>Days after its end in which a period's result is corrected without a word; a later change is kept and shown as a restatement.</summary>
    [Range(0, 366)]
    public int CorrectionDays { get; init; } = 10;

    /// <summary>Last day of the accounts that are closed: no change of a quota may alter a period that ends by then. Null: none is locked.</summary>
    public DateOnly? LockedThrough { get; init; }
}
