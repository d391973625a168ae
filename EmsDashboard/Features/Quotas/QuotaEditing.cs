using System.Text.Json;
using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Hierarchy;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EmsDashboard.Features.Quotas;

/// <summary>
/// Creates and changes quotas. Every change names the version it was made on, goes into the audit log in the same transaction, and has
/// the next check judge the running period and all past ones that hold data.
/// </summary>
public sealed class QuotaEditing(IDbContextFactory<EmsDbContext> contexts, IAccess access, TimeProvider time, IOptions<QuotaCheckOptions> options)
{
    /// <exception cref="AccessDeniedException">The actor is not a manager.</exception>
    public async Task<QuotaEditResult> CreateAsync(QuotaInput input, CancellationToken cancellationToken)
    {
        var actor = await access.DemandAsync(Policies.Manager);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await BeginAsync(db, cancellationToken);
        var (target, problems) = await ValidateAsync(db, quota: null, input, cancellationToken);
        var code = input.Code?.Trim();
        if (await db.Set<Quota>().AnyAsync(q => q.Code == code, cancellationToken)) problems.Add(new QuotaProblem(QuotaField.Code, "code_taken", code));
        if (problems.Count > 0) return new QuotaEditResult.Refused(problems);

        var quota = new Quota(code!, input.Scope, target.DeviceId, target.GroupId, target.Code, input.EnergyType!);
        Describe(quota, input);
        quota.PlaceUnder(target.Parent);
        problems.AddRange(new QuotaAmendment(quota, hasRecords: false, options.Value.LockedThrough, time.GetUtcNow()).Add(
            QuotaRules.Terms(input, ThresholdSet.Default), input.ValidFrom, actor.Name, Trimmed(input.Reason)));
        if (problems.Count > 0) return new QuotaEditResult.Refused(problems);
        db.Add(quota);
        try
        {
            await StoreAsync(db, quota, actor, "quota.created", before: null, cancellationToken);
        }
        catch (DbUpdateException error) when (error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return new QuotaEditResult.Refused([new QuotaProblem(QuotaField.Code, "code_taken", code)]);
        }

        await transaction.CommitAsync(cancellationToken);
        return new QuotaEditResult.Saved(quota.Code, quota.Version);
    }

    /// <param name="version">Version of the quota that the new terms were made on.</param>
    /// <exception cref="AccessDeniedException">The actor is not a manager.</exception>
    public Task<QuotaEditResult> EditAsync(string code, int version, QuotaInput input, CancellationToken cancellationToken) =>
        ChangeAsync(code, version, "quota.edited", async (db, quota, actor) =>
        {
            var (target, problems) = await ValidateAsync(db, quota, input with { Code = code }, cancellationToken);
            if (problems.Count > 0) return problems;
            var hasRecords = await db.Set<QuotaUsage>().AnyAsync(u => u.QuotaId == quota.Id, cancellationToken);
            quota.Retarget(input.Scope, target.DeviceId, target.GroupId, target.Code, input.EnergyType!);
            Describe(quota, input);
            quota.PlaceUnder(target.Parent);
            var amendment = new QuotaAmendment(quota, hasRecords, options.Value.LockedThrough, time.GetUtcNow());
            problems = [.. amendment.Add(QuotaRules.Terms(input, amendment.Latest?.Thresholds ?? ThresholdSet.Default), input.ValidFrom, actor.Name, Trimmed(input.Reason))];
            // A reason belongs to a version; kept nowhere, it must not look as if it were.
            if (problems.Count == 0 && !amendment.HasChanged && Trimmed(input.Reason) is not null) problems.Add(new QuotaProblem(QuotaField.Reason, "reason_without_version"));
            return problems;
        }, cancellationToken);

    /// <summary>Starts or stops checking a quota. The next check closes the alarm of one that is stopped.</summary>
    /// <param name="version">Version of the quota that the decision was made on.</param>
    /// <exception cref="AccessDeniedException">The actor is not a manager.</exception>
    public Task<QuotaEditResult> SetActiveAsync(string code, int version, bool isActive, CancellationToken cancellationToken) =>
        ChangeAsync(code, version, isActive ? "quota.activated" : "quota.deactivated", (_, quota, _) =>
        {
            quota.SetActive(isActive, time.GetUtcNow());
            return Task.FromResult<List<QuotaProblem>>([]);
        }, cancellationToken);

