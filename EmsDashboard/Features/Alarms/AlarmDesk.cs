using EmsDashboard.Features.Alarms.Domain;
using EmsDashboard.Features.Alarms.Persistence;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EmsDashboard.Features.Alarms;

/// <summary>An alarm as somebody saw it who acts on it.</summary>
/// <param name="Version">Its version then: it is left alone if anything has changed it since. Null for whatever it is by now.</param>
public readonly record struct AlarmSeen(long Id, int? Version = null);

/// <summary>The last thing that changed an alarm.</summary>
/// <param name="Person">How the person is called; null when the system did it.</param>
/// <param name="Words">What the person wrote, or why the system did it.</param>
public sealed record AlarmLastChange(long Id, AlarmTransitionType Type, string? Person, DateTimeOffset At, string? Words);

/// <summary>Somebody was to be assigned who may not work on alarms, or not any more; nothing was changed.</summary>
public sealed class AssigneeGoneException(string assignee) : Exception($"{assignee} may not work on alarms.");

/// <summary>What came of an act on alarms.</summary>
/// <param name="Done">Alarms the act changed.</param>
/// <param name="TooLate">Alarms it came too late for: somebody else, or the system, was faster, and nothing was changed.</param>
/// <param name="Changes">Who has changed those last, and when; nothing of one that does not exist.</param>
public sealed record AlarmDeskResult(IReadOnlyList<long> Done, IReadOnlyList<long> TooLate, IReadOnlyList<AlarmLastChange> Changes);

/// <summary>
/// What people do to alarms: acknowledge, comment, assign, shelve, resolve. The only way a person changes one; each change, its line in the
/// timeline and in the audit log are one transaction. Of many who do the same at once one wins, the rest are told. However many alarms
/// an act is for, it takes the same few statements.
/// </summary>
public sealed class AlarmDesk(NpgsqlDataSource database, IAccess access, TimeProvider time, IOptions<AlarmsOptions> options)
{
    /// <summary>Longest comment or reason.</summary>
    public const int MaxTextLength = 2000;

    /// <summary>Most alarms one act may name.</summary>
    public const int MaxAlarms = AlarmQueries.MaxSelection;

    /// <summary>Longest time for which an alarm can be put aside.</summary>
    public TimeSpan MaxShelf => TimeSpan.FromDays(options.Value.MaxShelveDays);

    /// <summary>Takes note of alarms that nobody has acknowledged yet. One whose condition is already gone is resolved by it.</summary>
    /// <exception cref="AccessDeniedException">The actor's role does not reach staff.</exception>
    /// <exception cref="ArgumentException">The words are missing or too long, or too many alarms are named.</exception>
    /// <param name="alarms">At most <see cref="MaxAlarms"/>.</param>
    public Task<AlarmDeskResult> AcknowledgeAsync(IReadOnlyCollection<AlarmSeen> alarms, string comment, CancellationToken cancellationToken) =>
        ActAsync(alarms, AlarmTransitionType.Acknowledged, Needed(comment), (alarm, deed) => alarm.Acknowledge(deed.Actor!, deed.At, deed.Words!), cancellationToken);

    /// <summary>Adds words to the timeline and changes nothing else, whatever has happened to the alarms since.</summary>
    /// <inheritdoc cref="AcknowledgeAsync"/>
    public Task<AlarmDeskResult> CommentAsync(IReadOnlyCollection<long> alarms, string comment, CancellationToken cancellationToken) =>
        ActAsync([.. alarms.Select(id => new AlarmSeen(id))], AlarmTransitionType.Commented, Needed(comment), (_, _) => true, cancellationToken);

    /// <summary>Closes alarms by hand. While the condition holds that accepts it for this period at this severity; a higher one opens the alarm again.</summary>
    /// <inheritdoc cref="AcknowledgeAsync"/>
    public Task<AlarmDeskResult> ResolveAsync(IReadOnlyCollection<AlarmSeen> alarms, string reason, CancellationToken cancellationToken) =>
        ActAsync(alarms, AlarmTransitionType.Resolved, Needed(reason), (alarm, deed) => alarm.Resolve(deed.Actor!, deed.At, deed.Words!), cancellationToken);

    /// <summary>Says who takes care of alarms.</summary>
    /// <param name="assignee">E-mail of somebody who may work on alarms; null for nobody.</param>
    /// <param name="comment">May be left out.</param>
    /// <exception cref="AssigneeGoneException">The assignee may not work on alarms.</exception>
    /// <inheritdoc cref="AcknowledgeAsync"/>
    public Task<AlarmDeskResult> AssignAsync(IReadOnlyCollection<AlarmSeen> alarms, string? assignee, string? comment, CancellationToken cancellationToken) =>
        ActAsync(alarms, AlarmTransitionType.Assigned, Given(comment), (alarm, deed) => alarm.Assign(deed.Assignee), cancellationToken, assignee: assignee);

