using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace EmsDashboard.Tests.Features.Quotas;

public sealed class QuotaProblemTextTests
{
    /// <summary>Every code that the quotas' own code gives a problem has its wording; the pair of files is compared elsewhere.</summary>
    [Fact]
    public void Problems_EveryCode_HasItsWording()
    {
        var folder = Path.Combine(SourceTree.Application, "Features", "Quotas");
        var codes = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Regex.Matches(File.ReadAllText(file), @"new QuotaProblem\([\w.]+, ""(\w+)""").Select(m => m.Groups[1].Value)).ToHashSet();
        var words = XDocument.Load(Path.Combine(folder, "QuotaProblemText.resx")).Root!.Elements("data").Select(d => d.Attribute("name")!.Value).ToHashSet();

        Assert.Contains("start_day_out_of_range", codes);
        Assert.Empty(codes.Except(words));
        Assert.Empty(words.Except(codes));
    }
}
