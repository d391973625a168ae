namespace EmsDashboard.Features.Energy.Domain;

/// <summary>A node of the tree of sites, buildings and floors. A group takes in all its descendants.</summary>
public sealed class DeviceGroup
{
    private DeviceGroup() { }

    public DeviceGroup(string code, string name, DeviceGroup? parent)
    {
        Code = code;
        Name = name;
        Parent = parent;
        ParentId = parent?.Id;
    }

    public int Id { get; private set; }

    /// <summary>Unique, case-sensitive, at most 64 characters.</summary>
    public string Code { get; private set; } = null!;
    public string Name { get; private set; } = null!;
    public int? ParentId { get; private set; }
    public DeviceGroup? Parent { get; private set; }

    public void Rename(string name) => Name = name;

    /// <summary>Hangs the group under another. The caller has made sure that no cycle arises.</summary>
    public void MoveUnder(DeviceGroup? parent)
    {
        Parent = parent;
        ParentId = parent?.Id;
    }
}
