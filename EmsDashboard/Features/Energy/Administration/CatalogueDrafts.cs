using EmsDashboard.Features.Energy.Domain;

namespace EmsDashboard.Features.Energy.Administration;

/// <summary>What somebody is typing about a group.</summary>
public sealed class GroupDraft
{
    public bool IsNew { get; init; }

    /// <summary>Version of the group that this began from; nothing for a new one.</summary>
    public long Version { get; set; }
    public string Code { get; set; } = "";
    public string Name { get; set; } = "";

    /// <summary>Empty for a root.</summary>
    public string ParentCode { get; set; } = "";

    public GroupEdit ToEdit() => new(Code.Trim(), Name, ParentCode.Length == 0 ? null : ParentCode);

    public static GroupDraft Of(GroupNode group) => new() { Version = group.Version, Code = group.Code, Name = group.Name, ParentCode = group.ParentCode ?? "" };
}

/// <summary>What somebody is typing about a meter.</summary>
public sealed class DeviceDraft
{
    public bool IsNew { get; init; }

    /// <summary>Version of the meter that this began from; nothing for a new one.</summary>
    public long Version { get; set; }
    public string Code { get; set; } = "";
    public string Name { get; set; } = "";
    public string EnergyType { get; set; } = Domain.EnergyType.Electricity.Code;
    public string Unit { get; set; } = Domain.Unit.KilowattHour.Symbol;
    public string GroupCode { get; set; } = "";
    public string TimeZone { get; set; } = "";
    public string? Site { get; set; }
    public decimal? AreaM2 { get; set; }
    public int? Floors { get; set; }
    public string? SourceId { get; set; }
    public DateOnly? FirstDate { get; set; }
    public DateOnly? LastDate { get; set; }
    public List<GapDraft> KnownGaps { get; init; } = [];
    public List<PastGroupDraft> PastGroups { get; init; } = [];

    /// <summary>The group that the meter is in as it is stored; empty for a new one.</summary>
    public string StoredGroup { get; init; } = "";

    /// <summary>Another group was chosen and nobody has said that the meter moved: its whole history would go along.</summary>
    public bool IsCorrection => StoredGroup.Length > 0 && GroupCode.Length > 0 && GroupCode != StoredGroup
        && PastGroups.Where(p => p.Group.Length > 0 && p.Until is not null).MaxBy(p => p.Until)?.Group != StoredGroup;

    public DeviceEdit ToEdit() => new(Code.Trim(), Name, EnergyType, Unit, GroupCode, TimeZone.Trim(), Site, AreaM2, Floors, SourceId, FirstDate, LastDate)
    {
        KnownGaps = [.. KnownGaps.Where(g => g.First is not null || g.Last is not null).Select(g => new DayRange((g.First ?? g.Last)!.Value, (g.Last ?? g.First)!.Value))],
        PastGroups = [.. PastGroups.Where(p => p.Group.Length > 0 || p.Until is not null).Select(p => new PastGroup(p.Until ?? default, p.Group))],
    };

    public static DeviceDraft Of(MeterDetail detail) => new()
    {
        Version = detail.Version,
        Code = detail.Meter.Code,
        Name = detail.Meter.Name,
        EnergyType = detail.Meter.EnergyType,
        Unit = detail.Meter.Unit,
        GroupCode = detail.Meter.GroupCode,
        StoredGroup = detail.Meter.GroupCode,
        TimeZone = detail.Meter.TimeZone,
        Site = detail.Meter.Site,
        AreaM2 = detail.AreaM2,
        Floors = detail.Floors,
        SourceId = detail.SourceId,
        FirstDate = detail.Meter.FirstDate,
        LastDate = detail.Meter.LastDate,
        KnownGaps = [.. detail.KnownGaps.Select(gap => new GapDraft { First = gap.First, Last = gap.Last })],
        PastGroups = [.. detail.PastGroups.Select(p => new PastGroupDraft { Group = p.GroupCode, Until = p.Until })],
    };
}

/// <summary>A group the meter was in before that somebody is typing; one half of it alone is refused, neither is no row.</summary>
public sealed class PastGroupDraft
{
    public string Group { get; set; } = "";
    public DateOnly? Until { get; set; }
}

/// <summary>Days without data that somebody is typing; one day alone stands for both.</summary>
public sealed class GapDraft
{
    public DateOnly? First { get; set; }
    public DateOnly? Last { get; set; }
}
