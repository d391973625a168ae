using System.Globalization;

namespace EmsDashboard.Shared.Gauges;

/// <summary>
/// The drawing of the gauge: viewBox 0 0 200 176, centre (100, 98), 2.4 degrees a per cent clockwise from −150 degrees, so that 100 % is exactly 3 o'clock and the scale
/// ends at 125 %. Pure arithmetic; colours and order of painting are the component's.
/// </summary>
public static class GaugeGeometry
{
    public const double CentreX = 100;
    public const double CentreY = 98;
    public const double ArcRadius = 76;
    public const double RimRadius = 91;

    /// <summary>Last per cent of the scale.</summary>
    public const double ScaleEnd = 125;

    private const double IntervalRadius = 63;
    private const double NarrowestInterval = 8;

    private const double StartAngle = -150;
    private const double DegreesPerCent = 2.4;

    /// <summary>Even nothing is a visible sliver: 1.2 degrees, half a per cent.</summary>
    private const double SliverPercent = 0.5;

    /// <summary>Degrees clockwise from the top.</summary>
    public static double Angle(decimal percent) => StartAngle + DegreesPerCent * Math.Clamp((double)percent, 0, ScaleEnd);

    public static (double X, double Y) Point(double radius, double angle)
    {
        var radians = angle * Math.PI / 180;
        return (CentreX + radius * Math.Sin(radians), CentreY - radius * Math.Cos(radians));
    }

    /// <summary>An arc between two shares of the quota.</summary>
    public static string Arc(double radius, decimal from, decimal to) => ArcBetween(radius, Angle(from), Angle(to));

    /// <summary>The used share: at least a sliver, at most to the end of the scale.</summary>
    public static string Actual(decimal rate) => Arc(ArcRadius, 0, Math.Max(rate, (decimal)SliverPercent));

    /// <summary>
    /// Dash offset that leaves exactly the used share visible of a path over the whole scale with pathLength 125. Drawn so, a changed value moves the arc's end
    /// by itself; the shape is that of <see cref="Actual"/>.
    /// </summary>
    public static string ActualOffset(decimal rate) => Number(ScaleEnd - Math.Clamp((double)rate, SliverPercent, ScaleEnd));

    /// <summary>Inner and outer edge of the hatched part between the used and the expected share.</summary>
    public static string AheadEdges(decimal from, decimal to) => Arc(69.5, from, to) + Arc(82.5, from, to);

    /// <summary>The interval with its caps; nothing when it is narrower than 8 degrees, where only the dot is drawn.</summary>
    public static string? Interval(decimal low, decimal high) => Angle(high) - Angle(low) < NarrowestInterval
        ? null
        : Arc(IntervalRadius, low, high) + Tick(low, 60.5, 65.5) + Tick(high, 60.5, 65.5);

    /// <summary>Middle of the dot at the expected share.</summary>
    public static (string X, string Y) IntervalDot(decimal value)
    {
        var (x, y) = Point(IntervalRadius, Angle(value));
        return (Number(x), Number(y));
    }

    /// <summary>A radial tick.</summary>
    public static string Tick(decimal percent, double innerRadius, double outerRadius) => RadialLine(Angle(percent), innerRadius, outerRadius);

    /// <summary>The triangle on the rim that says how much of the period is over; its tip touches the arc.</summary>
    public static string ElapsedMarker(decimal elapsed)
    {
        var angle = Angle(Math.Clamp(elapsed, 0, 100));
        var tip = Point(85.5, angle);
        var left = Point(94.5, angle - 3.6);
        var right = Point(94.5, angle + 3.6);
        return $"M{Pair(tip)}L{Pair(left)}L{Pair(right)}Z";
    }

    /// <summary>True when the scale does not reach as far as the use.</summary>
    public static bool IsOffScale(decimal rate) => rate > (decimal)ScaleEnd;

    /// <summary>The arrow beyond the end of the scale.</summary>
    public static string OffScalePoint()
    {
        var inner = Point(69, 150);
        var tip = Point(76, 158);
        var outer = Point(83, 150);
        return $"M{Pair(inner)}L{Pair(tip)}L{Pair(outer)}Z";
    }

    /// <summary>Two slanted cuts in the arc: here the scale is broken.</summary>
    public static string OffScaleCuts() =>
        $"M{Pair(Point(67, 137))}L{Pair(Point(85, 140.5))}M{Pair(Point(67, 141.5))}L{Pair(Point(85, 145))}";

    private static string ArcBetween(double radius, double from, double to)
    {
        var large = to - from > 180 ? 1 : 0;
        return string.Create(CultureInfo.InvariantCulture, $"M{Pair(Point(radius, from))}A{radius:0.##} {radius:0.##} 0 {large} 1 {Pair(Point(radius, to))}");
    }

    private static string RadialLine(double angle, double innerRadius, double outerRadius) => $"M{Pair(Point(innerRadius, angle))}L{Pair(Point(outerRadius, angle))}";

    private static string Pair((double X, double Y) point) => $"{Number(point.X)} {Number(point.Y)}";

    /// <summary>Two decimals are a hundredth of a pixel at the largest size; more only makes the page longer.</summary>
    internal static string Number(double value)
    {
        var text = Math.Round(value, 2, MidpointRounding.AwayFromZero).ToString("0.##", CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text;
    }
}
