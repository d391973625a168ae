using EmsDashboard.Features.Quotas.Domain.Forecasting;

namespace EmsDashboard.Features.Quotas.Domain;

/// <summary>What a quota limits: one device, a group with all its descendants, or a whole energy type.</summary>
public enum QuotaScope
{
    Device,
    Group,
    EnergyType,
}

/// <summary>Outcome for one quota and period. The order is the order of urgency.</summary>
public enum QuotaStatus
{
    Normal,
    Warning,
    Exceeded,
}

/// <summary>
/// A limit for a target and an energy type, per period in the quota's own time zone. How much, how often and from when on is said by its
/// <see cref="QuotaVersion"/>s.
/// </summary>
public sealed class Quota
{
    private readonly List<QuotaVersion> _versions = [];

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

    /// <summary>The quota that this one is a part of: a site's of a building's. Its use is measured by its own target, never added up from its parts.</summary>
    public Quota? Parent { get; private set; }
    public int? ParentId { get; private set; }

    /// <summary>IANA zone that turns an instant into the local date whose period is judged.</summary>
    public string TimeZone { get; private set; } = null!;

    /// <summary>How the period's end is forecast; null for the method that did better on the quota's own past.</summary>
    public ForecastMethod? ForecastMethod { get; private set; }
    public bool IsActive { get; private set; }
    public string? Note { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Counts edits; an edit that names an older version is told so.</summary>
    public int Version { get; private set; }

    /// <summary>To be looked at by the next check whatever the day: it is new, was edited, could not be judged, or a threshold waits for checks in a row.</summary>
    public bool NeedsCheck { get; private set; } = true;

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

    /// <summary>Makes it a part of another quota, or of none. The caller has validated it.</summary>
    public void PlaceUnder(Quota? parent) => (Parent, ParentId) = (parent, parent?.Id);

    /// <summary>Its versions as they were made; loaded only where they are needed.</summary>
    public IReadOnlyList<QuotaVersion> Versions => _versions;

    /// <summary>Says what the quota is called, where its days begin and whether it is checked. The caller has validated it.</summary>
    public void Describe(string name, string timeZone, ForecastMethod? forecastMethod, bool isActive, string? note, DateTimeOffset at)
    {
        Name = name;
        TimeZone = timeZone;
        ForecastMethod = forecastMethod;
        IsActive = isActive;
        Note = note;
        CreatedAt = CreatedAt == default ? at : CreatedAt;
        UpdatedAt = at;
        Version++;
        NeedsCheck = true;
    }

    /// <summary>Adds a version; the next check judges by it. The caller has validated it and loaded the others.</summary>
    /// <param name="terms">Its number is set here.</param>
    public void Amend(QuotaVersionTerms terms, string by, string? reason, DateTimeOffset at) =>
        _versions.Add(new QuotaVersion(terms with { Number = _versions.Select(v => v.Number).DefaultIfEmpty().Max() + 1 }, by, reason, at));

    /// <summary>Starts or stops being checked. Either way the next check looks at it: to judge it, or to close its alarm.</summary>
    public void SetActive(bool isActive, DateTimeOffset at)
    {
        IsActive = isActive;
        UpdatedAt = at;
        Version++;
        NeedsCheck = true;
    }
}
