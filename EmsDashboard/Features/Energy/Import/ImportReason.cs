using System.Collections.Concurrent;
using System.Globalization;
using System.Resources;

namespace EmsDashboard.Features.Energy.Import;

/// <summary>Why a row or file is refused, or what is worth a note: a stable code and the facts its sentence names.</summary>
/// <param name="Code">snake_case; part of the report's outside contract and key of the sentence in <see cref="Sentences"/>.</param>
public sealed record ImportReason(string Code, params object[] Facts)
{
    private const string Own = "EmsDashboard.Features.Energy.Import.ImportText";
    private static readonly ConcurrentDictionary<string, ResourceManager> Resources = new(StringComparer.Ordinal);

    /// <summary>Base name of the resource that words the code: a slice may have its own words for what it imports.</summary>
    public string Sentences { get; init; } = Own;

    /// <summary>The sentence in a language; English where there is no other.</summary>
    public string In(CultureInfo culture) =>
        string.Format(culture, Resources.GetOrAdd(Sentences, name => new ResourceManager(name, typeof(ImportReason).Assembly)).GetString(Code, culture)
            ?? throw new MissingManifestResourceException(Code), Facts);

    /// <summary>The sentence in English, for the command line and other machines.</summary>
    public string InEnglish => In(CultureInfo.InvariantCulture);
}