    private async Task<QuotaEditResult> ChangeAsync(
        string code, int version, string action, Func<EmsDbContext, Quota, Actor, Task<List<QuotaProblem>>> change, CancellationToken cancellationToken)
    {
        var actor = await access.DemandAsync(Policies.Manager);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await BeginAsync(db, cancellationToken);
        var quota = await db.Set<Quota>().Include(q => q.Versions).Include(q => q.Parent).SingleOrDefaultAsync(q => q.Code == code, cancellationToken);
        if (quota is null) return new QuotaEditResult.Unknown();
        if (quota.Version != version) return await StaleAsync(db, quota, cancellationToken);
        var before = Describe(quota);
        if (await change(db, quota, actor) is { Count: > 0 } problems) return new QuotaEditResult.Refused(problems);
        // Written whatever it was when it was read: a check that runs meanwhile takes it off, and what it judged by is out of date.
        db.Entry(quota).Property(q => q.NeedsCheck).IsModified = true;
        try
        {
            await StoreAsync(db, quota, actor, action, before, cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            await transaction.RollbackAsync(cancellationToken);
            db.ChangeTracker.Clear();
            return await StaleAsync(db, await db.Set<Quota>().SingleAsync(q => q.Code == code, cancellationToken), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return new QuotaEditResult.Saved(quota.Code, quota.Version);
    }

    /// <summary>Alone among those who change quotas, and under the fold's lock: rows that are folded between the marks and the commit would else be marked for the old target only.</summary>
    private static async Task<IDbContextTransaction> BeginAsync(EmsDbContext db, CancellationToken cancellationToken)
    {
        var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await TransactionLock.TakeAsync(db, TransactionLock.Quotas, cancellationToken);
        await TransactionLock.TakeAsync(db, TransactionLock.Fold, cancellationToken);
        return transaction;
    }

    private async Task<(Target Target, List<QuotaProblem> Problems)> ValidateAsync(EmsDbContext db, Quota? quota, QuotaInput input, CancellationToken cancellationToken)
    {
        List<QuotaProblem> problems = [.. QuotaRules.Problems(input)];
        var target = await TargetAsync(db, input, problems, cancellationToken);
        if (problems.Count > 0) return (target, problems);
        if (Trimmed(input.ParentCode) is { } code)
        {
            target = target with { Parent = await db.Set<Quota>().SingleOrDefaultAsync(q => q.Code == code, cancellationToken) };
            if (target.Parent is null) return (target, [new QuotaProblem(QuotaField.Parent, "unknown_parent", code)]);
        }

        var node = QuotaFamily.Node(input.Code!.Trim(), target.Parent?.Code, input.EnergyType!, QuotaRules.Terms(input, ThresholdSet.Default));
        problems.AddRange(await QuotaFamily.ProblemsAsync(db, quota, target.Parent, node, time.GetUtcNow(), cancellationToken));
        return (target, problems);
    }

    private static async Task<Target> TargetAsync(EmsDbContext db, QuotaInput input, List<QuotaProblem> problems, CancellationToken cancellationToken)
    {
        if (input.Scope == QuotaScope.EnergyType || string.IsNullOrWhiteSpace(input.TargetCode)) return default;

        var code = input.TargetCode.Trim();
        if (input.Scope == QuotaScope.Group)
        {
            var group = await db.Set<DeviceGroup>().AsNoTracking().SingleOrDefaultAsync(g => g.Code == code, cancellationToken);
            if (group is null) problems.Add(new QuotaProblem(QuotaField.Target, "unknown_group", code));
            return new Target(null, group?.Id, code);
        }

        var device = await db.Set<Device>().AsNoTracking().SingleOrDefaultAsync(d => d.Code == code, cancellationToken);
        if (device is null) problems.Add(new QuotaProblem(QuotaField.Target, "unknown_device", code));
        else if (device.EnergyType != input.EnergyType) problems.Add(new QuotaProblem(QuotaField.EnergyType, "target_measures_other_type", device.EnergyType));
        return new Target(device?.Id, null, code);
    }

    private void Describe(Quota quota, QuotaInput input) =>
        quota.Describe(input.Name!.Trim(), input.TimeZone!, input.ForecastMethod, input.IsActive, Trimmed(input.Note), time.GetUtcNow());

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static async Task StoreAsync(EmsDbContext db, Quota quota, Actor actor, string action, object? before, CancellationToken cancellationToken)
    {
        db.Add(new AuditEntry
        {
            // The instant of the record itself: it is how a stale edit finds who made the one it lost to.
            At = quota.UpdatedAt,
            Actor = actor.Name,
            Action = action,
            Subject = quota.Code,
            Detail = JsonSerializer.Serialize(new { before, after = Describe(quota) }, JsonSerializerOptions.Web),
        });
        await db.SaveChangesAsync(cancellationToken);
        int[] ids = [quota.Id];
        await db.Database.ExecuteSqlAsync($"SELECT ems.mark_quotas({ids})", cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT ems.touch({Topics.Quotas})", cancellationToken);
    }

    private static async Task<QuotaEditResult> StaleAsync(EmsDbContext db, Quota quota, CancellationToken cancellationToken)
    {
        var last = await db.Set<AuditEntry>().AsNoTracking()
            .Where(a => a.Subject == quota.Code && a.Action.StartsWith("quota.") && a.At == quota.UpdatedAt)
            .OrderByDescending(a => a.Id).FirstOrDefaultAsync(cancellationToken);
        return new QuotaEditResult.Stale(quota.Version, quota.UpdatedAt, last?.Actor);
    }

    private static object Describe(Quota q)
    {
        var terms = q.Versions.MaxBy(v => v.Number);
        return new
        {
            q.Name,
            Scope = SnakeCaseEnum.ToText(q.Scope),
            q.TargetCode,
            q.EnergyType,
            Parent = q.Parent?.Code,
            q.TimeZone,
            ForecastMethod = q.ForecastMethod is { } method ? SnakeCaseEnum.ToText(method) : null,
            q.IsActive,
            q.Note,
            q.Version,
            Terms = terms?.Number,
            terms?.ValidFrom,
            terms?.Period,
            terms?.QuotaValue,
            terms?.Unit,
            terms?.Thresholds,
            terms?.Reason,
        };
    }

    private readonly record struct Target(int? DeviceId, int? GroupId, string? Code, Quota? Parent = null);
}
