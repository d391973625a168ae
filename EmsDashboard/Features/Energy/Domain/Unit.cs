namespace EmsDashboard.Features.Energy.Domain;

/// <summary>
/// A unit of energy or volume. One of it is <see cref="Numerator"/>/<see cref="Denominator"/> of the canonical unit of its
/// dimension (kWh or m³), kept as a fraction because a gigajoule is 2500/9 kWh and no decimal holds that.
/// </summary>
/// <param name="Symbol">As written in files and shown beside numbers.</param>
public sealed record Unit(string Symbol, Dimension Dimension, long Numerator, long Denominator)
{
    public static readonly Unit WattHour = new("Wh", Dimension.Energy, 1, 1000);
    public static readonly Unit KilowattHour = new("kWh", Dimension.Energy, 1, 1);
    public static readonly Unit MegawattHour = new("MWh", Dimension.Energy, 1000, 1);
    public static readonly Unit GigawattHour = new("GWh", Dimension.Energy, 1_000_000, 1);

    /// <summary>1 kWh is 3.6 MJ by definition, so 1 MJ is 5/18 kWh.</summary>
    public static readonly Unit Megajoule = new("MJ", Dimension.Energy, 5, 18);
    public static readonly Unit Gigajoule = new("GJ", Dimension.Energy, 2500, 9);
    public static readonly Unit Litre = new("L", Dimension.Volume, 1, 1000);
    public static readonly Unit CubicMetre = new("m3", Dimension.Volume, 1, 1);

    public static readonly IReadOnlyList<Unit> All =
        [WattHour, KilowattHour, MegawattHour, GigawattHour, Megajoule, Gigajoule, Litre, CubicMetre];

    private static readonly Dictionary<string, Unit> BySymbol = new(StringComparer.Ordinal)
    {
        ["Wh"] = WattHour, ["kWh"] = KilowattHour, ["MWh"] = MegawattHour, ["GWh"] = GigawattHour, ["MJ"] = Megajoule, ["GJ"] = Gigajoule,
        ["L"] = Litre, ["l"] = Litre, ["m3"] = CubicMetre, ["m³"] = CubicMetre,
    };

    /// <summary>The unit written so, or null. Case counts: mWh is not MWh.</summary>
    public static Unit? Find(string symbol) => BySymbol.GetValueOrDefault(symbol);

    /// <summary>The unit written so.</summary>
    /// <exception cref="ArgumentException">No such unit; the message lists the known symbols.</exception>
    public static Unit Get(string symbol) => Find(symbol)
        ?? throw new ArgumentException($"Unknown unit '{symbol}'. Known: {string.Join(", ", All.Select(u => u.Symbol))}.", nameof(symbol));

    /// <summary>The units an amount of this type may be given in.</summary>
    public static IEnumerable<Unit> For(EnergyType type) => All.Where(u => u.Dimension == type.CanonicalUnit.Dimension);

    /// <summary>This unit's amount in the canonical unit; exact but for joules, which are rounded half to even at <paramref name="decimals"/>.</summary>
    public decimal ToCanonical(decimal amount, int decimals) =>
        Denominator == 1 ? amount * Numerator : Math.Round(amount * Numerator / Denominator, decimals, MidpointRounding.ToEven);

    /// <summary>A canonical amount in this unit, rounded half to even at <paramref name="decimals"/> where the fraction does not end.</summary>
    public decimal FromCanonical(decimal amount, int decimals) =>
        Numerator == 1 ? amount * Denominator : Math.Round(amount * Denominator / Numerator, decimals, MidpointRounding.ToEven);

    /// <summary>How the page writes it: m³, not m3.</summary>
    public string Display => this == CubicMetre ? "m³" : Symbol;

    public override string ToString() => Symbol;
}

public enum Dimension
{
    Energy,
    Volume,
}
