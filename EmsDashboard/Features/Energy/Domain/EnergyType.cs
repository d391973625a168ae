namespace EmsDashboard.Features.Energy.Domain;

/// <summary>
/// A kind of energy or medium that is metered. The catalogue is closed: a file that names another code is refused,
/// because a type nobody knows has no canonical unit to add amounts in.
/// </summary>
/// <param name="Code">Stable lower-case code used in files, the database and the address bar.</param>
/// <param name="CanonicalUnit">Unit every stored amount of this type is in.</param>
public sealed record EnergyType(string Code, Unit CanonicalUnit)
{
    public static readonly EnergyType Electricity = new("electricity", Unit.KilowattHour);
    public static readonly EnergyType Gas = new("gas", Unit.KilowattHour);
    public static readonly EnergyType Heat = new("heat", Unit.KilowattHour);
    public static readonly EnergyType Cooling = new("cooling", Unit.KilowattHour);
    public static readonly EnergyType Steam = new("steam", Unit.KilowattHour);
    public static readonly EnergyType Water = new("water", Unit.CubicMetre);
    public static readonly EnergyType CompressedAir = new("compressed_air", Unit.CubicMetre);

    /// <summary>All known types in the order lists show them.</summary>
    public static readonly IReadOnlyList<EnergyType> All = [Electricity, Gas, Heat, Cooling, Steam, Water, CompressedAir];

    private static readonly Dictionary<string, EnergyType> ByCode = All.ToDictionary(t => t.Code, StringComparer.Ordinal);

    /// <summary>The type with exactly this code, or null.</summary>
    public static EnergyType? Find(string code) => ByCode.GetValueOrDefault(code);

    /// <summary>The type with exactly this code.</summary>
    /// <exception cref="ArgumentException">No such type; the message lists the known codes.</exception>
    public static EnergyType Get(string code) => Find(code)
        ?? throw new ArgumentException($"Unknown energy type '{code}'. Known: {string.Join(", ", All.Select(t => t.Code))}.", nameof(code));

    public override string ToString() => Code;
}
