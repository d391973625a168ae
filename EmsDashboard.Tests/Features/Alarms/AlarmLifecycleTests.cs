using EmsDashboard.Features.Alarms.Domain;

namespace EmsDashboard.Tests.Features.Alarms;

public sealed class AlarmLifecycleTests
{
    private const AlarmSeverity W = AlarmSeverity.Warning;
    private const AlarmSeverity C = AlarmSeverity.Critical;

    private static readonly AlarmFacts Open = new(W, IsAcknowledged: false, IsCleared: false, IsResolved: false, ResolvedByPerson: false);

    [Theory]
    [InlineData(null, null)]
    [InlineData(W, W)]
    [InlineData(C, C)]
    public void Next_NoAlarmYet_RaisesWhatIsReached(AlarmSeverity? reached, AlarmSeverity? raised) =>
        Assert.Equal(raised is { } severity ? new AlarmStep(AlarmTransitionType.Raised, severity) : null,
            AlarmLifecycle.Next(null, new AlarmCondition(reached, reached, CanRecover: false)));

    [Theory]
    [InlineData(W, W, W, null, W)]
    [InlineData(W, C, C, AlarmTransitionType.Escalated, C)]
    [InlineData(C, C, C, null, C)]
    [InlineData(C, W, C, null, C)]
    [InlineData(C, W, W, AlarmTransitionType.Lowered, W)]
    [InlineData(C, null, W, AlarmTransitionType.Lowered, W)]
    [InlineData(W, null, W, null, W)]
    [InlineData(W, null, null, AlarmTransitionType.Cleared, W)]
    [InlineData(C, null, null, AlarmTransitionType.Cleared, C)]
    public void Next_OpenAlarm_FollowsWithMargin(AlarmSeverity was, AlarmSeverity? reached, AlarmSeverity? held, AlarmTransitionType? type, AlarmSeverity becomes)
    {
        AlarmStep? expected = type is { } step ? new AlarmStep(step, becomes) : null;

        Assert.Equal(expected, AlarmLifecycle.Next(Open with { Severity = was }, new AlarmCondition(reached, held, CanRecover: true)));
        Assert.Equal(expected, AlarmLifecycle.Next(Open with { Severity = was, IsAcknowledged = true }, new AlarmCondition(reached, held, CanRecover: true)));
    }

    [Theory]
    [InlineData(W, null, null)]
    [InlineData(C, null, null)]
    [InlineData(C, null, W)]
    public void Next_WithoutData_NeitherLowersNorClears(AlarmSeverity was, AlarmSeverity? reached, AlarmSeverity? held) =>
        Assert.Null(AlarmLifecycle.Next(Open with { Severity = was }, new AlarmCondition(reached, held, CanRecover: false)));

    [Theory]
    [InlineData(W, null, null)]
    [InlineData(W, W, null)]
    [InlineData(W, C, AlarmTransitionType.Escalated)]
    [InlineData(C, C, null)]
    [InlineData(C, W, null)]
    public void Next_ResolvedByHand_IsAcceptedAtItsSeverity(AlarmSeverity was, AlarmSeverity? reached, AlarmTransitionType? type) =>
        Assert.Equal(type, AlarmLifecycle.Next(Open with { Severity = was, IsResolved = true, ResolvedByPerson = true },
            new AlarmCondition(reached, reached, CanRecover: true))?.Type);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Next_GoneAndBack_TakesUpTheSameAlarm(bool acknowledged)
    {
        var cleared = Open with { Severity = C, IsCleared = true, IsAcknowledged = acknowledged };
        var closedBySystem = Open with { IsResolved = true, IsAcknowledged = acknowledged };

        Assert.Equal(new AlarmStep(AlarmTransitionType.Reactivated, W), AlarmLifecycle.Next(cleared, new AlarmCondition(W, W, CanRecover: true)));
        Assert.Equal(new AlarmStep(AlarmTransitionType.Reactivated, C), AlarmLifecycle.Next(closedBySystem, new AlarmCondition(C, C, CanRecover: true)));
        Assert.Equal(new AlarmStep(AlarmTransitionType.Reactivated, C), AlarmLifecycle.Next(
            cleared with { IsResolved = true, ResolvedByPerson = true }, new AlarmCondition(C, C, CanRecover: true)));
        Assert.Null(AlarmLifecycle.Next(cleared, new AlarmCondition(null, W, CanRecover: true)));
    }

    [Fact]
    public void AtEnd_WhateverIsLeftOpen_IsClosed()
    {
        Assert.Equal(AlarmTransitionType.PeriodClosed, AlarmLifecycle.AtEnd(Open)?.Type);
        Assert.Equal(AlarmTransitionType.PeriodClosed, AlarmLifecycle.AtEnd(Open with { IsAcknowledged = true })?.Type);
        Assert.Equal(AlarmTransitionType.PeriodClosed, AlarmLifecycle.AtEnd(Open with { IsCleared = true })?.Type);
        Assert.Null(AlarmLifecycle.AtEnd(Open with { IsCleared = true, IsAcknowledged = true }));
        Assert.Null(AlarmLifecycle.AtEnd(Open with { IsResolved = true }));
    }

    /// <summary>Whatever the conditions, a second look at the same one finds nothing more to do.</summary>
    [Fact]
    public void Next_TheSameConditionAgain_DoesNothing()
    {
        AlarmSeverity?[] severities = [null, W, C];
        foreach (var was in (AlarmSeverity[])[W, C])
            foreach (var flags in Enumerable.Range(0, 16))
                foreach (var reached in severities)
                    foreach (var held in severities.Where(h => h >= reached || reached is null))
                    {
                        var alarm = new AlarmEvent
                        {
                            Severity = was, RaisedAt = AlarmSeed.Noon, Unit = "kWh", AcknowledgedAt = (flags & 1) > 0 ? AlarmSeed.Noon : null,
                            ClearedAt = (flags & 2) > 0 ? AlarmSeed.Noon : null, ResolvedAt = (flags & 4) > 0 ? AlarmSeed.Noon : null,
                            ResolvedBy = (flags & 12) == 12 ? "somebody" : null,
                        };
                        var condition = new AlarmCondition(reached, held, CanRecover: true);
                        if (AlarmLifecycle.Next(AlarmFacts.Of(alarm), condition) is not { } step) continue;

                        alarm.Take(step, AlarmSeed.Noon, AlarmReasons.BelowThreshold);

                        Assert.Null(AlarmLifecycle.Next(AlarmFacts.Of(alarm), condition));
                    }
    }
}
