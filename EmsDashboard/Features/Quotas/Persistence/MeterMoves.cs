namespace EmsDashboard.Features.Quotas.Persistence;

/// <summary>SQL for a device's month <c>o</c> of the device <c>d</c>, which may have been in another group then.</summary>
internal static class MeterMoves
{
    /// <summary>The group that the device was in as the month began.</summary>
    public const string GroupInMonth =
        "coalesce((SELECT p.group_id FROM ems.device_past_group p WHERE p.device_id = o.device_id AND p.until > o.month ORDER BY p.until LIMIT 1), d.group_id)";

    /// <summary>Whether it moved in the middle of the month, whose days then belong to more than one group.</summary>
    public const string IsCut =
        "EXISTS (SELECT FROM ems.device_past_group p WHERE p.device_id = o.device_id AND p.until > o.month AND p.until < o.month + interval '1 month')";
}
