namespace EmsDashboard.Hooks;

/// <summary>
/// What a hook may do in the product: take it by constructor. What it does bears the customer's key as its author, stands in the timeline
/// and in the audit log, and is bound to the event that is being delivered: when that is delivered again, what the event has already done
/// is not done a second time.
/// </summary>
public interface ICustomerActions
{
    /// <summary>Adds words to an alarm's timeline and changes nothing else.</summary>
    /// <param name="alarmId">The alarm: <see cref="AlarmInfo.Id"/>.</param>
    /// <param name="comment">1 to 2,000 characters.</param>
    /// <param name="cancellationToken">The token the hook was given.</param>
    /// <exception cref="ActionRefusedException">There is no such alarm, or the comment is empty or too long.</exception>
    Task CommentOnAlarmAsync(long alarmId, string comment, CancellationToken cancellationToken);

    /// <summary>Says who is to see to an alarm.</summary>
    /// <param name="alarmId">The alarm: <see cref="AlarmInfo.Id"/>.</param>
    /// <param name="email">E-mail address of a user who may work on alarms.</param>
    /// <param name="comment">Words for that person, 1 to 2,000 characters; null for none.</param>
    /// <param name="cancellationToken">The token the hook was given.</param>
    /// <exception cref="ActionRefusedException">There is no such alarm, it is over, or nobody with this address may work on alarms.</exception>
    Task AssignAlarmAsync(long alarmId, string email, string? comment, CancellationToken cancellationToken);
}

/// <summary>The product did not do what a hook asked for; the message says why. Left alone it fails the delivery, where somebody sees it.</summary>
/// <param name="message">Why, in a sentence.</param>
public sealed class ActionRefusedException(string message) : Exception(message);
