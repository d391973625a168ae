using System.Globalization;

namespace EmsDashboard.Shared.Text;

/// <summary>
/// How numbers, shares, days and ages are written, in English and in Simplified Chinese. Pure: same input, same text, whatever the host's culture.
/// The rules are those of the visual reference, section "Formats".
/// </summary>
public sealed partial class Formats
{
    /// <summary>What stands where there is nothing: a dash, never 0.</summary>
    public const string Nothing = "—";

    /// <summary>Between groups of digits, and between a number and its unit.</summary>
    public const char NarrowSpace = '\u202F';

    /// <summary>Shares and multiples above this are only said to be above it.</summary>
    private const decimal MostTold = 9_999;

    private const char Minus = '\u2212';

    private readonly bool _chinese;

    private Formats(bool chinese) => _chinese = chinese;

    public static Formats English { get; } = new(chinese: false);
    public static Formats Chinese { get; } = new(chinese: true);

    /// <summary>Of the person who looks.</summary>
    public static Formats Current => For(CultureInfo.CurrentUICulture);

    public static Formats For(CultureInfo culture) => culture.TwoLetterISOLanguageName == "zh" ? Chinese : English;

    /// <summary>Narrow groups of three, a point, a true minus; no decimals from 1000, one from 10, else two.</summary>
    public string Amount(decimal value)
    {
        // An exact nothing needs no decimals to say so.
        if (value == 0) return "0";
        var size = Math.Abs(value);
        var text = Grouped(size, size >= 1000 ? 0 : size >= 10 ? 1 : 2);
        // 999.96 would be written 1 000.0: the rounded number decides how many decimals it deserves.
        if (size is < 1000 and >= 999.95m) text = Grouped(size, 0);
        else if (size is < 10 and >= 9.995m) text = Grouped(size, 1);
        return Signed(value, text);
    }

    /// <summary>The amount with its unit, for text without markup; <see cref="Kit.Quantity"/> sets the unit quieter.</summary>
    public string Amount(decimal value, string unit) => $"{Amount(value)}{NarrowSpace}{unit}";

    /// <summary>Every digit there is; for hover and explanations.</summary>
    public string Exact(decimal value)
    {
        var digits = value.ToString("0.#########################", CultureInfo.InvariantCulture);
        var decimals = digits.Contains('.', StringComparison.Ordinal) ? digits.Length - digits.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
        return Signed(value, Grouped(Math.Abs(value), decimals));
    }

    public string Exact(decimal value, string unit) => $"{Exact(value)}{NarrowSpace}{unit}";

    /// <summary>A whole number with groups.</summary>
    public string Count(long value) => Signed(value, Grouped(Math.Abs((decimal)value), 0));

    /// <summary>
    /// A share of the quota with one decimal, without the sign of per cent. If rounding would reach a threshold that the exact rate has not reached,
    /// the digits are cut instead: 79.9994 is 79.9 below a threshold of 80. Above 9,999 it is only said to be above.
    /// </summary>
    public string Share(decimal rate, params ReadOnlySpan<decimal> thresholds) => rate switch
    {
        // A quota of nearly nothing gives thousands of millions of per cent: more digits than the eye reads, and than a gauge holds.
        > MostTold => $">{NarrowSpace}{Grouped(MostTold, 0)}",
        _ => Signed(rate, Grouped(Math.Abs(Shown(rate, 1, thresholds)), 1)),
    };

    /// <summary><see cref="Share"/> with its sign.</summary>
    public string Percent(decimal rate, params ReadOnlySpan<decimal> thresholds) => Share(rate, thresholds) + PercentSign;

    /// <summary>A set limit as somebody entered it: "80 %", "82.5 %".</summary>
    public string Limit(decimal percent) => Exact(percent) + PercentSign;

    /// <summary>Warning and alert threshold: "80 / 100 %".</summary>
    public string Limits(decimal warning, decimal alert) => $"{Exact(warning)} / {Limit(alert)}";

    /// <summary>Without decimals, for cells of a matrix; the rule of thresholds holds.</summary>
    public string WholeShare(decimal rate, params ReadOnlySpan<decimal> thresholds) =>
        rate > MostTold ? $">{NarrowSpace}{Grouped(MostTold, 0)}" : Signed(rate, Grouped(Math.Abs(Shown(rate, 0, thresholds)), 0));

    public string WholePercent(decimal rate, params ReadOnlySpan<decimal> thresholds) => WholeShare(rate, thresholds) + PercentSign;

    /// <summary>How many times the quota: 216.7 is 2.2.</summary>
    public string Times(decimal rate) => (rate / 100) switch
    {
        > MostTold => $">{NarrowSpace}{Grouped(MostTold, 0)}",
        var times => Grouped(Math.Round(times, 1, MidpointRounding.AwayFromZero), times >= 1000 ? 0 : 1),
    };

    private string PercentSign => _chinese ? "%" : $"{NarrowSpace}%";

    private static decimal Shown(decimal rate, int decimals, ReadOnlySpan<decimal> thresholds)
    {
        var rounded = Math.Round(rate, decimals, MidpointRounding.AwayFromZero);
        foreach (var threshold in thresholds)
        {
            if (rate < threshold && rounded >= threshold) return Math.Round(rate, decimals, MidpointRounding.ToNegativeInfinity);
        }

        return rounded;
    }

    private static string Grouped(decimal size, int decimals)
    {
        var rounded = Math.Round(size, decimals, MidpointRounding.AwayFromZero).ToString($"F{decimals}", CultureInfo.InvariantCulture);
        var point = rounded.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? rounded.Length : point;
        for (var i = whole - 3; i > 0; i -= 3) rounded = rounded.Insert(i, NarrowSpace.ToString());
        return rounded;
    }

    // A number that rounds to nothing has no sign: "−0.0" would be a riddle.
    private static string Signed(decimal value, string text) => value < 0 && text.AsSpan().IndexOfAnyInRange('1', '9') >= 0 ? Minus + text : text;
}
