using System.Reflection;
using Bunit;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace EmsDashboard.Tests.Infrastructure.LiveUpdates;

public sealed class LiveComponentTests : BunitTestContext
{
    private readonly TestChangeFeed _feed = new();
    private readonly CountingTime _time = new();
    private readonly Source _source = new();

    public LiveComponentTests()
    {
        Services.AddSingleton<IChangeFeed>(_feed);
        Services.AddSingleton<TimeProvider>(_time);
        Services.AddSingleton(_source);
    }

    /// <summary>Every part of a page whose data parameters name, so that those of one are never shown for another.</summary>
    public static TheoryData<Type> WithParameters =>
        [.. typeof(LiveComponent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(LiveComponent)) && type.GetProperties(Declared)
            .Any(p => p.IsDefined(typeof(ParameterAttribute), inherit: false) || p.IsDefined(typeof(SupplyParameterFromQueryAttribute), inherit: false)))];

    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    [Theory]
    [MemberData(nameof(WithParameters))]
    public void ComponentWithParameters_SaysWhichDataTheyName(Type component) => Assert.NotNull(component.GetProperty("DataKey", Declared));

    [Fact]
    public void FirstLoad_UntilItAnswers_IsLoading()
    {
        var page = Show("A");
        Assert.Equal("Loading", page.Markup);

        _source.Answer("one");

        page.WaitForAssertion(() => Assert.Equal("Loaded one", page.Markup));
    }

    [Fact]
    public void FirstLoad_Fails_IsTriedAgainUntilItSucceedsAndNoLonger()
    {
        var page = Show("A");
        _source.Fail();
        page.WaitForAssertion(() => Assert.Equal("Failed", page.Markup));
        Assert.NotNull(page.Instance.FailureReference);

        _time.Advance(LiveComponent.RetryInterval);
        page.WaitForAssertion(() => Assert.Equal(2, _source.Asked.Count));
        _source.Answer("one");

        page.WaitForAssertion(() => Assert.Equal("Loaded one", page.Markup));
        Assert.Null(page.Instance.FailureReference);
        Assert.Equal(0, _time.Timers);
    }

    [Fact]
    public void Change_LoadFails_KeepsTheLastDataAndSaysThatTheyAreOld()
    {
        var page = ShowLoaded("A", "one");

        _ = _feed.AnnounceAsync(Topics.Quotas);
        _source.Fail();
        page.WaitForAssertion(() => Assert.Equal("Loaded one stale", page.Markup));

        _time.Advance(LiveComponent.RetryInterval);
        page.WaitForAssertion(() => Assert.Equal(3, _source.Asked.Count));
        _source.Answer("two");
        page.WaitForAssertion(() => Assert.Equal("Loaded two", page.Markup));
    }

    [Fact]
    public void Change_OfAnotherTopic_LoadsNothing()
    {
        ShowLoaded("A", "one");

        _ = _feed.AnnounceAsync(Topics.Users);

        Assert.Single(_source.Asked);
    }

    [Fact]
    public async Task Changes_WhileALoadRuns_AreAnsweredByOneMore()
    {
        var page = ShowLoaded("A", "one");

        Task[] announced = [.. Enumerable.Range(0, 5).Select(_ => _feed.AnnounceAsync(Topics.Quotas))];
        page.WaitForAssertion(() => Assert.Equal(2, _source.Asked.Count));
        _source.Answer("two");
        page.WaitForAssertion(() => Assert.Equal(3, _source.Asked.Count));
        _source.Answer("three");

        await Task.WhenAll(announced).WaitAsync(TimeSpan.FromSeconds(10), Xunit.TestContext.Current.CancellationToken);
        Assert.Equal("Loaded three", page.Markup);
        Assert.Equal(3, _source.Asked.Count);
    }

    [Fact]
    public void OtherParameters_QuickAnswer_ReplacesTheDataWithoutFlicker()
    {
        var page = ShowLoaded("A", "one");

        page.Render(p => p.Add(c => c.Key, "B"));
        Assert.Equal("Loaded one", page.Markup);
        _source.Answer("two");

        page.WaitForAssertion(() => Assert.Equal("Loaded two", page.Markup));
        Assert.Equal(0, _time.Timers);
    }

    [Fact]
    public void OtherParameters_SlowAnswer_TakesTheOldDataAway()
    {
        var page = ShowLoaded("A", "one");

        page.Render(p => p.Add(c => c.Key, "B"));
        _time.Advance(LiveComponent.Patience);
        page.WaitForAssertion(() => Assert.Equal("Loading", page.Markup));

        _source.Answer("two");
        page.WaitForAssertion(() => Assert.Equal("Loaded two", page.Markup));
    }

    [Fact]
    public void OtherParameters_LoadFails_IsAFailureAndNotOldData()
    {
        var page = ShowLoaded("A", "one");

        page.Render(p => p.Add(c => c.Key, "B"));
        _source.Fail();

        page.WaitForAssertion(() => Assert.Equal("Failed", page.Markup));
    }

    [Fact]
    public void OtherParameters_WhileALoadRuns_ItsLateAnswerIsNotShownForThem()
    {
        var page = Show("A");
        page.Render(p => p.Add(c => c.Key, "B"));

        _source.Answer("of A");
        page.WaitForAssertion(() => Assert.Equal(["A", "B"], _source.Asked));
        Assert.Equal("Loading", page.Markup);
        _source.Fail();

        page.WaitForAssertion(() => Assert.Equal("Failed", page.Markup));
    }

    [Fact]
    public void OtherParameters_ThatNameTheSame_KeepTheDataWhenTheLoadFails()
    {
        var page = ShowLoaded("A", "one");

        page.Render(p => p.Add(c => c.Key, "A"));
        _source.Fail();

        page.WaitForAssertion(() => Assert.Equal("Loaded one stale", page.Markup));
    }

    [Fact]
    public void Denied_IsNotTriedAgain()
    {
        var page = Show("A");
        _source.Fail(new AccessDeniedException(Policies.Admin, null));

        page.WaitForAssertion(() => Assert.Equal("Denied", page.Markup));
        Assert.Equal(0, _time.Timers);
    }

    [Fact]
    public async Task Gone_LoadFailsAfterwards_LeavesNothingBehind()
    {
        Show("A");
        await DisposeComponentsAsync();

        _source.Fail();

        await _source.Settled;
        Assert.Equal((0, 0), (_time.Timers, _feed.Subscribers));
    }

    [Fact]
    public async Task Gone_WhileItRetries_StopsRetrying()
    {
        var page = Show("A");
        _source.Fail();
        page.WaitForAssertion(() => Assert.Equal(1, _time.Timers));

        await DisposeComponentsAsync();

        Assert.Equal(0, _time.Timers);
    }

    private IRenderedComponent<Probe> Show(string key) => Render<Probe>(p => p.Add(c => c.Key, key));

    private IRenderedComponent<Probe> ShowLoaded(string key, string data)
    {
        var page = Show(key);
        _source.Answer(data);
        page.WaitForAssertion(() => Assert.Equal($"Loaded {data}", page.Markup));
        return page;
    }

    /// <summary>Data that come when the test says so, and whatever the token says, as an answer that is already on its way.</summary>
    private sealed class Source
    {
        private TaskCompletionSource<string> _next = new();

        public List<string> Asked { get; } = [];

        /// <summary>Ends when the page has dealt with the last answer.</summary>
        public Task Settled { get; set; } = Task.CompletedTask;

        public Task<string> AskAsync(string key)
        {
            _next = new();
            Asked.Add(key);
            return _next.Task;
        }

        public void Answer(string data) => _next.SetResult(data);

        public void Fail(Exception? error = null) => _next.SetException(error ?? new TimeoutException("no database"));
    }

    private sealed class Probe : LiveComponent
    {
        private string? _data;

        [Parameter] public string Key { get; set; } = "";
        [Inject] private Source Source { get; init; } = null!;

        protected override IReadOnlyCollection<string> ShownTopics => [Topics.Quotas];

        protected override object? DataKey => Key;

        protected override async Task LoadAsync(CancellationToken cancellationToken) => _data = await Source.AskAsync(Key);

        protected override Task OnParametersSetAsync() => Source.Settled = base.OnParametersSetAsync();

        protected override void BuildRenderTree(RenderTreeBuilder builder) =>
            builder.AddContent(0, State is LoadState.Loaded ? $"Loaded {_data}{(IsStale ? " stale" : "")}" : State.ToString());
    }

    /// <summary>Knows how many timers nobody has stopped.</summary>
    private sealed class CountingTime : FakeTimeProvider
    {
        public int Timers { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Timers++;
            return new Counted(base.CreateTimer(callback, state, dueTime, period), () => Timers--);
        }

        private sealed class Counted(ITimer timer, Action stopped) : ITimer
        {
            private Action? _stopped = stopped;

            public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

            public void Dispose()
            {
                timer.Dispose();
                Interlocked.Exchange(ref _stopped, null)?.Invoke();
            }

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
