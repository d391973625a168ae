namespace EmsDashboard.Tests.Support;

/// <summary>An independently computed answer for a real meter's quota at an instant, rows counted up to the local date.</summary>
internal sealed record ExpectedAnswer(string Quota, DateTimeOffset AsOf, string PeriodStart, string PeriodEnd, string Actual, string Rate, string Status)
{
    public bool IsEvaluated => Status.Length > 0;

    public string Severity => Status switch { "exceeded" => "critical", "warning" => "warning", _ => "none" };

    public static List<ExpectedAnswer> All() =>
    [
        .. SharedData.Rows(File.ReadAllText(SharedData.File("expected_quotas.csv"))).Select(row => new ExpectedAnswer(row["quota_id"], QuotaChecks.Instant(row["as_of_utc"]),
            row["period_start"], row["period_end"], row["actual_value_to_date"], row["usage_rate_pct_to_date"], row["status_to_date"])),
    ];
}
