using EmsDashboard.Features.Alarms.Domain;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Features.Alarms;

/// <summary>Filters of the desk that somebody has given a name. Everybody sees and changes their own only.</summary>
public sealed class SavedAlarmFilters(IDbContextFactory<EmsDbContext> contexts, IAccess access)
{
    /// <summary>How many a person can have.</summary>
    public const int Most = 50;

    /// <summary>One's own, by name.</summary>
    /// <exception cref="AccessDeniedException">Nobody is signed in.</exception>
    public async Task<IReadOnlyList<SavedAlarmFilter>> ListAsync(CancellationToken cancellationToken)
    {
        var owner = await OwnerAsync();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<SavedAlarmFilter>().AsNoTracking().Where(f => f.Owner == owner).OrderBy(f => f.Name).Take(Most).ToListAsync(cancellationToken);
    }

    /// <summary>Keeps a filter under a name; the one that has the name already is replaced.</summary>
    /// <param name="isDefault">The desk opens with it from now on; false leaves the desk opening with what it did.</param>
    /// <exception cref="ArgumentException">The name is blank or too long, or there is no room for another filter.</exception>
    public async Task<bool> SaveAsync(string name, AlarmFilter filter, bool isDefault, CancellationToken cancellationToken)
    {
        var owner = await OwnerAsync();
        name = name.Trim();
        if (name.Length is 0 or > SavedAlarmFilter.MaxNameLength) throw new ArgumentException($"From 1 to {SavedAlarmFilter.MaxNameLength} characters.", nameof(name));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // One after the other, so that a person with two windows neither has one name twice nor two filters to open with.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtext('alarm_filter ' || {owner}))", cancellationToken);
        var filters = db.Set<SavedAlarmFilter>().Where(f => f.Owner == owner);
        if (isDefault) await filters.Where(f => f.IsDefault).ExecuteUpdateAsync(set => set.SetProperty(f => f.IsDefault, false), cancellationToken);
        var saved = await filters.SingleOrDefaultAsync(f => f.Name == name, cancellationToken);
        if (saved is null && await filters.CountAsync(cancellationToken) >= Most) return false;
        if (saved is null) db.Add(saved = new SavedAlarmFilter { Owner = owner, Name = name, Address = "" });
        saved.Address = AlarmLinks.Desk(filter);
        saved.IsDefault |= isDefault;
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Forgets one's own filter; somebody else's stays.</summary>
    public async Task DeleteAsync(int id, CancellationToken cancellationToken)
    {
        var owner = await OwnerAsync();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Set<SavedAlarmFilter>().Where(f => f.Id == id && f.Owner == owner).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task<string> OwnerAsync() => (await access.DemandAsync(Policies.Viewer)).Name;
}
