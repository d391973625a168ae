namespace EmsDashboard.Features.Demo.Domain;

/// <summary>Days that never arrived: single ones everywhere, and here and there a week while a gateway was down.</summary>
internal sealed class DemoGaps(Noise noise)
{
    public bool IsMissing(DemoDevice device, DateOnly day)
    {
        if (noise.Uniform($"{device.Code} day", day.DayNumber) < 0.004) return true;
        // A quarter of a year is drawn as a whole: one in twelve has an outage of four to ten days somewhere inside it.
        const int quarter = 91;
        var (number, offset) = Math.DivRem(day.DayNumber, quarter);
        if (noise.Uniform($"{device.Code} outage", number) >= 1 / 12.0) return false;
        var length = 4 + (int)(7 * noise.Uniform($"{device.Code} length", number));
        var start = (int)((quarter - length) * noise.Uniform($"{device.Code} start", number));
        return offset >= start && offset < start + length;
    }
}
