using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas.Domain;

namespace EmsDashboard.Features.Quotas.Explanation;

/// <summary>
/// How a usage record came about: the version that judged it, the meters and rows behind it, what was changed later and which run wrote it.
/// Amounts are in <see cref="Unit"/>, with every digit; those of the meters add up to <see cref="Total"/>, and so do those of the days.
/// </summary>
public sealed record QuotaExplanation
{
    public required string Code { get; init; }
    public required string Name { get; init; }
    public required EnergyType EnergyType { get; init; }
    public required Unit Unit { get; init; }

    /// <summary>The record, as it is stored.</summary>
    public required PeriodView Record { get; init; }

    /// <summary>Last day whose rows count: of a running period today.</summary>
    public required DateOnly Through { get; init; }
    public required QuotaVersion Version { get; init; }

    /// <summary>The run that wrote the record; null when its row is gone.</summary>
    public required ExplainedRun? Run { get; init; }
    public required IReadOnlyList<ExplainedRevision> Revisions { get; init; }

    /// <summary>The largest first.</summary>
    public required IReadOnlyList<ExplainedMember> Members { get; init; }

    /// <summary>From the period's first day to <see cref="Through"/>; days without a row are in it.</summary>
    public required IReadOnlyList<ExplainedDay> Days { get; init; }

    /// <summary>The same number of days of the period before, and the same days a year ago; what drivers are compared with.</summary>
    public required PeriodSpan Before { get; init; }
    public required PeriodSpan YearBefore { get; init; }

    /// <summary>What the rows amount to now: the sum of all members.</summary>
    public required decimal Total { get; init; }

    /// <summary>Whether there is any row now: without one <see cref="Total"/> is shown as a dash, not as 0.</summary>
    public bool HasRows => Days.Any(d => d.Rows > 0);

    /// <summary>What came or was corrected since the record was written; the next check takes it in.</summary>
    public decimal Since => Total - Record.ActualValue;

    /// <summary>The meters that changed most against the period before, with sign, the largest change first.</summary>
    public IEnumerable<(ExplainedMember Member, decimal Change)> DriversAgainstBefore => Drivers(m => m.Before);

    /// <inheritdoc cref="DriversAgainstBefore"/>
    public IEnumerable<(ExplainedMember Member, decimal Change)> DriversAgainstYearBefore => Drivers(m => m.YearBefore);

    private IEnumerable<(ExplainedMember, decimal)> Drivers(Func<ExplainedMember, decimal?> then) => Members
        .Where(m => then(m) is not null && m.Rows > 0)
        .Select(m => (m, m.Amount - then(m)!.Value))
        .Where(d => d.Item2 != 0)
        .OrderByDescending(d => Math.Abs(d.Item2)).ThenBy(d => d.m.Code, StringComparer.Ordinal);
}

/// <summary>A meter's part in a usage record.</summary>
/// <param name="Rows">Days with a row.</param>
/// <param name="ExpectedDays">Days that should have one by now.</param>
/// <param name="Before">Use on the days compared with of the period before; null without any row there.</param>
/// <param name="YearBefore">The same of a year ago.</param>
public sealed record ExplainedMember(
    string Code, string Name, decimal Amount, int Rows, int ExpectedDays, decimal? Before, decimal? YearBefore)
{
    /// <summary>Expected days without a row, as spans; null where there are too many rows to tell them apart.</summary>
    public required IReadOnlyList<PeriodSpan>? Missing { get; init; }

    /// <summary>Its rows, the earliest first; null where there are too many.</summary>
    public required IReadOnlyList<MemberDay>? Days { get; init; }

    /// <summary>Part of the total, percent; null of a total of nothing.</summary>
    public decimal? SharePct(decimal total) => total == 0 ? null : Amount * 100 / total;
}

/// <summary>A row of a meter.</summary>
public sealed record MemberDay(DateOnly Day, decimal Amount);

/// <param name="Rows">Meters with a row for the day.</param>
/// <param name="Expected">Meters that should have one; 0 for days that may still come.</param>
public sealed record ExplainedDay(DateOnly Day, decimal Amount, int Rows, int Expected);

/// <param name="Person">Who started it; null when nobody in particular did.</param>
public sealed record ExplainedRun(long Id, CheckRunKind Kind, CheckRunTrigger Trigger, string? Person, DateTimeOffset StartedAt);

/// <summary>A change after the time for corrections was over.</summary>
/// <param name="Import">File and importer of the data that caused it; null when no import did.</param>
public sealed record ExplainedRevision(
    int Number, decimal OldActual, decimal NewActual, string OldUnit, string NewUnit, decimal OldRatePct, decimal NewRatePct, QuotaStatus OldStatus,
    QuotaStatus NewStatus, DateTimeOffset At, ExplainedImport? Import);

public sealed record ExplainedImport(long BatchId, string FileName, string ImportedBy, DateTimeOffset At);
