using System.Xml.Linq;

namespace EmsDashboard.Tests.Architecture;

/// <summary>Every text of the interface exists in both languages.</summary>
public sealed class ResourceTests
{
    private const string Chinese = ".zh-CN.resx";

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
