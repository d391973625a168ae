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

    public static string ToText<TEnum>(TEnum value) where TEnum : struct, Enum =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public static TEnum Parse<TEnum>(string text) where TEnum : struct, Enum =>
        Enum.GetValues<TEnum>().First(v => ToText(v) == text);
}
