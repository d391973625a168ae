using System.Globalization;

namespace EmsDashboard.Infrastructure.LiveUpdates;

/// <summary>
/// Hands changes to subscribers, each at its own pace: the first change of a burst at once, then at most one call per
/// <see cref="Interval"/>, the last of them after the burst has ended. A subscriber that throws or is slow delays nobody else.
/// </summary>
internal sealed partial class ChangeFeed(TimeProvider clock, ILogger<ChangeFeed> logger) : IChangeFeed
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly List<Subscription> _subscriptions = [];

    private volatile bool _reachable = true;

    public bool IsReachable => _reachable;

    public IDisposable Subscribe(IReadOnlyCollection<string> topics, Func<Task> onChange)
    {
        var subscription = new Subscription(this, [.. topics], onChange);
        lock (_gate) _subscriptions.Add(subscription);
        return subscription;
    }

    /// <summary>Whether the database answers; tells when that has changed.</summary>
    public void SetReachable(bool reachable)
    {
        if (_reachable == reachable) return;
        _reachable = reachable;
        Publish([Topics.Connection]);
    }

    /// <summary>Tells the subscribers of these topics. Returns at once.</summary>
    public void Publish(IReadOnlyCollection<string> topics)
    {
        Subscription[] concerned;
        lock (_gate) concerned = [.. _subscriptions.Where(s => s.Topics.Overlaps(topics))];
        // Called outside the lock: a subscriber may subscribe or dispose while it is being told.
        foreach (var subscription in concerned) subscription.Signal();
    }

    private void Remove(Subscription subscription)
    {
        lock (_gate) _subscriptions.Remove(subscription);
    }

    private sealed class Subscription(ChangeFeed feed, HashSet<string> topics, Func<Task> onChange) : IDisposable
    {
        private readonly Lock _gate = new();

        // Changes come from the listener, which speaks nobody's language; what is rendered upon them must be in the subscriber's.
        private readonly (CultureInfo Formats, CultureInfo Texts) _language = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        private bool _busy;
        private bool _again;
        private bool _disposed;

        public HashSet<string> Topics => topics;

        public void Signal()
        {
            lock (_gate)
            {
                if (_disposed) return;
                _again = true;
                if (_busy) return;
                _busy = true;
            }

            _ = Task.Run(DeliverAsync);
        }

        public void Dispose()
        {
            lock (_gate) _disposed = true;
            feed.Remove(this);
        }

        private async Task DeliverAsync()
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = _language;
            while (Take())
            {
                try
                {
                    await onChange();
                }
                catch (ObjectDisposedException)
                {
                    // The circuit ended between the change and the call.
                }
                catch (Exception error)
                {
                    LogSubscriberFailed(feed.Logger, error);
                }

                await Task.Delay(Interval, feed.Clock);
            }
        }

        /// <summary>True when there is something to tell; otherwise the next signal starts anew.</summary>
        private bool Take()
        {
            lock (_gate)
            {
                if (_again && !_disposed)
                {
                    _again = false;
                    return true;
                }

                _busy = false;
                return false;
            }
        }
    }

    private TimeProvider Clock => clock;
    private ILogger Logger => logger;

    [LoggerMessage(Level = LogLevel.Error, Message = "A subscriber of the change feed failed")]
    private static partial void LogSubscriberFailed(ILogger logger, Exception error);
}
