namespace EmsDashboard.Tests.Integration.CommandLine;

/// <summary>How far long work is stands on a terminal while it lasts, and nowhere else.</summary>
public sealed class TerminalProgressTests(VerbEstate estate) : IClassFixture<VerbEstate>
{
    [Theory]
    [InlineData("check")]
    [InlineData("recompute", "--from", "2020-11-01", "--to", "2020-12-31")]
    public async Task LongWork_OnATerminal_SaysHowFarItIsInOneLineThatIsGoneAtTheEnd(params string[] words)
    {
        var (status, sent, _) = await estate.Product.RunOnTerminalAsync(words);

        Assert.Equal(0, status);
        Assert.Contains("\r0 of 3 quotas judged", sent, StringComparison.Ordinal);
        Assert.Contains("\r3 of 3 quotas judged", sent, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', sent);
        Assert.Equal("", Left(sent));
    }

    [Theory]
    [InlineData("check")]
    [InlineData("check", "--json")]
    [InlineData("recompute", "--from", "2020-11-01", "--to", "2020-12-31")]
    public async Task LongWork_Redirected_SaysNothingOfIt(params string[] words)
    {
        var (status, output, errors) = await estate.Product.RunAsync(words);

        Assert.Equal((0, ""), (status, errors));
        Assert.DoesNotContain("judged", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', output);
    }

    /// <summary>What stands in the line after all that was written over in it.</summary>
    private static string Left(string sent)
    {
        var line = new char[200];
        Array.Fill(line, ' ');
        var column = 0;
        foreach (var c in sent) column = c == '\r' ? 0 : Put(c);
        return new string(line).Trim();

        int Put(char c)
        {
            line[column] = c;
            return column + 1;
        }
    }
}
