namespace EmsDashboard.Features.Energy.Import;

/// <summary>Which days of which devices were already read: a bit a day, so that the memory a file needs does not grow with its rows.</summary>
internal sealed class SeenDays
{
    private readonly Dictionary<(int DeviceId, int Year), ulong[]> _years = [];
    private (int DeviceId, int Year) _lastKey;
    private ulong[]? _last;

    /// <summary>False when the day was there already.</summary>
    public bool Add(int deviceId, DateOnly day)
    {
        var key = (deviceId, day.Year);
        if (_last is null || key != _lastKey)
        {
            if (!_years.TryGetValue(key, out _last)) _years[key] = _last = new ulong[6];
            _lastKey = key;
        }

        ref var word = ref _last[day.DayOfYear / 64];
        var bit = 1UL << (day.DayOfYear % 64);
        if ((word & bit) != 0) return false;
        word |= bit;
        return true;
    }
}
