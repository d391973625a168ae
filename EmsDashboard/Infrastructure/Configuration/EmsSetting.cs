using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using EmsDashboard.Infrastructure.Time;
using EmsDashboard.Shared;

namespace EmsDashboard.Infrastructure.Configuration;

/// <summary>A key that may stand under <c>Ems</c>, and what may stand there.</summary>
/// <param name="Key">Full path with colons.</param>
/// <param name="Allowed">Completes the sentence "allowed is …".</param>
internal sealed record EmsSetting(string Key, string Allowed, Func<string, bool> Accepts)
{
    /// <summary>Reads type and annotations off an options class's property.</summary>
    public static EmsSetting Of(string section, PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var rules = property.GetCustomAttributes<ValidationAttribute>().Where(rule => rule is not RequiredAttribute).ToArray();
        return new EmsSetting($"{section}:{property.Name}", Describe(type, rules),
            text => Parse(type, text) is { } value && rules.All(rule => rule.IsValid(value)));
    }

    /// <summary>Whether a value of this type can be read from a text.</summary>
    public static bool CanRead(Type type) => type == typeof(DateTimeOffset) || type == typeof(DateOnly) || TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string));

    /// <summary>The value that the text says, or null when it says none of this type.</summary>
    public static object? Parse(Type type, string text)
    {
        // A path alone would be an address too, of a file.
        if (type == typeof(Uri)) return text.Contains(Uri.SchemeDelimiter, StringComparison.Ordinal) && Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : null;
        if (type.IsEnum) return Enum.GetNames(type).FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name ? Enum.Parse(type, name) : null;
        if (type == typeof(DateTimeOffset))
            return InstantText.TryRead(text, out var instant) ? instant : null;
        if (type == typeof(DateOnly))
            return PlainText.TryReadDate(text, out var day) ? day : null;
        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);
        }
        catch (Exception error) when (error is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            return null;
        }
    }

    private static string Describe(Type type, ValidationAttribute[] rules)
    {
        var number = type == typeof(int) || type == typeof(long) ? "a whole number" : "a number";
        return rules.FirstOrDefault() switch
        {
            RangeAttribute range => string.Create(CultureInfo.InvariantCulture, $"{number} from {range.Minimum} to {range.Maximum}"),
            AllowedValuesAttribute values => string.Join(" or ", values.Values),
            { ErrorMessage: { } words } => words,
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(DateTimeOffset) => InstantText.Allowed,
            _ when type == typeof(DateOnly) => "a date such as 2020-12-31",
            _ when type == typeof(string) => "a text",
            _ when type == typeof(Uri) => "an address such as https://host.example/path",
            _ when type == typeof(TimeSpan) => "a time span such as 00:00:30",
            _ when type.IsEnum => string.Join(" or ", Enum.GetNames(type)),
            _ => number,
        };
    }
}
