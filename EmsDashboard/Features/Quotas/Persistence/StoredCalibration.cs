using EmsDashboard.Features.Quotas.Domain.Forecasting;

namespace EmsDashboard.Features.Quotas.Persistence;

/// <summary>A quota's calibration as a row holds it: what one night found out, for the checks of the next day.</summary>
public sealed class StoredCalibration
{
    private StoredCalibration() { }

    internal StoredCalibration(int quotaId, ForecastCalibration calibration, DateTimeOffset at)
    {
        QuotaId = quotaId;
        DataThrough = calibration.Through;
        WeekdayWeights = [.. calibration.Profile.Weights];
        Method = calibration.Method;
        (Linear, Seasonal) = (Pack(calibration.Of(ForecastMethod.Linear)), Pack(calibration.Of(ForecastMethod.Seasonal)));
        CalculatedAt = at;
    }

    public int QuotaId { get; private set; }
    public DateOnly? DataThrough { get; private set; }

    /// <summary>Seven, Sunday first, mean 1.</summary>
    public double[] WeekdayWeights { get; private set; } = null!;

    /// <summary>The better one of the past.</summary>
    public ForecastMethod Method { get; private set; }

    /// <summary>Periods tried, median error in percent (not a number without one), then share, low and high of each band: <see cref="ErrorBand"/>.</summary>
    public double[] Linear { get; private set; } = null!;

    /// <inheritdoc cref="Linear"/>
    public double[] Seasonal { get; private set; } = null!;
    public DateTimeOffset CalculatedAt { get; private set; }

    internal static ForecastCalibration Read(DateOnly? through, double[] weights, ForecastMethod method, double[] linear, double[] seasonal) =>
        new(through, new WeekdayProfile(weights), method, [Unpack(ForecastMethod.Linear, linear), Unpack(ForecastMethod.Seasonal, seasonal)]);

    private static double[] Pack(MethodCalibration method) =>
        [method.Periods, method.MedianErrorPct ?? double.NaN, .. method.Bands.SelectMany(b => new[] { b.Share, b.Low, b.High })];

    private static MethodCalibration Unpack(ForecastMethod method, double[] numbers)
    {
        var bands = new ErrorBand[(numbers.Length - 2) / 3];
        for (var i = 0; i < bands.Length; i++) bands[i] = new ErrorBand(numbers[2 + (3 * i)], numbers[3 + (3 * i)], numbers[4 + (3 * i)]);
        return new MethodCalibration(method, (int)numbers[0], double.IsNaN(numbers[1]) ? null : numbers[1], bands);
    }
}
