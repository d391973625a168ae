using System.ComponentModel.DataAnnotations;
using System.Reflection;
using EmsDashboard.Infrastructure.Configuration;

namespace EmsDashboard.Features.Hooks.Customers;

/// <summary>The settings of one customer: everything below <c>Customers:KEY</c>, read and checked as the product's own are.</summary>
/// <param name="values">Keys relative to the section.</param>
internal sealed class CustomerSettings(string key, IEnumerable<KeyValuePair<string, string?>> values)
{
    private readonly string _section = $"Customers:{key}";
    private readonly Dictionary<string, EmsSetting> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _missing = [];
    private readonly Dictionary<string, string> _values =
        values.Where(pair => !string.IsNullOrEmpty(pair.Value)).ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong with what was read so far, and with what nothing has read.</summary>
    public IReadOnlyList<string> Problems =>
        [.. SettingProblems.Find(_values.Select(pair => KeyValuePair.Create($"{_section}:{pair.Key}", (string?)pair.Value)), _known.Values, areSecret: true), .. _missing];

    /// <exception cref="InvalidOperationException">A property is of a type that no text can say.</exception>
    public TSettings Read<TSettings>() where TSettings : class, new()
    {
        var settings = new TSettings();
        foreach (var property in typeof(TSettings).GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(p => p.SetMethod is { IsPublic: true }))
        {
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (!EmsSetting.CanRead(type)) throw new InvalidOperationException($"{typeof(TSettings).Name}.{property.Name} is of type {type.Name}, and no text in a configuration can say that.");
            var setting = EmsSetting.Of(_section, property);
            _known[property.Name] = setting;
            if (!_values.TryGetValue(property.Name, out var text))
            {
                if (property.IsDefined(typeof(RequiredAttribute)) && property.GetValue(settings) is null or "") _missing.Add($"{setting.Key} is not set; allowed is {setting.Allowed}.");
            }
            else if (setting.Accepts(text))
            {
                property.SetValue(settings, EmsSetting.Parse(type, text));
            }
        }

        return settings;
    }
}