    /// <summary>Puts alarms aside until an instant: out of the list and out of the counts. Whatever gets worse comes back at once.</summary>
    /// <param name="until">At most <see cref="MaxShelf"/> from now.</param>
    /// <inheritdoc cref="AcknowledgeAsync"/>
    public Task<AlarmDeskResult> ShelveAsync(IReadOnlyCollection<AlarmSeen> alarms, DateTimeOffset until, string reason, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (until <= now || until > now + MaxShelf) throw new ArgumentOutOfRangeException(nameof(until), until, $"From now to {options.Value.MaxShelveDays} days ahead.");
        return ActAsync(alarms, AlarmTransitionType.Shelved, Needed(reason), (alarm, deed) => alarm.Shelve(deed.Actor!, deed.At, deed.Until!.Value, deed.Words!), cancellationToken, until: until);
    }

    /// <summary>Brings alarms back that were put aside.</summary>
    /// <param name="comment">May be left out.</param>
    /// <inheritdoc cref="AcknowledgeAsync"/>
    public Task<AlarmDeskResult> UnshelveAsync(IReadOnlyCollection<AlarmSeen> alarms, string? comment, CancellationToken cancellationToken) =>
        ActAsync(alarms, AlarmTransitionType.Unshelved, Given(comment), (alarm, _) => alarm.Unshelve(), cancellationToken);

    /// <summary>Writes down that the time of alarms that were put aside is over. They count again from that time on, whenever this is called.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> ReturnDueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var due = await AlarmRows.LockDueAsync(connection, now, cancellationToken);
        foreach (var alarm in due) alarm.Unshelve();
        await AlarmRows.StoreAsync(connection, [.. due], new AlarmDeed(AlarmTransitionType.Unshelved, now, Actor: null, Words: null), isChange: true, cancellationToken);
        await CommitAsync(connection, transaction, due.Count > 0, cancellationToken);
        return due.Count;
    }

    private async Task<AlarmDeskResult> ActAsync(
        IReadOnlyCollection<AlarmSeen> alarms, AlarmTransitionType type, string? words, Func<AlarmEvent, AlarmDeed, bool> act, CancellationToken cancellationToken,
        string? assignee = null, DateTimeOffset? until = null)
    {
        var actor = await access.DemandAsync(Policies.Staff);
        if (alarms.Count > MaxAlarms) throw new ArgumentException($"At most {MaxAlarms} alarms at once.", nameof(alarms));
        var seen = alarms.DistinctBy(alarm => alarm.Id).ToDictionary(alarm => alarm.Id, alarm => alarm.Version);
        var deed = new AlarmDeed(type, time.GetUtcNow(), actor.Name, words, assignee, until);

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (assignee is not null && !await AlarmPeople.MayActAsync(connection, assignee, cancellationToken))
            throw new AssigneeGoneException(assignee);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Nobody changes a locked alarm, so what its version says here still holds when it is stored.
        var locked = await AlarmRows.LockAsync(connection, [.. seen.Keys], cancellationToken);
        AlarmEvent[] done = [.. locked.Where(alarm => (seen[alarm.Id] ?? alarm.Version) == alarm.Version && act(alarm, deed))];
        await AlarmRows.StoreAsync(connection, done, deed, isChange: type is not AlarmTransitionType.Commented, cancellationToken);
        long[] late = [.. seen.Keys.Except(done.Select(alarm => alarm.Id))];
        var changes = late.Length == 0 ? [] : await AlarmRows.LastChangesAsync(connection, late, cancellationToken);
        await CommitAsync(connection, transaction, done.Length > 0, cancellationToken);
        return new AlarmDeskResult([.. done.Select(alarm => alarm.Id)], late, changes);
    }

    private static async Task CommitAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, bool isChanged, CancellationToken cancellationToken)
    {
        if (isChanged) await connection.ExecuteAsync("SELECT ems.touch($1)", [Topics.Alarms], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static string Needed(string words)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(words);
        return Given(words)!;
    }

    private static string? Given(string? words) => words?.Trim() switch
    {
        null or "" => null,
        { Length: > MaxTextLength } => throw new ArgumentException($"At most {MaxTextLength} characters.", nameof(words)),
        var said => said,
    };
}
