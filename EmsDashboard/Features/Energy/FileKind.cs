namespace EmsDashboard.Features.Energy;

/// <summary>What a file holds. The one list of them: verbs and pages know the kinds from here before there is an importer or exporter.</summary>
/// <param name="Name">The KIND of the command line, for example <c>devices</c>.</param>
internal sealed record FileKind(string Name)
{
    public static readonly FileKind Groups = new("groups") { IsImported = true };
    public static readonly FileKind Devices = new("devices") { IsImported = true };
    public static readonly FileKind Energy = new("energy") { IsImported = true, IsByDay = true };
    public static readonly FileKind Quotas = new("quotas") { IsImported = true, IsByQuota = true };
    public static readonly FileKind Usage = new("usage") { IsByDay = true, IsByQuota = true };
    public static readonly FileKind Alarms = new("alarms") { IsByDay = true, IsByQuota = true };

    /// <summary>All can be exported.</summary>
    public static IReadOnlyList<FileKind> All { get; } = [Groups, Devices, Energy, Quotas, Usage, Alarms];

    public static IReadOnlyList<FileKind> Imported { get; } = [.. All.Where(kind => kind.IsImported)];

    public bool IsImported { get; private init; }

    /// <summary>First and last day narrow its export.</summary>
    public bool IsByDay { get; private init; }

    /// <summary>Codes of quotas narrow its export.</summary>
    public bool IsByQuota { get; private init; }

    public static FileKind? Find(string? name) => All.FirstOrDefault(kind => kind.Name == name);

    /// <summary>"groups, devices, energy".</summary>
    public static string Names(IEnumerable<FileKind> kinds) => string.Join(", ", kinds.Select(kind => kind.Name));
}
