using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Infrastructure.Persistence;

namespace EmsDashboard.Features.Energy.Persistence;

/// <summary>Takes a device, read with its past groups, to where it is and was said to be.</summary>
internal static class DeviceMove
{
    /// <summary>Call before its new group is set.</summary>
    /// <returns>The groups whose sums are other ones now; none when it is and was where it is said to be.</returns>
    public static IReadOnlyList<int> Take(EmsDbContext db, Device device, int groupId, IReadOnlyCollection<(DateOnly Until, int GroupId)> past)
    {
        int[] before = [device.GroupId, .. device.PastGroups.Select(p => p.GroupId)];
        var isOther = device.WasIn(past);
        // The device's own row is what tells an edit made on an older state, so it has to change too.
        if (isOther) db.Entry(device).Property(d => d.Name).IsModified = true;
        return isOther || device.GroupId != groupId ? [.. before.Append(groupId).Concat(past.Select(p => p.GroupId)).Distinct()] : [];
    }
}
