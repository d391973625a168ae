using System.Text.Json;
using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Energy.Persistence;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Shared.Time;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Features.Energy;

/// <summary>
/// Changes groups and meters one at a time, for administrators. Another place is a correction: the history of the usage moves with the group
/// or meter, but for the days on which a meter is said to have been in another group. A change names the version it was made on and is not made on another. Every method throws <see cref="AccessDeniedException"/> for anyone else.
/// </summary>
public sealed class CatalogueEditing(IDbContextFactory<EmsDbContext> contexts, IAccess access, TimeProvider time)
{
    public Task<EditResult> CreateGroupAsync(GroupEdit edit, CancellationToken cancellationToken) => EditAsync("group.created", edit.Code, edit, async (db, problems) =>
    {
        CatalogueRules.CheckGroup(edit, problems);
        if (await db.Set<DeviceGroup>().AnyAsync(g => g.Code == edit.Code, cancellationToken)) problems.Add(new(nameof(edit.Code), "code_taken"));
        var parent = await FindParentAsync(db, edit, problems, cancellationToken);
        if (problems.Count == 0) db.Add(new DeviceGroup(edit.Code, edit.Name.Trim(), parent));
        return [];
    }, cancellationToken);

    /// <summary>Renames a group or hangs it elsewhere; its code stays.</summary>
    /// <param name="version">Version of the group that the edit was made on.</param>
    public Task<EditResult> ChangeGroupAsync(GroupEdit edit, long version, CancellationToken cancellationToken) => EditAsync("group.changed", edit.Code, edit, async (db, problems) =>
    {
        CatalogueRules.CheckGroup(edit, problems);
        var groups = await db.Set<DeviceGroup>().ToDictionaryAsync(g => g.Code, StringComparer.Ordinal, cancellationToken);
        var parent = await FindParentAsync(db, edit, problems, cancellationToken);
        if (!groups.TryGetValue(edit.Code, out var group)) problems.Add(new("", "gone"));
        else if (GroupTree.FindCycle(edit.Code, code => code == edit.Code ? edit.ParentCode : groups.GetValueOrDefault(code)?.Parent?.Code) is { } cycle)
            problems.Add(new(nameof(edit.ParentCode), "group_cycle", string.Join(" > ", cycle)));
        if (problems.Count > 0 || group is null) return [];

        group.Rename(edit.Name.Trim());
        group.MoveUnder(parent);
        return [];
    }, cancellationToken, version);

