using EmsDashboard.Features.Alarms;
using EmsDashboard.Features.Alarms.Domain;
using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace EmsDashboard.Tests.Features.Alarms;

/// <summary>
/// Whatever happens in whatever order, an alarm is what a model of thirty lines says. The same random operations run against the rules in
/// memory, and against the check's follower and the desk on PostgreSQL.
/// </summary>
public sealed class AlarmModelTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const int Seed = 20261128;
    private static readonly decimal[] Shares = [0, 50, 78.999m, 79, 79.5m, 79.999m, 80, 85, 98.999m, 99, 99.5m, 99.999m, 100, 104, 250];
    private static readonly ThresholdSet Thresholds = ThresholdSet.Parse("actual>=80%:warning; actual>=100%:critical").Set!;
    private static readonly IOptions<AlarmsOptions> Settings = Options.Create(new AlarmsOptions());
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task FiftyThousandOperations_OnTheRules_AgreeWithTheModel() => RunAsync(new InMemory(), 50_000, Seed);

    [Fact]
    public async Task FifteenHundredOperations_OnPostgres_AgreeWithTheModel() => await RunAsync(await StoredAsync("model"), 1_500, Seed + 1);

    [Fact]
    public async Task AThousandOscillationsAroundAThreshold_WithinTheMargin_AreOneAlarmAndOneEvent()
    {
        var alarms = await StoredAsync("oscillates");
        var period = new DateOnly(2026, 1, 1);

        for (var i = 0; i < 1_000; i++)
        {
            await alarms.CheckAsync(period, 80.001m, true, null, AlarmSeed.Noon.AddMinutes(2 * i));
            await alarms.CheckAsync(period, 79.001m, true, null, AlarmSeed.Noon.AddMinutes(2 * i + 1));
        }

        Assert.Equal("1 raised 1 1", await database.DataSource.ScalarAsync<string>("""
            SELECT concat_ws(' ', (SELECT count(*) FROM ems.alarm_event WHERE quota_id = $1),
                (SELECT string_agg(t.type, ',') FROM ems.alarm_transition t JOIN ems.alarm_event a ON a.id = t.alarm_id WHERE a.quota_id = $1), occurrences, version)
            FROM ems.alarm_event WHERE quota_id = $1
            """, alarms.Quota));
    }

    /// <summary>What an alarm of use is, told once more and shorter. Levels: 0 none, 1 warning, 2 critical.</summary>
    private sealed class Model
    {
        private bool _acknowledged, _cleared, _resolved, _byHand;
        private DateTimeOffset? _until;
        private int _level, _times;

        public bool IsOver => _resolved || (_cleared && _acknowledged);
        public void Check(decimal share, bool isComplete)
        {
            var (reached, held) = (Level(share), Level(share + 1));
            var isAccepted = _resolved && _byHand && !_cleared;
            if (_level == 0 || _cleared || _resolved)
            {
                if (reached > (isAccepted ? _level : 0)) Begin(reached);
            }
            else if (reached > _level) (_level, _acknowledged, _until) = (reached, false, null);
            else if (held < _level && isComplete) (_level, _cleared) = held == 0 ? (_level, true) : (held, false);
        }
        public void Acknowledge() => _acknowledged |= _level > 0 && !_resolved;
        public void Resolve() { if (_level > 0 && !IsOver) (_resolved, _byHand, _until) = (true, true, null); }
        public void Shelve(DateTimeOffset now, DateTimeOffset until) { if (_level > 0 && !_cleared && !_resolved && !(_until > now)) _until = until; }
        public void Unshelve() => _until = null;
        public void Close() { if (_level > 0 && !IsOver) (_resolved, _byHand, _until) = (true, false, null); }
        public string Says(DateTimeOffset now) => _level == 0 ? "none"
            : $"{(AlarmSeverity)(_level - 1)} {(IsOver ? AlarmState.Resolved : _cleared ? AlarmState.Cleared : _acknowledged ? AlarmState.Acknowledged : AlarmState.Active)} x{_times} {(_until > now ? _until : null):O}";
        private void Begin(int level) => (_level, _until, _times, _acknowledged, _cleared, _resolved) = (level, level > _level ? null : _until, _times + 1, false, false, false);
        private static int Level(decimal share) => share >= 100 ? 2 : share >= 80 ? 1 : 0;
    }

    private interface IAlarms
    {
        /// <param name="late">What late data made of the period before, if they came.</param>
        Task CheckAsync(DateOnly period, decimal share, bool isComplete, decimal? late, DateTimeOffset now);

        Task ActAsync(DateOnly period, Act act, DateTimeOffset now, DateTimeOffset until);

        Task<AlarmEvent?> FindAsync(DateOnly period);
    }

    private enum Act
    {
        Acknowledge,
        Resolve,
        Shelve,
        Unshelve,
        Return,
    }

    private static async Task RunAsync(IAlarms alarms, int operations, int seed)
    {
        var random = new Random(seed);
        var (period, now) = (new DateOnly(2026, 1, 1), AlarmSeed.Noon);
        var (before, current) = (new Model(), new Model());
        HashSet<string> seen = [];
        for (var i = 0; i < operations; i++)
        {
            now = now.AddMinutes(random.Next(0, 90));
            var says = "";
            if (random.Next(60) == 0)
            {
                (period, before, current) = (period.AddMonths(1), current, new Model());
                before.Close();
                await alarms.CheckAsync(period, 0, false, null, now);
                says = "roll over";
            }
            else if (random.Next(100) < 60)
            {
                var (share, isComplete, late) = (Shares[random.Next(Shares.Length)], random.Next(5) > 0, random.Next(12) == 0 ? Shares[random.Next(Shares.Length)] : (decimal?)null);
                current.Check(share, isComplete);
                await alarms.CheckAsync(period, share, isComplete, late, now);
                says = $"check {share} {(isComplete ? "complete" : "incomplete")} late {late}";
            }
            else
            {
                var act = (Act)random.Next(5);
                var (until, isOld) = (now.AddMinutes(random.Next(1, 400)), act is not Act.Return && random.Next(10) == 0);
                var model = isOld ? before : current;
                if (act is Act.Acknowledge) model.Acknowledge();
                if (act is Act.Resolve) model.Resolve();
                if (act is Act.Shelve) model.Shelve(now, until);
                if (act is Act.Unshelve) model.Unshelve();
                await alarms.ActAsync(isOld ? period.AddMonths(-1) : period, act, now, until);
                says = $"{act} {(isOld ? "the one before" : "")}";
            }

            foreach (var (model, of) in ((Model, DateOnly)[])[(current, period), (before, period.AddMonths(-1))])
            {
                var (expected, alarm) = (model.Says(now), await alarms.FindAsync(of));
                var actual = alarm is null ? "none" : $"{alarm.Severity} {alarm.State} x{alarm.Occurrences} {(alarm.IsShelved(now) ? alarm.ShelvedUntil : null):O}";
                Assert.True(expected == actual && IsLegal(alarm), $"seed {seed}, operation {i}, {says}, period {of}: the model says {expected}, the alarm {actual}{(IsLegal(alarm) ? "" : ", in an order that cannot be")}");
                seen.Add(expected.Split(' ') is [var severity, var state, ..] ? $"{severity} {state}{(alarm!.IsShelved(now) ? " shelved" : "")}" : expected);
            }
        }

        // The walk has been everywhere: each state of either severity, put aside and not; what ended while it was put aside would return to it.
        Assert.Equal(1 + (2 * 4 * 2), seen.Count);
    }

    private static bool IsLegal(AlarmEvent? alarm) => alarm is null
        || (!(alarm.AcknowledgedAt < alarm.RaisedAt) && !(alarm.ClearedAt < alarm.RaisedAt) && !(alarm.ResolvedAt < alarm.RaisedAt) && !(alarm.ResolvedAt < alarm.AcknowledgedAt)
            && !(alarm.ResolvedAt < alarm.ClearedAt) && !(alarm.ShelvedUntil <= alarm.ShelvedAt) && (alarm.ShelvedAt is null || alarm.ResolvedAt is null));

    private static QuotaOutcome Outcome(int quota, DateOnly period, decimal share, bool isComplete, decimal? late) => new(quota, "Q", IsActive: true, period.AddDays(20), [Usage(period, share, isComplete)])
    {
        Restated = late is { } was ? [new RestatedUsage(Usage(period.AddMonths(-1), was, isComplete: true), QuotaStatus.Normal)] : [],
    };

    private static JudgedUsage Usage(DateOnly period, decimal share, bool isComplete)
    {
        var limit = new QuotaLimit(Fraction.Of(1_000), Unit.Get("kWh"));
        return new JudgedUsage(false, new PeriodSpan(period, period.AddMonths(1)), limit, Thresholds, ThresholdStreaks.None, share * 10, share * 10,
            QuotaJudge.Judge(share * 10, limit, Thresholds), isComplete, Forecast: null);
    }

    private async Task<Stored> StoredAsync(string quota) => new(database, await new EstateSeed(database.DataSource).QuotaAsync(quota, QuotaScope.EnergyType));

    /// <summary>The product's rules without a database.</summary>
    private sealed class InMemory : IAlarms
    {
        private readonly QuotaAlarmFollower _follower = new(Settings);
        private readonly List<AlarmEvent> _alarms = [];

        public Task CheckAsync(DateOnly period, decimal share, bool isComplete, decimal? late, DateTimeOffset now)
        {
            var changes = _follower.Follow([Outcome(1, period, share, isComplete, late)], [.. _alarms.TakeLast(2)], now);
            _alarms.AddRange(changes.Where(change => change.Step.Type is AlarmTransitionType.Raised).Select(change => change.Alarm));
            Assert.Distinct(_alarms.TakeLast(3).Select(alarm => alarm.PeriodStart));
            return Task.CompletedTask;
        }

        public Task ActAsync(DateOnly period, Act act, DateTimeOffset now, DateTimeOffset until)
        {
            if (_alarms.Find(alarm => alarm.PeriodStart == period) is not { } alarm) return Task.CompletedTask;
            var (version, says) = (alarm.Version, act switch
            {
                Act.Acknowledge => alarm.Acknowledge("li.wei@example.org", now, "seen"),
                Act.Resolve => alarm.Resolve("li.wei@example.org", now, "done"),
                Act.Shelve => alarm.Shelve("li.wei@example.org", now, until, "later"),
                Act.Unshelve => alarm.Unshelve(),
                _ => alarm.ShelvedUntil <= now && alarm.Unshelve(),
            });
            Assert.Equal(version + (says ? 1 : 0), alarm.Version);
            return Task.CompletedTask;
        }

        public Task<AlarmEvent?> FindAsync(DateOnly period) => Task.FromResult(_alarms.FindLast(alarm => alarm.PeriodStart == period));
    }

    /// <summary>The check's follower and the desk, as they store.</summary>
    private sealed class Stored(TestDatabase database, int quota) : IAlarms
    {
        private readonly QuotaAlarmFollower _follower = new(Settings);
        private readonly FakeTimeProvider _time = new(AlarmSeed.Noon);

        public int Quota => quota;

        private AlarmDesk Desk => new(database.DataSource, new TestAccess(Policies.Staff), _time, Settings);

        public async Task CheckAsync(DateOnly period, decimal share, bool isComplete, decimal? late, DateTimeOffset now)
        {
            await using var connection = await database.DataSource.OpenConnectionAsync(Cancel);
            await using var transaction = await connection.BeginTransactionAsync(Cancel);
            await _follower.FollowAsync(connection, [Outcome(quota, period, share, isComplete, late)], 1, now, Cancel);
            await transaction.CommitAsync(Cancel);
        }

        public async Task ActAsync(DateOnly period, Act act, DateTimeOffset now, DateTimeOffset until)
        {
            _time.AdjustTime(now);
            if (await FindAsync(period) is not { } alarm) return;
            AlarmSeen[] seen = [new(alarm.Id, alarm.Version)], stale = [new(alarm.Id, alarm.Version - 1)];
            await (act switch
            {
                Act.Acknowledge => Desk.AcknowledgeAsync(seen, "seen", Cancel),
                Act.Resolve => Desk.ResolveAsync(seen, "done", Cancel),
                Act.Shelve => Desk.ShelveAsync(seen, until, "later", Cancel),
                Act.Unshelve => Desk.UnshelveAsync(seen, null, Cancel),
                _ => Desk.ReturnDueAsync(Cancel) as Task,
            });
            Assert.Empty((await Desk.AcknowledgeAsync(stale, "what was before", Cancel)).Done);
        }

        public async Task<AlarmEvent?> FindAsync(DateOnly period)
        {
            await using var db = await database.Contexts.CreateDbContextAsync(Cancel);
            return db.Set<AlarmEvent>().SingleOrDefault(alarm => alarm.QuotaId == quota && alarm.PeriodStart == period);
        }
    }
}
