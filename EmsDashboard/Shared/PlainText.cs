using System.Globalization;
using System.Text;

namespace EmsDashboard.Shared;

/// <summary>Reads numbers and dates as machines write them and guesses nothing: plain ASCII digits, a point, ISO dates.</summary>
internal static class PlainText
{
    /// <summary>
    /// Reads <c>-?digits(.digits)?</c> exactly. Trailing zeros behind the point do not count as decimals.
    /// False for anything else: signs, exponents, thousands marks, other digits, more than 15 digits before the point.
    /// </summary>
    public static bool TryReadDecimal(ReadOnlySpan<char> text, out decimal value, out int decimals)
    {
        value = 0;
        decimals = 0;
        var negative = text is ['-', ..];
        var digits = negative ? text[1..] : text;
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? [] : digits[(point + 1)..];
        if (whole.IsEmpty || (point >= 0 && fraction.IsEmpty)) return false;
        if (whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9')) return false;

        fraction = fraction.TrimEnd('0');
        whole = whole.TrimStart('0');
        // 15 + 12 digits fit a decimal; what has more is refused, never rounded.
        decimals = fraction.Length;
        if (whole.Length > 15 || decimals > 12) return false;
        value = Digits(whole);
        if (decimals > 0) value += Digits(fraction) * Scale(decimals);
        if (negative) value = -value;
        return true;

        static decimal Digits(ReadOnlySpan<char> span)
        {
            long number = 0;
            foreach (var digit in span) number = (number * 10) + (digit - '0');
            return number;
        }

        static decimal Scale(int decimals) => new(1, 0, 0, false, (byte)decimals);
    }

    /// <summary>Reads <c>YYYY-MM-DD</c> of a day that exists.</summary>
    public static bool TryReadDate(ReadOnlySpan<char> text, out DateOnly date)
    {
        date = default;
        if (text.Length != 10 || text[4] != '-' || text[7] != '-') return false;
        if (!TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..], out var day)) return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        date = new DateOnly(year, month, day);
        return true;

        static bool TryDigits(ReadOnlySpan<char> span, out int number)
        {
            number = 0;
            foreach (var digit in span)
            {
                if (!char.IsAsciiDigit(digit)) return false;
                number = (number * 10) + (digit - '0');
            }

            return true;
        }
    }

    /// <summary>
    /// A foreign value made fit to show: control, format and direction characters written as <c>\uXXXX</c>, cut at
    /// <paramref name="length"/> characters.
    /// </summary>
    public static string Show(ReadOnlySpan<char> text, int length = 60)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= length) return shown.Append('…').ToString();
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse)
                shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
            else
                shown.Append(rune);
        }

        return shown.ToString();
    }
}
