using System.Globalization;

namespace EmsDashboard.Features.Quotas.Domain;

/// <summary>Why a quota or a whole run could not be judged, or what was put right: a code that stays the same, and the facts its sentence names.</summary>
/// <param name="Code">snake_case, and key of the sentence in every language.</param>
public sealed record CheckReason(string Code, params IReadOnlyList<string> Facts)
{
    public static readonly CheckReason Locked = new("locked");
    public static readonly CheckReason Stopped = new("stopped");
    public static readonly CheckReason ProcessEnded = new("process_ended");

    public static CheckReason TargetGone(QuotaScope scope, string? target) => new(scope == QuotaScope.Device ? "device_gone" : "group_gone", target ?? "");
    public static CheckReason UnknownEnergyType(string type) => new("unknown_energy_type", type);
    public static CheckReason MeasuresOther(string? device, string measured, string wanted) => new("measures_other", device ?? "", measured, wanted);
    public static CheckReason UnknownUnit(string unit) => new("unknown_unit", unit);
    public static CheckReason UnreadableVersion(int number, string what) => new("unreadable_version", Text(number), what);
    public static CheckReason OtherDimension(string energyType, string unit) => new("other_dimension", energyType, unit);
    public static CheckReason UnknownZone(string zone) => new("unknown_zone", zone);

    /// <summary>A record that nothing had marked was wrong.</summary>
    public static CheckReason PutRight(DateOnly start, decimal was, string oldUnit, decimal found, string unit) =>
        new("put_right", Text(start), Text(was), oldUnit, Text(found), unit);

    /// <summary>What nothing had marked had no record.</summary>
    public static CheckReason WasMissing(DateOnly start) => new("was_missing", Text(start));

    /// <summary>What somebody else said, in their words.</summary>
    public static CheckReason Other(string message) => new("other", message);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    private static string Text(decimal amount) => amount.ToString("0.#########", CultureInfo.InvariantCulture);

    public bool Equals(CheckReason? other) => other is not null && Code == other.Code && Facts.SequenceEqual(other.Facts);

    public override int GetHashCode() => Facts.Aggregate(Code.GetHashCode(StringComparison.Ordinal), HashCode.Combine);
}

/// <summary>A stored version says what no version says; it was not written by this product.</summary>
public sealed class UnreadableVersionException(CheckReason reason) : FormatException(reason.Code)
{
    public CheckReason Reason { get; } = reason;
}
