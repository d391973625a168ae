using EmsDashboard.Features.Quotas.Domain;

namespace EmsDashboard.Features.Quotas.Administration;

/// <summary>A threshold as it stands in the editor's fields.</summary>
public sealed class ThresholdDraft
{
    public ThresholdBasis Basis { get; set; }
    public ThresholdKind Kind { get; set; }
    public string? Level { get; set; }
    public ThresholdSeverity Severity { get; set; }

    /// <summary>Empty for the installation's margin.</summary>
    public string? Margin { get; set; }
    public string? Checks { get; set; } = "1";

    /// <summary>Whether its numbers are numbers.</summary>
    public bool IsReadable => QuotaEditorDraft.Number(Level) is not null && (string.IsNullOrWhiteSpace(Margin) || QuotaEditorDraft.Number(Margin) is not null)
        && int.TryParse(Checks, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out _);

    public static ThresholdDraft Of(QuotaThreshold threshold) => new()
    {
        Basis = threshold.Basis, Kind = threshold.Kind, Level = QuotaEditorDraft.Text(threshold.Level), Severity = threshold.Severity,
        Margin = threshold.RecoveryMargin is { } margin ? QuotaEditorDraft.Text(margin) : null, Checks = QuotaEditorDraft.Text(threshold.MinChecks),
    };

    /// <summary>What <see cref="IsReadable"/> says can be read; the rest is 0.</summary>
    public QuotaThreshold ToThreshold() => new(Basis, Kind, QuotaEditorDraft.Number(Level) ?? 0, Severity,
        string.IsNullOrWhiteSpace(Margin) ? null : QuotaEditorDraft.Number(Margin), (int)(QuotaEditorDraft.Number(Checks) ?? 1));
}
