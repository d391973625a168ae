namespace EmsDashboard.Shared.Gauges;

/// <summary>The same reading on a line 120 × 18: x is the share over 125 of the width.</summary>
public static class BulletGeometry
{
    public const double Width = 120;

    /// <summary>Where the quota ends and the tail begins.</summary>
    public static readonly double QuotaX = X(100);

    public static double X(decimal percent) => Math.Clamp((double)percent, 0, GaugeGeometry.ScaleEnd) / GaugeGeometry.ScaleEnd * Width;

    public static string Text(double value) => GaugeGeometry.Number(value);
}
