using System.Collections.Concurrent;

namespace EmsDashboard.Hooks.Testing;

/// <summary>A comment that a hook put on an alarm.</summary>
/// <param name="AlarmId">The alarm.</param>
/// <param name="Comment">The words.</param>
public sealed record AlarmComment(long AlarmId, string Comment);

/// <summary>An alarm that a hook gave to somebody.</summary>
/// <param name="AlarmId">The alarm.</param>
/// <param name="Email">Who is to see to it.</param>
/// <param name="Comment">Words for that person; null for none.</param>
public sealed record AlarmAssignment(long AlarmId, string Email, string? Comment);

/// <summary>
/// Keeps what hooks did instead of doing it. It refuses what the product would refuse by itself: empty and too long comments, an address
/// that is none, and every act on an alarm of <see cref="RefusedAlarms"/>. What one event has done already is not kept twice.
/// </summary>
public sealed class RecordingActions
{
    /// <summary>Longest comment.</summary>
    public const int MaxCommentLength = 2000;

    private readonly ConcurrentQueue<(Guid Event, AlarmComment Comment)> _comments = new();
    private readonly ConcurrentQueue<(Guid Event, AlarmAssignment Assignment)> _assignments = new();

    /// <summary>Comments in the order in which they were made.</summary>
    public IReadOnlyList<AlarmComment> Comments => [.. _comments.Select(c => c.Comment)];

    /// <summary>Assignments in the order in which they were made.</summary>
    public IReadOnlyList<AlarmAssignment> Assignments => [.. _assignments.Select(a => a.Assignment)];

    /// <summary>Alarms on which nothing can be done, as if they did not exist.</summary>
    public ISet<long> RefusedAlarms { get; } = new HashSet<long>();

    /// <summary>What the hook gets for one delivery.</summary>
    internal ICustomerActions For(Guid eventId) => new Bound(this, eventId);

    private sealed class Bound(RecordingActions all, Guid eventId) : ICustomerActions
    {
        public Task CommentOnAlarmAsync(long alarmId, string comment, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Check(alarmId, comment);
            Keep(all._comments, new AlarmComment(alarmId, comment.Trim()));
            return Task.CompletedTask;
        }

        public Task AssignAlarmAsync(long alarmId, string email, string? comment, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Check(alarmId, comment ?? "-");
            if (!email.Contains('@', StringComparison.Ordinal)) throw new ActionRefusedException($"'{email}' is no e-mail address of a user.");
            Keep(all._assignments, new AlarmAssignment(alarmId, email, comment?.Trim()));
            return Task.CompletedTask;
        }

        private void Check(long alarmId, string comment)
        {
            if (all.RefusedAlarms.Contains(alarmId)) throw new ActionRefusedException($"There is no alarm {alarmId}.");
            if (string.IsNullOrWhiteSpace(comment)) throw new ActionRefusedException("A comment needs words.");
            if (comment.Trim().Length > MaxCommentLength) throw new ActionRefusedException($"A comment has at most {MaxCommentLength} characters.");
        }

        private void Keep<TAct>(ConcurrentQueue<(Guid, TAct)> acts, TAct act)
        {
            if (!acts.Contains((eventId, act))) acts.Enqueue((eventId, act));
        }
    }
}
