namespace EmsDashboard.Features.Quotas.Domain;

/// <summary>What a quota limits: one device, a group with all its descendants, or a whole energy type.</summary>
public enum QuotaScope
{
    Device,
    Group,
    EnergyType,
}

public enum QuotaPeriod
{
    Monthly,
    Yearly,
}

/// <summary>Outcome for one quota and period. The order is the order of urgency.</summary>
public enum QuotaStatus
{
    Normal,
    Warning,
    Exceeded,
}

/// <summary>A limit for a target and an energy type, per calendar period in the quota's own time zone.</summary>
public sealed class Quota
{
    private Quota() { }

    public Quota(string code, QuotaScope scope, int? targetDeviceId, int? targetGroupId, string? targetCode, string energyType)
    {
        Code = code;
        Retarget(scope, targetDeviceId, targetGroupId, targetCode, energyType);
    }

    public int Id { get; private set; }

    /// <summary>Unique, case-sensitive, at most 64 characters; <c>quota_id</c> in files.</summary>
    public string Code { get; private set; } = null!;
    public string Name { get; private set; } = null!;
    public QuotaScope Scope { get; private set; }

    /// <summary>Null when the scope is not a device, or when the device is gone: then the check reports the quota.</summary>
    public int? TargetDeviceId { get; private set; }
    public int? TargetGroupId { get; private set; }

    /// <summary>The target's code as it was set; stays readable when the target is gone. Null for an energy type.</summary>
    public string? TargetCode { get; private set; }
    public string EnergyType { get; private set; } = null!;
    public QuotaPeriod Period { get; private set; }

    /// <summary>IANA zone that turns an instant into the local date whose period is judged.</summary>
    public string TimeZone { get; private set; } = null!;

    /// <summary>Limit per period in <see cref="Unit"/>. Zero or less means that no limit is set.</summary>
    public decimal QuotaValue { get; private set; }
    public string Unit { get; private set; } = null!;
    public decimal WarningThresholdPct { get; private set; }
    public decimal AlertThresholdPct { get; private set; }
    public bool IsActive { get; private set; }
    public string? Note { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Counts edits; an edit that names an older version is told so.</summary>
    public int Version { get; private set; }

    /// <summary>Instant from which the stored result is out of date by time alone: the period's end, or the next local day while rows lie beyond today. Null: to be looked at by the next check.</summary>
    public DateTimeOffset? NextDueAt { get; private set; }

    public bool TargetIsGone => Scope switch
    {
        QuotaScope.Device => TargetDeviceId is null,
        QuotaScope.Group => TargetGroupId is null,
        _ => false,
    };

    public void Retarget(QuotaScope scope, int? targetDeviceId, int? targetGroupId, string? targetCode, string energyType)
    {
        Scope = scope;
        TargetDeviceId = targetDeviceId;
        TargetGroupId = targetGroupId;
        TargetCode = targetCode;
        EnergyType = energyType;
    }

    /// <summary>Sets the terms. The caller has validated them; the next check judges the current period by them.</summary>
    public void SetTerms(string name, QuotaPeriod period, string timeZone, decimal quotaValue, string unit,
        decimal warningThresholdPct, decimal alertThresholdPct, bool isActive, string? note, DateTimeOffset at)
    {
        Name = name;
        Period = period;
        TimeZone = timeZone;
        QuotaValue = quotaValue;
        Unit = unit;
        WarningThresholdPct = warningThresholdPct;
        AlertThresholdPct = alertThresholdPct;
        IsActive = isActive;
        Note = note;
        CreatedAt = CreatedAt == default ? at : CreatedAt;
        UpdatedAt = at;
        Version++;
        NextDueAt = null;
    }

    /// <summary>Starts or stops being checked. Either way the next check looks at it: to judge it, or to close its alarm.</summary>
    public void SetActive(bool isActive, DateTimeOffset at)
    {
        IsActive = isActive;
        UpdatedAt = at;
        Version++;
        NextDueAt = null;
    }
}
