namespace EmsDashboard.Features.Alarms.Components;

/// <summary>What a person can do to alarms.</summary>
public enum AlarmAct
{
    Acknowledge,
    Comment,
    Resolve,
    Assign,
    Shelve,
    Unshelve,
}
