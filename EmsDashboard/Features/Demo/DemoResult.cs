using System.Globalization;
using System.Text.Json.Serialization;

namespace EmsDashboard.Features.Demo;

[JsonConverter(typeof(JsonStringEnumConverter<DemoOutcome>))]
internal enum DemoOutcome
{
    [JsonStringEnumMemberName("created")]
    Created,

    /// <summary>It was there before; nothing was changed.</summary>
    [JsonStringEnumMemberName("already_there")]
    AlreadyThere,

    /// <summary>The database holds other data; nothing was changed.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,
}

/// <summary>What came of asking for the demo estate. The counts are 0 unless it was created.</summary>
internal sealed record DemoResult(DemoOutcome Outcome, int Groups = 0, int Devices = 0, int EnergyRows = 0, int Quotas = 0, int Alarms = 0, long ElapsedMs = 0)
{
    public string Describe() => Outcome switch
    {
        DemoOutcome.Created => string.Create(CultureInfo.InvariantCulture,
            $"Demo estate created in {ElapsedMs / 1000.0:0.0} s: {Devices} meters in {Groups} groups, {EnergyRows} daily rows, {Quotas} quotas, {Alarms} alarms."),
        DemoOutcome.AlreadyThere => "The demo estate is already there; nothing was changed.",
        _ => "Refused: this database holds other data. The demo estate needs an empty database of its own; nothing was changed.",
    };
}
