using EmsDashboard.Features.Alarms;
using EmsDashboard.Features.Alarms.Domain;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Security;
using Microsoft.Extensions.Time.Testing;

namespace EmsDashboard.Tests.Features.Alarms;

public sealed class AlarmDeskTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly DateOnly December = new(2020, 12, 1);
    private readonly EstateSeed _estate = new(database.DataSource);
    private readonly AlarmSeed _alarms = new(database.DataSource);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private AlarmDesk Desk => DeskOf(Policies.Staff);

    private AlarmQueries Queries => new(database.Contexts, TestAccess.Viewer);

    public async ValueTask InitializeAsync() => await _estate.EmptyAsync("alarm_event, quota, quota_usage");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task AcknowledgeAsync_ActiveAlarm_RecordsWhoWhenAndWhat()
    {
        var id = await AlarmAsync("a");

        var result = await Desk.AcknowledgeAsync(Seen(id), "  On my way ", Cancel);

        Assert.Equal([id], result.Done);
        Assert.Empty(result.TooLate);
        var (alarm, timeline) = (await Queries.FindAsync(id, Cancel))!;
        Assert.Equal((AlarmState.Acknowledged, "staff@example.org", "On my way", AlarmSeed.Noon, 2),
            (alarm.State, alarm.AcknowledgedBy, alarm.AcknowledgeComment, alarm.AcknowledgedAt!.Value, alarm.Version));
        var moment = Assert.Single(timeline);
        Assert.Equal((AlarmTransitionType.Acknowledged, "staff@example.org", "On my way", AlarmSeed.Noon), (moment.Type, moment.Person, moment.Comment, moment.At));
        Assert.Equal(("staff@example.org", "alarm.acknowledged", "On my way"), await AuditAsync(id));
    }

    /// <summary>As somebody sees them who has the latest before their eyes.</summary>
    private static AlarmSeen[] Seen(params IEnumerable<long> ids) => [.. ids.Select(id => new AlarmSeen(id, AlarmSeverity.Critical))];

    [Fact]
    public async Task AnAlarmThatBecameCriticalSinceItWasSeen_IsNeitherAcknowledgedNorResolved()
    {
        var (worse, same) = (await AlarmAsync("worse"), await AlarmAsync("same"));
        await _estate.ExecuteAsync("UPDATE alarm_event SET severity = 'critical' WHERE id = $1", worse);
        AlarmSeen[] seen = [new(worse, AlarmSeverity.Warning), new(same, AlarmSeverity.Warning)];

        var acknowledged = await Desk.AcknowledgeAsync(seen, "a warning, I thought", Cancel);
        var resolved = await Desk.ResolveAsync(seen[..1], "a warning, I thought", Cancel);

        Assert.Equal([same], acknowledged.Done);
        Assert.Equal([worse], acknowledged.TooLate);
        Assert.Empty(resolved.Done);
        Assert.Equal(AlarmState.Active, (await Queries.FindAsync(worse, Cancel))!.Alarm.State);
        Assert.Equal([worse], (await Desk.AcknowledgeAsync([new(worse, AlarmSeverity.Critical)], "now I have seen it", Cancel)).Done);
    }

    [Fact]
    public async Task AcknowledgeAsync_AHundredAtOnce_OneWinsAndTheRestAreTold()
    {
        var id = await AlarmAsync("wanted");

        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Desk.AcknowledgeAsync(Seen(id), $"me {i}", Cancel)));

        var winner = Assert.Single(Enumerable.Range(0, 100), i => results[i].Done.Count == 1);
        Assert.Equal(99, results.Count(r => r.TooLate is [var late] && late == id));
        var (alarm, timeline) = (await Queries.FindAsync(id, Cancel))!;
        Assert.Equal(($"me {winner}", 2), (alarm.AcknowledgeComment, alarm.Version));
        Assert.Single(timeline);
    }

    [Fact]
    public async Task AcknowledgeAsync_OverlappingSelectionsInOppositeOrder_NeverDeadlock()
    {
        List<long> ids = [];
        for (var i = 0; i < 40; i++) ids.Add(await AlarmAsync($"q{i}"));
        var backwards = Enumerable.Reverse(ids).ToList();

        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Desk.AcknowledgeAsync(Seen(i % 2 == 0 ? ids : backwards), "all of them", Cancel)));

        Assert.Equal(ids, results.SelectMany(r => r.Done).Order());
    }

    [Fact]
    public async Task AcknowledgeAsync_SomeAlreadyDone_DoesTheOthers()
    {
        var known = await AlarmAsync("known", acknowledgedAfter: 1);
        var resolved = await AlarmAsync("resolved", resolvedAfter: 1);
        var active = await AlarmAsync("active");
        var cleared = await AlarmAsync("cleared", clearedAfter: 1);

        var result = await Desk.AcknowledgeAsync(Seen(known, resolved, active, cleared, 4711), "mine", Cancel);

        Assert.Equal([active, cleared], result.Done.Order());
        Assert.Equal([known, resolved, 4711], result.TooLate);
        Assert.Equal(AlarmState.Resolved, (await Queries.FindAsync(cleared, Cancel))!.Alarm.State);
    }

    [Fact]
    public async Task CommentAsync_AnyState_AddsALineAndChangesNothing()
    {
        var active = await AlarmAsync("active");
        var resolved = await AlarmAsync("resolved", resolvedAfter: 1);

        var result = await Desk.CommentAsync([active, resolved, 4711], "Filter ordered", Cancel);

        Assert.Equal([active, resolved], result.Done);
        Assert.Equal([4711], result.TooLate);
        var (alarm, timeline) = (await Queries.FindAsync(active, Cancel))!;
        Assert.Equal((AlarmState.Active, 1), (alarm.State, alarm.Version));
        Assert.Equal("Filter ordered", Assert.Single(timeline).Comment);
    }

    [Fact]
    public async Task ResolveAsync_OpenAlarm_ClosesItWithTheReason()
    {
        var id = await AlarmAsync("open", acknowledgedAfter: 1);

        var first = await Desk.ResolveAsync(Seen(id), "Agreed with the lab", Cancel);
        var second = await Desk.ResolveAsync(Seen(id), "Me too", Cancel);

        Assert.Equal([id], first.Done);
        Assert.Equal([id], second.TooLate);
        var alarm = (await Queries.FindAsync(id, Cancel))!.Alarm;
        Assert.Equal((AlarmState.Resolved, "staff@example.org", "Agreed with the lab"), (alarm.State, alarm.ResolvedBy, alarm.ResolveReason));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \t")]
    public async Task AcknowledgeAsync_WithoutWords_IsRefused(string words) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Desk.AcknowledgeAsync(Seen(1), words, Cancel));

    [Fact]
    public async Task AcknowledgeAsync_TooManyWords_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Desk.AcknowledgeAsync(Seen(1), new string('x', AlarmDesk.MaxTextLength + 1), Cancel));

    [Fact]
    public async Task EveryAct_ByAViewer_IsDeniedAndChangesNothing()
    {
        var id = await AlarmAsync("a");
        var desk = DeskOf(Policies.Viewer);

        await Assert.ThrowsAsync<AccessDeniedException>(() => desk.AcknowledgeAsync(Seen(id), "x", Cancel));
        await Assert.ThrowsAsync<AccessDeniedException>(() => desk.CommentAsync([id], "x", Cancel));
        await Assert.ThrowsAsync<AccessDeniedException>(() => desk.ResolveAsync(Seen(id), "x", Cancel));
        Assert.Empty((await Queries.FindAsync(id, Cancel))!.Timeline);
    }

    private AlarmDesk DeskOf(string role) => new(database.DataSource, new TestAccess(role), new FakeTimeProvider(AlarmSeed.Noon));

    private async Task<long> AlarmAsync(string quota, int? acknowledgedAfter = null, int? clearedAfter = null, int? resolvedAfter = null) =>
        await _alarms.AlarmAsync(await _estate.QuotaAsync(quota, QuotaScope.EnergyType), December,
            acknowledgedAfter: acknowledgedAfter, clearedAfter: clearedAfter, resolvedAfter: resolvedAfter);

    private async Task<(string Actor, string Action, string Comment)> AuditAsync(long alarm)
    {
        await using var command = database.DataSource.CreateCommand("SELECT actor, action, detail->>'comment' FROM ems.audit_log WHERE subject = $1");
        command.Parameters.AddWithValue(alarm.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        Assert.True(await reader.ReadAsync(Cancel));
        return (reader.GetString(0), reader.GetString(1), reader.GetString(2));
    }
}
