using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace EmsDashboard.Infrastructure.Persistence;

/// <summary>Enumerations are stored as snake_case text: readable in psql, stable when a member moves.</summary>
internal static class SnakeCaseEnum
{
    extension<TEnum>(PropertyBuilder<TEnum> property) where TEnum : struct, Enum
    {
        public PropertyBuilder<TEnum> HasSnakeCaseConversion() =>
            property.HasConversion(new ValueConverter<TEnum, string>(v => ToText(v), v => Parse<TEnum>(v))).HasMaxLength(32);
    }

    extension<TEnum>(PropertyBuilder<TEnum?> property) where TEnum : struct, Enum
    {
        public PropertyBuilder<TEnum?> HasSnakeCaseConversion() =>
            property.HasConversion(new ValueConverter<TEnum, string>(v => ToText(v), v => Parse<TEnum>(v))).HasMaxLength(32);
    }

    public static string ToText<TEnum>(TEnum value) where TEnum : struct, Enum => Names<TEnum>.Texts[value];

    /// <exception cref="KeyNotFoundException">No value is written so.</exception>
    public static TEnum Parse<TEnum>(string text) where TEnum : struct, Enum => Names<TEnum>.Values[text];

    /// <summary>Made once for each enumeration: a check of ten thousand quotas reads and writes a hundred thousand of them.</summary>
    private static class Names<TEnum> where TEnum : struct, Enum
    {
        public static readonly FrozenDictionary<TEnum, string> Texts = Enum.GetValues<TEnum>().ToFrozenDictionary(v => v, v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()));
        public static readonly FrozenDictionary<string, TEnum> Values = Texts.ToFrozenDictionary(t => t.Value, t => t.Key, StringComparer.Ordinal);
    }
}
