using System.Xml.Linq;
using EmsDashboard.Features.Alarms;
using EmsDashboard.Features.Alarms.Components;
using EmsDashboard.Features.Alarms.Domain;
using EmsDashboard.Features.Energy;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Users;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Scheduling;
using EmsDashboard.Shared.Csv;
using EmsDashboard.Shared.Status;

namespace EmsDashboard.Tests.Architecture;

/// <summary>Every text of the interface exists in both languages, and is there exactly when something asks for it.</summary>
public sealed class ResourceTests
{
    private const string Chinese = ".zh-CN.resx";

    /// <summary>Texts whose keys are handed on as values, so that they are named elsewhere than where they are shown.</summary>
    private static readonly string[] NamedElsewhere = ["CheckReasonText", "EnergyText", "ImportText", "QuotaProblemText", "SharedText"];

    private static readonly string[] Roles = ["Viewer", "Staff", "Manager", "Admin"];
    private static readonly string[] Tabs = Enum.GetNames<AlarmTab>();
    private static readonly string[] Acts = Enum.GetNames<AlarmAct>();

    /// <summary>Keys put together at run time: the file, what stands before, every part there is, what stands behind.</summary>
    private static readonly (string File, string Before, IEnumerable<string> Parts, string After)[] Composed =
    [
        ("AccountText", "Can", Roles, ""),
        ("AlarmDeskText", "Tab", Tabs, ""), ("AlarmDeskText", "SelectAll", Tabs, ""), ("AlarmDeskText", "Empty", Tabs, "Title"), ("AlarmDeskText", "Empty", Tabs, "Text"),
        ("AlarmDeskText", "Title", Acts, "One"), ("AlarmDeskText", "Title", Acts, "Many"), ("AlarmDeskText", "Consequence", Acts, ""),
        ("AlarmDeskText", "", Acts, "Count"), ("AlarmDeskText", "Done", Acts, ""),
        ("AlarmDeskText", "Severity", Enum.GetNames<AlarmSeverity>(), ""), ("AlarmDeskText", "State", Enum.GetNames<AlarmState>(), ""), ("AlarmDeskText", "Kind", Enum.GetNames<AlarmKind>(), ""), ("AlarmDeskText", "FilterKind", Enum.GetNames<AlarmKind>(), ""),
        ("AlarmDeskText", "Shelf", Enum.GetNames<AlarmShelf>(), ""), ("AlarmDeskText", "FasterDid", ["Acknowledged", "Assigned", "Shelved", "Unshelved", "Resolved"], ""),
        ("AlarmTitle", "", Enum.GetNames<AlarmKind>(), ""), ("AlarmTitle", "", Enum.GetNames<AlarmKind>(), "InLists"),
        ("AlarmDeskText", "Because.", [.. AlarmReasons.All, AlarmReasons.OffShelf], ""), ("AlarmDeskText", "Did", ["Acknowledged", "Commented", "Resolved"], ""),
        ("AlarmDeskText", "Happened", ["Raised", "Escalated", "Lowered", "Reactivated", "Cleared", "PeriodClosed", "Unshelved"], ""),
        ("ImportPageText", "Kind_", FileKind.Imported.Select(kind => kind.Name), ""), ("ImportPageText", "Hint_", FileKind.Imported.Select(kind => kind.Name), ""),
        ("ImportText", "", Enum.GetValues<CsvFault>().Where(fault => fault != CsvFault.None).Select(SnakeCaseEnum.ToText), ""), ("ImportText", "repeat_", ["differs", "identical"], "_in_file"),
        ("LayoutText", "Act", Enum.GetNames<ActFailure>(), ""),
        ("MeterText", "State", Enum.GetNames<MeterState>(), ""),
        ("QuotaAdministrationText", "RunTrigger", Enum.GetNames<CheckRunTrigger>(), ""),
        ("QuotaAdministrationText", "Repair", Enum.GetNames<ScheduleFaultKind>(), ""),
        ("QuotaEditorText", "Scope_", Enum.GetValues<QuotaScope>().Select(SnakeCaseEnum.ToText), ""), ("QuotaEditorText", "Period_", Enum.GetValues<PeriodKind>().Select(SnakeCaseEnum.ToText), ""), ("QuotaEditorText", "Carry_", Enum.GetValues<CarryOverMode>().Select(SnakeCaseEnum.ToText), ""),
        ("QuotaText", "Threshold", Enum.GetNames<ThresholdBasis>().SelectMany(basis => Enum.GetNames<ThresholdSeverity>(), (basis, severity) => basis + severity), ""),
        ("QuotaText", "Carry", ["Unused", "Overspent", "Both"], ""), ("QuotaText", "", ["Quarterly", "Yearly"], "From"),
        ("SharedText", "Status", Enum.GetNames<StatusKind>(), ""),
        ("UsersText", "", Enum.GetNames<UserProblem>(), ""), ("UsersText", "MayRole", Roles, ""),
    ];