    /// <summary>Deletes a group that holds neither groups nor meters. Quotas that aim at it stay and are reported by the check.</summary>
    /// <param name="version">Version of the group that was looked at.</param>
    public Task<EditResult> DeleteGroupAsync(string code, long version, CancellationToken cancellationToken) => EditAsync("group.deleted", code, null, async (db, problems) =>
    {
        var group = await db.Set<DeviceGroup>().SingleOrDefaultAsync(g => g.Code == code, cancellationToken);
        if (group is null)
        {
            problems.Add(new("", "gone"));
            return [];
        }

        if (await db.Set<DeviceGroup>().AnyAsync(g => g.ParentId == group.Id, cancellationToken)) problems.Add(new("", "group_has_groups"));
        if (await db.Set<Device>().AnyAsync(d => d.GroupId == group.Id, cancellationToken)) problems.Add(new("", "group_has_devices"));
        else if (await db.Set<Device>().AnyAsync(d => d.PastGroups.Any(p => p.GroupId == group.Id), cancellationToken)) problems.Add(new("", "group_had_devices"));
        if (problems.Count > 0) return [];

        // Before the quotas' rows, as everyone who wants both.
        await TransactionLock.TakeAsync(db, TransactionLock.Fold, cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT ems.release_quotas(NULL, {group.Id})", cancellationToken);
        db.Remove(group);
        return [];
    }, cancellationToken, version);

    public Task<EditResult> CreateDeviceAsync(DeviceEdit edit, CancellationToken cancellationToken) => EditAsync("device.created", edit.Code, edit, async (db, problems) =>
    {
        CatalogueRules.CheckDevice(edit, problems);
        if (await db.Set<Device>().AnyAsync(d => d.Code == edit.Code, cancellationToken)) problems.Add(new(nameof(edit.Code), "code_taken"));
        var group = await FindGroupAsync(db, edit, problems, cancellationToken);
        var past = await FindPastGroupsAsync(db, edit, problems, cancellationToken);
        if (problems.Count > 0 || group is null) return [];

        var device = new Device(edit.Code, EnergyType.Get(edit.EnergyType), Unit.Get(edit.Unit));
        Describe(device, edit, group.Id);
        device.WasIn(past);
        db.Add(device);
        return [];
    }, cancellationToken);

    /// <summary>Changes a meter; its code stays, and its type and unit too once it has data.</summary>
    /// <param name="version">Version of the meter that the edit was made on.</param>
    public Task<EditResult> ChangeDeviceAsync(DeviceEdit edit, long version, CancellationToken cancellationToken) => EditAsync("device.changed", edit.Code, edit, async (db, problems) =>
    {
        CatalogueRules.CheckDevice(edit, problems);
        var group = await FindGroupAsync(db, edit, problems, cancellationToken);
        var past = await FindPastGroupsAsync(db, edit, problems, cancellationToken);
        var device = await db.Set<Device>().Include(d => d.PastGroups).SingleOrDefaultAsync(d => d.Code == edit.Code, cancellationToken);
        if (device is null) problems.Add(new("", "gone"));
        if (problems.Count > 0 || device is null || group is null) return [];

        var unit = Unit.Get(edit.Unit);
        if (device.EnergyType != edit.EnergyType || device.Unit != unit.Symbol)
        {
            var hasRows = (await DeviceData.DevicesWithRowsAsync(db, [device.Id], cancellationToken)).Count > 0;
            if (hasRows && device.EnergyType != edit.EnergyType) problems.Add(new(nameof(edit.EnergyType), "energy_type_fixed", device.EnergyType));
            if (hasRows && device.Unit != unit.Symbol) problems.Add(new(nameof(edit.Unit), "unit_fixed", device.Unit));
            if (problems.Count > 0) return [];
            device.Measure(EnergyType.Get(edit.EnergyType), unit);
        }

        var touched = DeviceMove.Take(db, device, group.Id, past);
        Describe(device, edit, group.Id);
        await DeviceData.MarkServiceAsync(db, cancellationToken);
        return touched;
    }, cancellationToken, version);

    /// <summary>Deletes a meter that never had data. One that had is history: give it a last day instead.</summary>
    /// <param name="version">Version of the meter that was looked at.</param>
    public Task<EditResult> DeleteDeviceAsync(string code, long version, CancellationToken cancellationToken) => EditAsync("device.deleted", code, null, async (db, problems) =>
    {
        var device = await db.Set<Device>().SingleOrDefaultAsync(d => d.Code == code, cancellationToken);
        if (device is null) problems.Add(new("", "gone"));
        else if ((await DeviceData.DevicesWithRowsAsync(db, [device.Id], cancellationToken)).Count > 0) problems.Add(new("", "device_has_rows"));
        if (problems.Count > 0 || device is null) return [];

        await TransactionLock.TakeAsync(db, TransactionLock.Fold, cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT ems.release_quotas({device.Id}, NULL)", cancellationToken);
        db.Remove(device);
        return [];
    }, cancellationToken, version);

    /// <param name="change">Makes the change or adds problems; returns the groups a meter left and joined.</param>
    /// <param name="version">Version that what is there already must have; null when it may have any.</param>
    private async Task<EditResult> EditAsync(string action, string subject, object? detail,
        Func<EmsDbContext, List<EditProblem>, Task<IReadOnlyList<int>>> change, CancellationToken cancellationToken, long? version = null)
    {
        var actor = await access.DemandAsync(Policies.Admin);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await CatalogueLock.TakeAsync(db, toChange: true, cancellationToken);
        // Under the lock nobody else changes the catalogue, so comparing is enough.
        if (version is { } known && await NewerAsync(db, action.StartsWith("group.", StringComparison.Ordinal), subject, known, cancellationToken) is { } stale) return new EditResult([], stale);
        List<EditProblem> problems = [];
        var touchedGroups = await change(db, problems);
        if (problems.Count > 0 || !db.ChangeTracker.HasChanges()) return new EditResult(problems);

        db.Add(new AuditEntry
        {
            At = time.GetUtcNow(), Actor = actor.Name, Action = action, Subject = subject,
            Detail = detail is null ? null : JsonSerializer.Serialize(detail, detail.GetType(), JsonSerializerOptions.Web),
        });
        await db.SaveChangesAsync(cancellationToken);
        await GroupCorrection.ApplyAsync(db, touchedGroups, cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT ems.touch({Topics.Catalogue})", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new EditResult([]);
    }

    /// <summary>
    /// A row's xmin names the transaction that wrote it last, whoever that was: the page, a file or somebody's SQL. It is the version here,
    /// and leads to the line in the audit log that the same transaction wrote.
    /// </summary>
    private static Task<StaleEdit?> NewerAsync(EmsDbContext db, bool isGroup, string code, long version, CancellationToken cancellationToken) =>
        db.Database.SqlQuery<StaleEdit>($"""
            SELECT stored.version::text::bigint AS version, l.actor AS changed_by, l.at AS changed_at
            FROM (
                SELECT xmin AS version FROM ems.device_group WHERE {isGroup} AND code = {code}
                UNION ALL SELECT xmin FROM ems.device WHERE NOT {isGroup} AND code = {code}) stored
            LEFT JOIN LATERAL (SELECT actor, at FROM ems.audit_log l WHERE l.xmin = stored.version AND l.subject = {code} ORDER BY l.id DESC LIMIT 1) l ON true
            WHERE stored.version::text::bigint <> {version}
            """).SingleOrDefaultAsync(cancellationToken);

    private static async Task<DeviceGroup?> FindParentAsync(EmsDbContext db, GroupEdit edit, List<EditProblem> problems, CancellationToken cancellationToken)
    {
        if (edit.ParentCode is null) return null;
        var parent = await db.Set<DeviceGroup>().SingleOrDefaultAsync(g => g.Code == edit.ParentCode, cancellationToken);
        if (parent is null) problems.Add(new(nameof(edit.ParentCode), "unknown_group"));
        return parent;
    }

    private static async Task<DeviceGroup?> FindGroupAsync(EmsDbContext db, DeviceEdit edit, List<EditProblem> problems, CancellationToken cancellationToken)
    {
        var group = await db.Set<DeviceGroup>().SingleOrDefaultAsync(g => g.Code == edit.GroupCode, cancellationToken);
        if (group is null) problems.Add(new(nameof(edit.GroupCode), string.IsNullOrEmpty(edit.GroupCode) ? "required" : "unknown_group"));
        return group;
    }

    /// <summary>What the edit says of earlier groups, without what changes nothing.</summary>
    private async Task<List<(DateOnly Until, int GroupId)>> FindPastGroupsAsync(EmsDbContext db, DeviceEdit edit, List<EditProblem> problems, CancellationToken cancellationToken)
    {
        if (edit.PastGroups.Count == 0) return [];
        var before = problems.Count;
        if (IanaZones.IsKnown(edit.TimeZone)) CatalogueRules.CheckPastGroups(edit.PastGroups, IanaZones.Todays([edit.TimeZone], time.GetUtcNow())[0], problems);
        string[] codes = [.. edit.PastGroups.Select(p => p.Group).Distinct()];
        var groups = await db.Set<DeviceGroup>().Where(g => codes.Contains(g.Code)).ToDictionaryAsync(g => g.Code, g => g.Id, StringComparer.Ordinal, cancellationToken);
        if (codes.FirstOrDefault(code => code.Length > 0 && !groups.ContainsKey(code)) is { } unknown) problems.Add(new(nameof(edit.PastGroups), "unknown_past_group", unknown));
        return problems.Count > before ? [] : [.. PastGroup.Normal(edit.PastGroups, edit.GroupCode).Select(p => (p.Until, groups[p.Group]))];
    }

    private static void Describe(Device device, DeviceEdit edit, int groupId) => device.Describe(edit.Name.Trim(), groupId, edit.TimeZone,
        Optional(edit.Site), edit.AreaM2, edit.Floors, Optional(edit.SourceId), edit.FirstDate, edit.LastDate, DayRange.Normal(edit.KnownGaps));

    private static string? Optional(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
