using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Shared.Time;

namespace EmsDashboard.Features.Energy;

/// <summary>What can be said about a group or meter without looking at the others; the same limits as files have.</summary>
internal static class CatalogueRules
{
    public static void CheckGroup(GroupEdit edit, List<EditProblem> problems)
    {
        Text(edit.Code, nameof(edit.Code), 64, required: true, problems);
        Text(edit.Name, nameof(edit.Name), 200, required: true, problems);
    }

    public static void CheckDevice(DeviceEdit edit, List<EditProblem> problems)
    {
        Text(edit.Code, nameof(edit.Code), 64, required: true, problems);
        Text(edit.Name, nameof(edit.Name), 200, required: true, problems);
        Text(edit.Site, nameof(edit.Site), 200, required: false, problems);
        Text(edit.SourceId, nameof(edit.SourceId), 200, required: false, problems);
        var type = EnergyType.Find(edit.EnergyType ?? "");
        if (type is null) problems.Add(new(nameof(edit.EnergyType), "unknown_energy_type", string.Join(", ", EnergyType.All)));
        var unit = Unit.Find(edit.Unit ?? "");
        if (unit is null) problems.Add(new(nameof(edit.Unit), "unknown_unit", string.Join(", ", Unit.All)));
        else if (type is not null && unit.Dimension != type.CanonicalUnit.Dimension)
            problems.Add(new(nameof(edit.Unit), "unit_of_other_dimension", unit.Symbol, type.Code));
        if (!IanaZones.IsKnown(edit.TimeZone)) problems.Add(new(nameof(edit.TimeZone), "unknown_time_zone"));
        if (edit.AreaM2 < 0) problems.Add(new(nameof(edit.AreaM2), "not_zero_or_more"));
        if (edit.AreaM2 is { } area && decimal.Round(area, 3) != area) problems.Add(new(nameof(edit.AreaM2), "too_many_decimals", 3));
        if (edit.AreaM2 >= 1_000_000_000_000_000m) problems.Add(new(nameof(edit.AreaM2), "out_of_range", 15));
        if (edit.Floors < 0) problems.Add(new(nameof(edit.Floors), "not_zero_or_more"));
        if (edit.Floors >= 10_000) problems.Add(new(nameof(edit.Floors), "out_of_range", 4));
        if (edit.FirstDate > edit.LastDate) problems.Add(new(nameof(edit.LastDate), "dates_reversed"));
        if (edit.KnownGaps.FirstOrDefault(g => g.First > g.Last) is { } reversed) problems.Add(new(nameof(edit.KnownGaps), "gap_reversed", $"{reversed.First:yyyy-MM-dd}"));
        else if (edit.KnownGaps.FirstOrDefault(g => g.First < edit.FirstDate || g.Last > edit.LastDate) is { } outside)
            problems.Add(new(nameof(edit.KnownGaps), "gap_outside_service", outside.ToString()));
    }

    /// <param name="today">In the device's time zone.</param>
    public static void CheckPastGroups(IReadOnlyList<PastGroup> past, DateOnly today, List<EditProblem> problems)
    {
        const string field = nameof(DeviceEdit.PastGroups);
        if (past.Any(p => p.Until < PastGroup.Earliest || p.Group.Length == 0)) problems.Add(new(field, "past_group_incomplete"));
        else if (past.GroupBy(p => p.Until).FirstOrDefault(g => g.Count() > 1) is { } repeated) problems.Add(new(field, "past_group_repeated", $"{repeated.Key:yyyy-MM-dd}"));
        if (past.FirstOrDefault(p => p.Until > today) is { } ahead) problems.Add(new(field, "past_group_ahead", $"{ahead.Until:yyyy-MM-dd}"));
    }

    private static void Text(string? text, string field, int maxLength, bool required, List<EditProblem> problems)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            if (required) problems.Add(new(field, "required"));
        }
        else if (text.Length > maxLength)
        {
            problems.Add(new(field, "too_long", maxLength));
        }
        else if (text.Any(char.IsControl))
        {
            problems.Add(new(field, "control_character"));
        }
        else if (field == "Code" && text.Trim().Length != text.Length)
        {
            problems.Add(new(field, "blanks_around"));
        }
    }
}
