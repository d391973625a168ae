using System.ComponentModel.DataAnnotations;

namespace Sample;

/// <summary>What stands below <c>Customers:sample</c>.</summary>
public sealed class SampleSettings
{
    /// <summary>Where notes about critical alarms go.</summary>
    [Required]
    public Uri? WebhookUrl { get; set; }

    /// <summary>What a kWh beyond the quota costs, in <see cref="Currency"/>.</summary>
    [Range(0d, 100d)]
    public decimal PenaltyPerKwh { get; set; } = 0.35m;

    /// <summary>ISO 4217 code.</summary>
    [StringLength(3, MinimumLength = 3, ErrorMessage = "a currency's code of three letters")]
    public string Currency { get; set; } = "EUR";
}
