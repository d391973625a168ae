namespace EmsDashboard.Benchmarks.Scale;

/// <summary>How large a made-up estate is.</summary>
/// <param name="Days">Days of data of each device, up to yesterday.</param>
internal sealed record ScaleSize(string Name, int Devices, int Days, int Quotas)
{
    public static readonly ScaleSize S = new("S", 1_000, 365, 1_000), M = new("M", 10_000, 730, 10_000), L = new("L", 50_000, 730, 20_000);

    public static ScaleSize Of(string name) => name.ToUpperInvariant() switch
    {
        "S" => S,
        "M" => M,
        "L" => L,
        _ => throw new ArgumentException($"No size '{name}'. Known: S, M, L.", nameof(name)),
    };

    public override string ToString() => $"{Name}: {Devices:n0} devices × {Days:n0} days, {Quotas:n0} quotas";
}
