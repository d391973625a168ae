using Bunit;
using EmsDashboard.Shared.Kit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace EmsDashboard.Tests.Shared.Kit;

/// <summary>Typing, its pauses, and answers that come while somebody is further on.</summary>
public sealed class SearchFieldTests : BunitTestContext
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string?> _asked = [];
    private readonly IRenderedComponent<SearchField> _field;

    public SearchFieldTests()
    {
        Services.AddSingleton<TimeProvider>(_time);
        _field = Render<SearchField>(p => p.Add(f => f.Value, null).Add(f => f.ValueChanged, _asked.Add).Add(f => f.Label, "Find"));
    }

    private string Text => _field.Find("input").GetAttribute("value") ?? "";

    [Fact]
    public void Typing_WithoutPause_AsksOnceForTheLastText()
    {
        foreach (var text in new[] { "c", "co", "cold" }) _field.Find("input").Input(text);
        Assert.Empty(_asked);

        Pause();

        _field.WaitForAssertion(() => Assert.Equal(["cold"], _asked));
    }

    [Fact]
    public void Answer_ToWhatWasTypedBefore_LeavesWhatIsTypedNow()
    {
        Ask("co");
        _field.Find("input").Input("cold st");

        Answer("co");

        Assert.Equal("cold st", Text);
    }

    [Fact]
    public void Answers_ComingLateAndInOrder_AreNoSearchFromElsewhere()
    {
        Ask("co");
        Ask("cold");
        Ask("co");

        foreach (var answer in new[] { "co", "cold", "co" })
        {
            Answer(answer);
            Assert.Equal("co", Text);
        }
    }

    [Fact]
    public void Answer_OfASearchThatWasOvertaken_IsSkippedWithIt()
    {
        Ask("co");
        Ask("cold");

        Answer("cold");
        Answer("warm");

        Assert.Equal("warm", Text);
    }

    [Fact]
    public void Search_FromElsewhere_IsTakenOver()
    {
        Ask("cold");
        Answer("cold");

        Answer(null);

        Assert.Equal("", Text);
    }

    [Fact]
    public void Clear_BeforeThePauseIsOver_AsksNothing()
    {
        _field.Find("input").Input("cold");

        _field.InvokeAsync(_field.Instance.Clear);
        Pause();

        Assert.Equal(("", 0), (Text, _asked.Count));
    }

    [Fact]
    public void Blanks_AreNoSearch()
    {
        Ask("cold");
        Answer("cold");

        Ask("  ");

        Assert.Equal(["cold", null], _asked);
    }

    private void Ask(string text)
    {
        var before = _asked.Count;
        _field.Find("input").Input(text);
        Pause();
        _field.WaitForAssertion(() => Assert.Equal(before + 1, _asked.Count));
    }

    /// <summary>The address holds this search now.</summary>
    private void Answer(string? search) => _field.Render(p => p.Add(f => f.Value, search));

    private void Pause() => _time.Advance(TimeSpan.FromMilliseconds(250));
}