    public static TheoryData<string> Pairs => [.. EnglishFiles().Select(file => Path.GetRelativePath(SourceTree.Application, file))];

    [Fact]
    public void Resources_ChineseFiles_HaveAnEnglishOne()
    {
        var files = Directory.GetFiles(SourceTree.Application, "*" + Chinese, SearchOption.AllDirectories);

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.True(File.Exists(file.Replace(Chinese, ".resx", StringComparison.Ordinal)), file));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Resources_Pair_HasTheSameKeysPlaceholdersAndNoEmptyText(string english)
    {
        var path = Path.Combine(SourceTree.Application, english);
        var (en, zh) = (Read(path), Read(path.Replace(".resx", Chinese, StringComparison.Ordinal)));

        Assert.Equal(en.Keys.Order(StringComparer.Ordinal), zh.Keys.Order(StringComparer.Ordinal));
        Assert.All(en.Concat(zh), text => Assert.False(string.IsNullOrWhiteSpace(text.Value), $"{english}: {text.Key} is empty"));
        Assert.All(en, text => Assert.True(Placeholders(text.Value).SetEquals(Placeholders(zh[text.Key])), $"{english}: {text.Key} has other placeholders in Chinese"));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Resources_EveryKey_IsAskedForBySomething(string english)
    {
        var file = Path.GetFileNameWithoutExtension(english);
        var uses = Uses().Where(use => NamedElsewhere.Contains(file) || use.Gets(file)).ToList();
        var asked = uses.SelectMany(use => use.Literals).Concat(uses.SelectMany(use => use.Keys.Select(key => key.Key))).Concat(ComposedOf(file)).ToHashSet();

        Assert.NotEmpty(uses);
        Assert.Equal([], Read(Path.Combine(SourceTree.Application, english)).Keys.Where(key => !asked.Contains(key)));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Resources_EveryKeyThatIsAskedFor_Exists(string english)
    {
        var file = Path.GetFileNameWithoutExtension(english);
        var there = Read(Path.Combine(SourceTree.Application, english));

        Assert.Equal([], Missing(Uses(), file, there).Concat(ComposedOf(file).Where(key => !there.ContainsKey(key))));
    }

    [Fact]
    public void PlantedKeys_ThatDoNotExist_AreFound()
    {
        var planted = new ResourceUse("Planted", """
            [Inject] private IStringLocalizer<PlantedText> T { get; init; } = null!;
            T[_late ? "Late" : "Early", Count("None")] T[kind == "Other" ? "A" : $"State{x}"] T["Scope_" + kind] T.Counted("Meter", n)
            """);

        Assert.Equal(["Planted: A", "Planted: Early", "Planted: Late", "Planted: MeterOne"], Missing([planted], "PlantedText", new() { ["Meter"] = "" }).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Missing(IEnumerable<ResourceUse> uses, string file, Dictionary<string, string> there) =>
        from use in uses from asked in use.Keys where asked.Marker == file && !there.ContainsKey(asked.Key) select $"{use.Name}: {asked.Key}";

    private static IEnumerable<string> ComposedOf(string file) =>
        from composed in Composed where composed.File == file from part in composed.Parts select composed.Before + part + composed.After;

    /// <summary>A component's markup and the code behind it are one: what one injects the other uses.</summary>
    private static IEnumerable<ResourceUse> Uses() =>
        from file in Directory.EnumerateFiles(SourceTree.Application, "*", SearchOption.AllDirectories)
        where file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal)
        let path = Path.GetRelativePath(SourceTree.Application, file).Replace('\\', '/')
        where !path.StartsWith("obj/", StringComparison.Ordinal) && !path.StartsWith("bin/", StringComparison.Ordinal) && !path.Contains("/Migrations/", StringComparison.Ordinal)
        group File.ReadAllText(file) by path.Split('.')[0] into piece
        select new ResourceUse(piece.Key, string.Join('\n', piece));

    private static IEnumerable<string> EnglishFiles() => Directory
        .EnumerateFiles(SourceTree.Application, "*.resx", SearchOption.AllDirectories)
        .Where(file => !file.EndsWith(Chinese, StringComparison.Ordinal) && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    // ToDictionary fails on a key given twice, which the build would let pass.
    private static Dictionary<string, string> Read(string path) =>
        XDocument.Load(path).Root!.Elements("data").ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    private static HashSet<string> Placeholders(string text) =>
        [.. System.Text.RegularExpressions.Regex.Matches(text, @"\{(\w+)[^}]*\}").Select(match => match.Groups[1].Value)];
}
