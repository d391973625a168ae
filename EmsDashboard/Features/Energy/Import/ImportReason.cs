using System.Globalization;
using System.Resources;

namespace EmsDashboard.Features.Energy.Import;

/// <summary>Why a row or file is refused, or what is worth a note: a stable code and the facts its sentence names.</summary>
/// <param name="Code">snake_case; part of the report's outside contract and key of the sentence in ImportText.resx.</param>
public sealed record ImportReason(string Code, params object[] Facts)
{
    private static readonly ResourceManager Sentences = new(typeof(ImportReason).Namespace + ".ImportText", typeof(ImportReason).Assembly);

    /// <summary>The sentence in a language; English where there is no other.</summary>
    public string In(CultureInfo culture) =>
        string.Format(culture, Sentences.GetString(Code, culture) ?? throw new MissingManifestResourceException(Code), Facts);

    /// <summary>The sentence in English, for the command line and other machines.</summary>
    public string InEnglish => In(CultureInfo.InvariantCulture);
}
