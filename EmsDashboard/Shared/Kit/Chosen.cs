using Microsoft.AspNetCore.Components;

namespace EmsDashboard.Shared.Kit;

/// <summary>What was chosen in a list whose first entry, of no value, leaves the choice open.</summary>
internal static class Chosen
{
    /// <returns>Null for the first entry.</returns>
    public static string? Text(this ChangeEventArgs change) => change.Value is string value && !string.IsNullOrWhiteSpace(value) ? value : null;

    /// <returns>Null for the first entry, and for a name that <typeparamref name="T"/> does not have.</returns>
    public static T? One<T>(this ChangeEventArgs change) where T : struct, Enum => Enum.TryParse<T>(change.Text(), out var value) ? value : null;
}
