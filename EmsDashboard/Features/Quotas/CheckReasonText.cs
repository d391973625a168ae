using System.Globalization;
using System.Resources;
using EmsDashboard.Features.Quotas.Domain;

namespace EmsDashboard.Features.Quotas;

/// <summary>The sentences of <see cref="CheckReason"/>.</summary>
public static class CheckReasonText
{
    private static readonly ResourceManager Sentences = new("EmsDashboard.Features.Quotas.CheckReasonText", typeof(CheckReasonText).Assembly);

    /// <summary>The sentence in a language; English where there is no other.</summary>
    public static string In(this CheckReason reason, CultureInfo culture) =>
        string.Format(culture, Sentences.GetString(reason.Code, culture) ?? throw new MissingManifestResourceException(reason.Code), [.. reason.Facts]);

    /// <summary>The sentence in English, for the command line, the log and other machines.</summary>
    public static string InEnglish(this CheckReason reason) => reason.In(CultureInfo.InvariantCulture);
}
