namespace EmsDashboard.Features.Quotas.Domain.Forecasting;

internal static class Quantile
{
    /// <summary>Sorts the values; at least one.</summary>
    public static double Median(Span<double> values) => Of(values, 0.5);

    /// <summary>Sorts the values; linear between the two nearest, the (n − 1)·p-th of them.</summary>
    /// <param name="share">0 to 1; outside the smallest or largest.</param>
    public static double Of(Span<double> values, double share)
    {
        values.Sort();
        var at = Math.Clamp(share, 0, 1) * (values.Length - 1);
        var low = (int)at;
        return low + 1 < values.Length ? values[low] + (at - low) * (values[low + 1] - values[low]) : values[low];
    }
}
