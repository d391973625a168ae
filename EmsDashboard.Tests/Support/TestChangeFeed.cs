using EmsDashboard.Infrastructure.LiveUpdates;

namespace EmsDashboard.Tests.Support;

/// <summary>Announces changes when a test says so.</summary>
internal sealed class TestChangeFeed : IChangeFeed
{
    private readonly List<(IReadOnlyCollection<string> Topics, Func<Task> OnChange)> _subscribers = [];

    public bool IsReachable { get; set; } = true;

    public int Subscribers => _subscribers.Count;

    public IDisposable Subscribe(IReadOnlyCollection<string> topics, Func<Task> onChange)
    {
        var subscriber = (topics, onChange);
        _subscribers.Add(subscriber);
        return new Subscription(() => _subscribers.Remove(subscriber));
    }

    public async Task AnnounceAsync(string topic)
    {
        foreach (var (topics, onChange) in _subscribers.ToArray())
        {
            if (topics.Contains(topic)) await onChange();
        }
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
