using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Scheduling;
using EmsDashboard.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Features.Quotas;

/// <summary>What a list of check runs is narrowed to.</summary>
/// <param name="OnlyWithFailures">Only runs that failed or could not judge every quota.</param>
public sealed record RunFilter(CheckRunKind? Kind = null, bool OnlyWithFailures = false)
{
    public bool IsNarrowed => Kind is not null || OnlyWithFailures;
}

/// <summary>One run as the list shows it.</summary>
public sealed record RunRow
{
    public required long Id { get; init; }
    public required CheckRunKind Kind { get; init; }
    public required CheckRunTrigger Trigger { get; init; }

    /// <summary>How the person is called who triggered it; null when nobody in particular did.</summary>
    public required string? TriggeredBy { get; init; }
    public required CheckRunState State { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset? FinishedAt { get; init; }
    public required long? ElapsedMs { get; init; }
    public required int Evaluated { get; init; }
    public required int Changed { get; init; }
    public required int Normal { get; init; }
    public required int Warning { get; init; }
    public required int Exceeded { get; init; }
    public required int Raised { get; init; }
    public required int Escalated { get; init; }
    public required int Cleared { get; init; }
    public required int Closed { get; init; }
    public required int Failed { get; init; }
    public required CheckReason? Error { get; init; }
}

/// <param name="ActiveQuotas">How many quotas a full run has to judge; what a running one is measured against.</param>
public sealed record RunPage(IReadOnlyList<RunRow> Items, int Total, int ActiveQuotas);

/// <summary>A quota that a run could not judge.</summary>
/// <param name="QuotaName">Null when the quota is gone.</param>
public sealed record RunFailureRow(string QuotaCode, string? QuotaName, CheckReason Reason);

/// <summary>A job that did not stand on the schedule as configured and was scheduled anew.</summary>
public sealed record ScheduleRepair(string JobId, ScheduleFaultKind Fault, DateTimeOffset At);

/// <summary>Reads what the quota check did, for those who answer for it.</summary>
public sealed class RunQueries(IDbContextFactory<EmsDbContext> contexts, IAccess access)
{
    public const int MaxPageSize = 200;

    /// <summary>Most failures of one run that a page lists.</summary>
    public const int MaxFailures = 200;

    /// <summary>More than somebody reads above a list.</summary>
    public const int MaxRepairs = 3;

    /// <summary>A page of runs, the latest first.</summary>
    /// <param name="page">From 1; a page beyond the end gives the last one that holds anything.</param>
    /// <exception cref="AccessDeniedException">The actor is not a manager.</exception>
    public async Task<RunPage> ListAsync(RunFilter filter, int page, int pageSize, CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Manager);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var runs = db.Set<CheckRun>().AsNoTracking();
        if (filter.Kind is { } kind) runs = runs.Where(r => r.Kind == kind);
        if (filter.OnlyWithFailures) runs = runs.Where(r => r.Failed > 0 || r.State == CheckRunState.Failed);
        var total = await runs.CountAsync(cancellationToken);
        var size = Math.Clamp(pageSize, 1, MaxPageSize);
        var lastPage = Math.Max(1, (total + size - 1) / size);
        var users = db.Set<EmsUser>();
        var items = await runs.OrderByDescending(r => r.Id)
            .Skip((Math.Clamp(page, 1, lastPage) - 1) * size).Take(size)
            .Select(r => new RunRow
            {
                Id = r.Id,
                Kind = r.Kind,
                Trigger = r.Trigger,
                TriggeredBy = users.Where(u => u.UserName == r.TriggeredBy).Select(u => u.DisplayName).FirstOrDefault() ?? r.TriggeredBy,
                State = r.State,
                StartedAt = r.StartedAt,
                FinishedAt = r.FinishedAt,
                ElapsedMs = r.ElapsedMs,
                Evaluated = r.Evaluated,
                Changed = r.Changed,
                Normal = r.Normal,
                Warning = r.Warning,
                Exceeded = r.Exceeded,
                Raised = r.Raised,
                Escalated = r.Escalated,
                Cleared = r.Cleared,
                Closed = r.Closed,
                Failed = r.Failed,
                Error = r.ErrorCode == null ? null : new CheckReason(r.ErrorCode, r.ErrorFacts),
            })
            .ToListAsync(cancellationToken);
        var active = await db.Set<Quota>().CountAsync(q => q.IsActive, cancellationToken);
        return new RunPage(items, total, active);
    }

    /// <summary>What of the schedule was put right since an instant, the latest first, at most <see cref="MaxRepairs"/>.</summary>
    /// <exception cref="AccessDeniedException">The actor is not a manager.</exception>
    public async Task<IReadOnlyList<ScheduleRepair>> RepairsAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Manager);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var entries = await db.Set<AuditEntry>().AsNoTracking().Where(a => a.Action == ScheduleWatch.Repaired && a.At >= since.ToUniversalTime())
            .OrderByDescending(a => a.Id).Take(MaxRepairs).Select(a => new { a.Subject, a.Detail, a.At }).ToListAsync(cancellationToken);
        return [.. entries.Select(e => new ScheduleRepair(e.Subject, ScheduleWatch.FaultOf(e.Detail), e.At))];
    }

    /// <summary>The quotas a run could not judge and why, at most <see cref="MaxFailures"/>.</summary>
    /// <exception cref="AccessDeniedException">The actor is not a manager.</exception>
    public async Task<IReadOnlyList<RunFailureRow>> FailuresAsync(long runId, CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Manager);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<CheckRunFailure>().AsNoTracking()
            .Where(f => f.RunId == runId)
            .OrderBy(f => f.QuotaCode)
            .Take(MaxFailures)
            .Select(f => new RunFailureRow(f.QuotaCode, db.Set<Quota>().Where(q => q.Id == f.QuotaId).Select(q => q.Name).FirstOrDefault(), new CheckReason(f.ReasonCode, f.ReasonFacts)))
            .ToListAsync(cancellationToken);
    }
}
