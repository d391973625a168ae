using EmsDashboard.Features.Quotas.Domain;
using Npgsql;

namespace EmsDashboard.Features.Quotas;

/// <summary>What the check found for a running period of a quota: its own, or the month of a split year.</summary>
/// <param name="CanonicalActual">Exact usage in the canonical unit.</param>
/// <param name="Actual">The same in the quota's unit, for display.</param>
/// <param name="IsComplete">Every device-day that should have data by now has some: only then is usage known not to be higher.</param>
/// <param name="Streaks">How often in a row checks have found thresholds reached, this one included.</param>
/// <param name="Forecast">Use expected by the period's end, in the quota's unit; null where nothing can be said of it.</param>
public sealed record JudgedUsage(
    bool IsMonth, PeriodSpan Period, QuotaLimit Limit, ThresholdSet Thresholds, ThresholdStreaks Streaks, decimal CanonicalActual, decimal Actual, Verdict Verdict,
    bool IsComplete, decimal? Forecast);

/// <summary>A closed period whose record has just been restated.</summary>
/// <param name="Before">Its status until then.</param>
public sealed record RestatedUsage(JudgedUsage Usage, QuotaStatus Before);

/// <summary>A quota that the check has just looked at.</summary>
/// <param name="LocalDate">Today in the quota's zone: an alarm of a period that ended before is closed. Null when the zone is unknown.</param>
/// <param name="Running">Its own period first; none when the quota is not active or cannot be judged.</param>
public sealed record QuotaOutcome(int QuotaId, string Code, bool IsActive, DateOnly? LocalDate, IReadOnlyList<JudgedUsage> Running)
{
    public IReadOnlyList<RestatedUsage> Restated { get; init; } = [];
}

public readonly record struct AlarmFigures(int Raised, int Escalated, int Cleared, int Closed, int Total);

/// <summary>
/// Draws the consequences of a check for alarms. Called in the check's transaction while the quotas are locked: usage and alarm
/// are changed together or not at all.
/// </summary>
public interface IQuotaAlarms
{
    Task<AlarmFigures> FollowAsync(
        NpgsqlConnection connection, IReadOnlyList<QuotaOutcome> outcomes, long runId, DateTimeOffset now, CancellationToken cancellationToken);
}
