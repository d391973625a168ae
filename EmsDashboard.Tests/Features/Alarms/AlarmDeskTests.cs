using EmsDashboard.Features.Alarms;
using EmsDashboard.Features.Alarms.Domain;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Security;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace EmsDashboard.Tests.Features.Alarms;

public sealed class AlarmDeskTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly DateOnly December = new(2020, 12, 1);
    private readonly EstateSeed _estate = new(database.DataSource);
    private readonly AlarmSeed _alarms = new(database.DataSource);
    private readonly FakeTimeProvider _time = new(AlarmSeed.Noon);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private AlarmDesk Desk => DeskOf(Policies.Staff);

    private AlarmQueries Queries => new(database.Contexts, new TestAccess(Policies.Staff), _time);

    public async ValueTask InitializeAsync() => await _estate.EmptyAsync("alarm_event, quota, quota_usage, app_user, app_user_role");

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

    /// <summary>As somebody names them who says nothing of what they have seen.</summary>
    private static AlarmSeen[] Seen(params IEnumerable<long> ids) => [.. ids.Select(id => new AlarmSeen(id))];

    [Fact]
    public async Task AnAlarmThatBecameCriticalSinceItWasSeen_IsNeitherAcknowledgedNorResolved()
    {
        var (worse, same) = (await AlarmAsync("worse"), await AlarmAsync("same"));
        await _estate.ExecuteAsync("UPDATE alarm_event SET severity = 'critical', version = 2 WHERE id = $1", worse);
        await _alarms.TransitionAsync(worse, AlarmTransitionType.Escalated, 3);
        AlarmSeen[] seen = [new(worse, 1), new(same, 1)];

        var acknowledged = await Desk.AcknowledgeAsync(seen, "a warning, I thought", Cancel);
        var resolved = await Desk.ResolveAsync(seen[..1], "a warning, I thought", Cancel);

        Assert.Equal([same], acknowledged.Done);
        Assert.Equal([worse], acknowledged.TooLate);
        Assert.Equal([new AlarmLastChange(worse, AlarmTransitionType.Escalated, null, AlarmSeed.Noon.AddMinutes(-3), null)], acknowledged.Changes);
        Assert.Empty(resolved.Done);
        Assert.Equal(AlarmState.Active, (await Queries.FindAsync(worse, Cancel))!.Alarm.State);
        Assert.Equal([worse], (await Desk.AcknowledgeAsync([new(worse, 2)], "now I have seen it", Cancel)).Done);
    }

    [Fact]
    public async Task AcknowledgeAsync_AHundredAtOnce_OneWinsAndTheRestAreTold()
    {
        var id = await AlarmAsync("wanted");

        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Desk.AcknowledgeAsync(Seen(id), $"me {i}", Cancel)));

        var winner = Assert.Single(Enumerable.Range(0, 100), i => results[i].Done.Count == 1);
        Assert.Equal(99, results.Count(r => r.TooLate is [var late] && late == id));
        var told = new AlarmLastChange(id, AlarmTransitionType.Acknowledged, "staff@example.org", AlarmSeed.Noon, $"me {winner}");
        Assert.All(results.Where(r => r.Done.Count == 0), r => Assert.Equal([told], r.Changes));
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
        await Assert.ThrowsAsync<AccessDeniedException>(() => desk.AssignAsync(Seen(id), null, null, Cancel));
        await Assert.ThrowsAsync<AccessDeniedException>(() => desk.ShelveAsync(Seen(id), AlarmSeed.Noon.AddDays(1), "x", Cancel));
        await Assert.ThrowsAsync<AccessDeniedException>(() => desk.UnshelveAsync(Seen(id), null, Cancel));
        Assert.Empty((await Queries.FindAsync(id, Cancel))!.Timeline);
    }

    [Fact]
    public async Task AnAlarmThatSomebodyHasChangedSince_IsLeftAlone_AndTheyAreToldWhoDidWhatAndWhen()
    {
        await PersonAsync("li.wei@example.org", Policies.Staff, "Li Wei");
        var id = await AlarmAsync("a");
        await Desk.AssignAsync(Seen(id), "li.wei@example.org", "yours", Cancel);

        foreach (var late in (AlarmDeskResult[])
        [
            await Desk.AcknowledgeAsync([new(id, 1)], "x", Cancel), await Desk.ResolveAsync([new(id, 1)], "x", Cancel), await Desk.AssignAsync([new(id, 1)], null, null, Cancel),
            await Desk.ShelveAsync([new(id, 1)], AlarmSeed.Noon.AddDays(1), "x", Cancel), await Desk.UnshelveAsync([new(id, 1)], null, Cancel),
        ])
        {
            Assert.Empty(late.Done);
            Assert.Equal([new AlarmLastChange(id, AlarmTransitionType.Assigned, "staff@example.org", AlarmSeed.Noon, "yours")], late.Changes);
        }

        Assert.Equal([id], (await Desk.AcknowledgeAsync([new(id, 2)], "x", Cancel)).Done);
        Assert.Equal([AlarmTransitionType.Acknowledged, AlarmTransitionType.Assigned], (await Queries.FindAsync(id, Cancel))!.Timeline.Select(m => m.Type));
    }

    [Fact]
    public async Task AssignAsync_SomebodyWhoMayAct_IsTheirs_AndCanBeTakenAway()
    {
        await PersonAsync("li.wei@example.org", Policies.Staff, "Li Wei");
        await PersonAsync("viewer@example.org", Policies.Viewer, "Vi");
        await PersonAsync("gone@example.org", Policies.Admin, "Gone", "9999-12-31Z");
        await PersonAsync("staff@example.org", Policies.Staff, null);
        var (id, mine) = (await AlarmAsync("a"), await AlarmAsync("mine"));

        Assert.Equal([id], (await Desk.AssignAsync(Seen(id), "li.wei@example.org", "  please ", Cancel)).Done);
        Assert.Equal([id], (await Desk.AssignAsync(Seen(id), "li.wei@example.org", null, Cancel)).TooLate);
        foreach (var nobody in (string[])["viewer@example.org", "gone@example.org", "never@example.org"])
            await Assert.ThrowsAsync<AssigneeGoneException>(() => Desk.AssignAsync(Seen(id), nobody, null, Cancel));
        await Desk.AssignAsync(Seen(mine), "staff@example.org", null, Cancel);

        var (alarm, timeline) = (await Queries.FindAsync(id, Cancel))!;
        Assert.Equal(("Li Wei", "please", 2), (alarm.Assignee, alarm.LastComment, alarm.Version));
        Assert.Equal((AlarmTransitionType.Assigned, "Li Wei", "please"), (timeline[0].Type, timeline[0].Assignee, timeline[0].Comment));
        Assert.Equal(["Li Wei", "staff@example.org"], (await Queries.PeopleAsync(Cancel)).Select(p => p.Name));
        Assert.Equal([mine], await IdsAsync(new AlarmFilter(AlarmTab.Mine)));
        Assert.Equal([id], await IdsAsync(new AlarmFilter(Assignee: "li.wei@example.org")));
        Assert.Equal([id], (await Desk.AssignAsync(Seen(id), null, null, Cancel)).Done);
        Assert.Equal([id], await IdsAsync(new AlarmFilter(Assignee: AlarmFilter.Nobody)));
    }

    [Fact]
    public async Task ShelveAsync_OpenAlarm_IsOutOfTheWayUntilItsTime_AndThenBackByItself()
    {
        var (id, other) = (await AlarmAsync("a"), await AlarmAsync("other", acknowledgedAfter: 1));
        var until = AlarmSeed.Noon.AddDays(2);

        Assert.Equal([id, other], (await Desk.ShelveAsync(Seen(id, other), until, "Waiting for the fitter", Cancel)).Done.Order());

        Assert.Equal(new AlarmCounts(0, 0, 0, 0, Shelved: 2), await Queries.CountAsync(Cancel));
        Assert.Equal(WaitingAlarms.None, await Queries.WaitingAsync(Cancel));
        Assert.Empty(await Queries.NewestAsync(5, Cancel));
        Assert.Equal([id, other], (await IdsAsync(new AlarmFilter(AlarmTab.Shelved))).Order());
        var alarm = (await Queries.FindAsync(id, Cancel))!.Alarm;
        Assert.Equal((until, "staff@example.org", "Waiting for the fitter", AlarmState.Active), (alarm.ShelvedUntil!.Value, alarm.ShelvedBy, alarm.ShelveReason, alarm.State));
        Assert.Equal([id], (await Desk.ShelveAsync(Seen(id), until.AddDays(1), "longer", Cancel)).TooLate);
        Assert.Equal(0, await Desk.ReturnDueAsync(Cancel));

        _time.AdjustTime(until);

        Assert.Equal(new AlarmCounts(2, 1, 0, 0), await Queries.CountAsync(Cancel));
        Assert.Null((await Queries.FindAsync(id, Cancel))!.Alarm.ShelvedUntil);
        Assert.Equal(2, await Desk.ReturnDueAsync(Cancel));
        Assert.Equal(0, await Desk.ReturnDueAsync(Cancel));
        var moment = (await Queries.FindAsync(id, Cancel))!.Timeline[0];
        Assert.Equal((AlarmTransitionType.Unshelved, null, until), (moment.Type, moment.Person, moment.At));
        Assert.Equal("system", await database.DataSource.ScalarAsync<string>("SELECT actor FROM ems.audit_log WHERE subject = $1 AND action = 'alarm.unshelved'", $"{id}"));
    }

    [Fact]
    public async Task UnshelveAsync_BeforeItsTime_BringsItBackOnce()
    {
        var id = await AlarmAsync("a");
        await Desk.ShelveAsync(Seen(id), AlarmSeed.Noon.AddHours(1), "later", Cancel);

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Desk.UnshelveAsync(Seen(id), "now", Cancel)));

        Assert.Single(results, r => r.Done.Count == 1);
        Assert.Equal(new AlarmCounts(1, 1, 0, 0), await Queries.CountAsync(Cancel));
        Assert.Equal([AlarmTransitionType.Unshelved, AlarmTransitionType.Shelved], (await Queries.FindAsync(id, Cancel))!.Timeline.Select(m => m.Type));
    }

    [Fact]
    public async Task ShelveAsync_WhatHasEnded_OrForLongerThanAllowed_IsRefused()
    {
        var (cleared, resolved, open) = (await AlarmAsync("cleared", clearedAfter: 1), await AlarmAsync("resolved", resolvedAfter: 1), await AlarmAsync("open"));

        Assert.Equal([cleared, resolved], (await Desk.ShelveAsync(Seen(cleared, resolved), AlarmSeed.Noon.AddDays(1), "x", Cancel)).TooLate);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Desk.ShelveAsync(Seen(open), AlarmSeed.Noon.AddDays(14).AddSeconds(1), "x", Cancel));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Desk.ShelveAsync(Seen(open), AlarmSeed.Noon, "x", Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => Desk.ShelveAsync(Seen(open), AlarmSeed.Noon.AddDays(1), " ", Cancel));
        Assert.Equal([open], (await Desk.ShelveAsync(Seen(open), AlarmSeed.Noon.AddDays(14), "x", Cancel)).Done);
    }

    [Fact]
    public async Task ResolveAsync_ShelvedAlarm_ClosesItAndEndsTheShelving()
    {
        var id = await AlarmAsync("a");
        await Desk.ShelveAsync(Seen(id), AlarmSeed.Noon.AddDays(1), "later", Cancel);

        Assert.Equal([id], (await Desk.ResolveAsync(Seen(id), "done", Cancel)).Done);

        Assert.Equal(new AlarmCounts(0, 0, 0, 1), await Queries.CountAsync(Cancel));
    }

    [Fact]
    public async Task AWholeFilterOfTenThousand_IsDoneInTheSameFewStatements()
    {
        await _estate.ExecuteAsync("""
            INSERT INTO quota (code, name, scope, energy_type, time_zone, is_active, created_at, updated_at, version)
            SELECT 'B' || n, 'Bulk ' || n, 'energy_type', 'gas', 'UTC', true, now(), now(), 1 FROM generate_series(1, 10000) n
            """);
        await _estate.ExecuteAsync("""
            INSERT INTO alarm_event (quota_id, period_start, period_end, kind, severity, value, threshold, quota_value, usage_rate_pct, unit, raised_at, occurrences, version)
            SELECT id, '2020-12-01', '2021-01-01', 'usage', 'warning', 850, 800, 1000, 85, 'kWh', '2020-12-15 11:00Z', 1, 1 FROM quota WHERE energy_type = 'gas'
            """);
        await AlarmAsync("not of the filter");
        var all = await Queries.SelectAsync(new AlarmFilter(AlarmTab.ToAcknowledge, EnergyType: "gas"), Cancel);

        var result = await Desk.AcknowledgeAsync([.. all.Select(a => a.Seen)], "the whole filter", Cancel);
        var again = await Desk.AcknowledgeAsync([.. all.Select(a => a.Seen)], "again", Cancel);

        Assert.Equal((10_000, 0), (result.Done.Count, result.TooLate.Count));
        Assert.Equal((0, 10_000, 10_000), (again.Done.Count, again.TooLate.Count, again.Changes.Count));
        Assert.Equal(new AlarmCounts(10_001, 1, 0, 0), await Queries.CountAsync(Cancel));
        Assert.Equal(10_000L, await database.DataSource.ScalarAsync<long>("SELECT count(*) FROM ems.alarm_transition WHERE comment = 'the whole filter'"));
        Assert.Equal(10_000L, await database.DataSource.ScalarAsync<long>("SELECT count(*) FROM ems.audit_log WHERE action = 'alarm.acknowledged' AND detail->>'comment' = 'the whole filter'"));
    }

    [Theory]
    [InlineData("shelved_until = raised_at, shelved_at = raised_at, shelved_by = 'x', shelve_reason = 'x'")]
    [InlineData("shelved_until = raised_at + interval '1 day'")]
    [InlineData("shelved_at = raised_at - interval '1 hour', shelved_until = raised_at, shelved_by = 'x', shelve_reason = 'x'")]
    [InlineData("shelved_at = raised_at, shelved_until = raised_at + interval '1 hour', shelved_by = 'x', shelve_reason = 'x', resolved_at = raised_at, resolve_reason = 'x'")]
    [InlineData("cleared_at = raised_at - interval '1 second', clear_reason = 'x'")]
    [InlineData("acknowledged_at = raised_at + interval '2 hours', acknowledged_by = 'x', resolved_at = raised_at + interval '1 hour', resolve_reason = 'x'")]
    [InlineData("cleared_at = raised_at + interval '2 hours', clear_reason = 'x', resolved_at = raised_at + interval '1 hour', resolve_reason = 'x'")]
    [InlineData("resolved_by = 'x'")]
    [InlineData("occurrences = 0")]
    [InlineData("version = 0")]
    [InlineData("period_end = period_start")]
    public async Task TheDatabase_RefusesWhatCannotHaveHappened(string change)
    {
        var id = await AlarmAsync("a");

        var refused = await Assert.ThrowsAsync<PostgresException>(() => _estate.ExecuteAsync($"UPDATE alarm_event SET {change} WHERE id = $1", id));

        Assert.Equal(PostgresErrorCodes.CheckViolation, refused.SqlState);
    }

    private async Task<IEnumerable<long>> IdsAsync(AlarmFilter filter) => (await Queries.ListAsync(filter, 1, 50, Cancel)).Items.Select(r => r.Id);

    private async Task PersonAsync(string email, string role, string? name, string? disabledUntil = null)
    {
        await _alarms.PersonAsync(email, name ?? email);
        await _estate.ExecuteAsync("UPDATE app_user SET display_name = $2::text, lockout_end = $3::text::timestamptz WHERE user_name = $1", email, name, disabledUntil);
        await _estate.ExecuteAsync("INSERT INTO app_user_role (user_id, role_id) SELECT u.id, r.id FROM app_user u, app_role r WHERE u.user_name = $1 AND r.name = $2", email, role);
    }

    private AlarmDesk DeskOf(string role) => new(database.DataSource, new TestAccess(role), _time, Options.Create(new AlarmsOptions { MaxShelveDays = 14 }));

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
