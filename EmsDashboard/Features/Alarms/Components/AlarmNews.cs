namespace EmsDashboard.Features.Alarms.Components;

/// <summary>
/// Which alarms are news to somebody who looks at a page. What is there when they come is not; after that each critical alarm is told
/// once, however often it goes away and comes back.
/// </summary>
internal sealed class AlarmNews
{
    private HashSet<long>? _told;

    /// <summary>Those of the critical alarms that wait which have not been told.</summary>
    public IReadOnlyList<long> Take(IReadOnlyList<long> critical)
    {
        if (_told is null)
        {
            _told = [.. critical];
            return [];
        }

        return [.. critical.Where(_told.Add)];
    }
}
