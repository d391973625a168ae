using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Persistence;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Shared.Time;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace EmsDashboard.Features.Quotas.Explanation;

/// <summary>Explains usage records from the daily rows themselves, never from roll-ups, so that it also proves them.</summary>
public sealed class QuotaExplainQueries(IDbContextFactory<EmsDbContext> contexts, NpgsqlDataSource dataSource, IAccess access, TimeProvider time)
{
    /// <param name="day">A day of the period; null for the current record.</param>
    /// <param name="ofMonth">The month of a split year that holds the day, instead of the quota's own period.</param>
    /// <returns>Null when there is no such quota, or none of its records holds the day.</returns>
    /// <exception cref="AccessDeniedException">Nobody is signed in.</exception>
    public async Task<QuotaExplanation?> ExplainAsync(string code, DateOnly? day, bool ofMonth, CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Viewer);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var quota = await db.Set<Quota>().AsNoTracking().SingleOrDefaultAsync(q => q.Code == code, cancellationToken);
        if (quota is null) return null;
        var records = db.Set<QuotaUsage>().AsNoTracking().Where(u => u.QuotaId == quota.Id && u.IsMonth == ofMonth);
        var record = await (day is { } wanted ? records.Where(u => u.PeriodStart <= wanted && u.PeriodEnd > wanted) : records.Where(u => u.IsCurrent))
            // Where the periods were cut another way later, more than one holds the day.
            .OrderByDescending(u => u.VersionNumber).ThenByDescending(u => u.PeriodStart).FirstOrDefaultAsync(cancellationToken);
        if (record is null) return null;

        var version = await db.Set<QuotaVersion>().AsNoTracking().SingleAsync(v => v.QuotaId == quota.Id && v.Number == record.VersionNumber, cancellationToken);
        var run = await db.Set<CheckRun>().AsNoTracking().Where(r => r.Id == record.RunId)
            .Select(r => new ExplainedRun(r.Id, r.Kind, r.Trigger, r.TriggeredBy, r.StartedAt)).SingleOrDefaultAsync(cancellationToken);
        var unit = Unit.Get(record.Unit);
        var today = IanaZones.Todays([quota.TimeZone], time.GetUtcNow())[0];
        var span = new PeriodSpan(record.PeriodStart, record.PeriodEnd);
        var through = today < span.End ? today : span.End.AddDays(-1);
        // A running period is compared as far as its data reach; of one that is over, days that never came are part of the change.
        var compared = Compared(ofMonth ? version.ToTerms().Rule.OfMonths() : version.ToTerms().Rule, span, today < span.End && record.DataThrough is { } last && last < through ? last : through);
        var rows = await RowsAsync(quota, span.Start, through, compared, cancellationToken);
        var expectedThrough = DataFreshness.ExpectedThrough(rows.LastDay, today) is var expected && expected < through ? expected : through;
        var members = rows.Members.Select(m => Member(m, unit, span.Start, expectedThrough)).OrderByDescending(m => m.Amount).ThenBy(m => m.Code, StringComparer.Ordinal).ToList();
        return new QuotaExplanation
        {
            Code = quota.Code, Name = quota.Name, EnergyType = EnergyType.Get(quota.EnergyType), Unit = unit, Record = QuotaQueries.ToView(record), Through = through,
            Version = version, Run = run, Revisions = await RevisionsAsync(db, record, cancellationToken), Members = members, Total = members.Sum(m => m.Amount),
            Days = [.. Days(rows, unit, span.Start, through, expectedThrough)], Before = compared.Before, YearBefore = compared.YearBefore,
        };
    }

    /// <summary>As many days of the period before, from its first on, and the same days a year ago.</summary>
    private static (PeriodSpan Before, PeriodSpan YearBefore) Compared(PeriodRule rule, PeriodSpan span, DateOnly through)
    {
        var end = through.AddDays(1);
        var before = rule.Previous(span) ?? new PeriodSpan(span.Start.AddDays(-span.Days), span.Start);
        // Of a whole period the whole one before, whose days may be more or fewer.
        var last = end >= span.End ? before.End : before.Start.AddDays(Math.Min(before.Days, end.DayNumber - span.Start.DayNumber));
        return (new PeriodSpan(before.Start, last), new PeriodSpan(span.Start.AddYears(-1), end.AddYears(-1)));
    }

    private static ExplainedMember Member(MemberRows member, Unit unit, DateOnly start, DateOnly expectedThrough)
    {
        var expected = member.Service.Select(s => s.Within(start, expectedThrough)).Where(s => s.Days > 0).ToList();

        return new ExplainedMember(member.Code, member.Name, unit.FromCanonical(member.Amount, Decimals), member.RowCount, expected.Sum(s => s.Days),
            Converted(member.Before), Converted(member.YearBefore))
        {
            Missing = member.Rows is { } rows ? [.. expected.SelectMany(s => Holes(s, rows))] : null,
            Days = member.Rows?.OrderBy(r => r.Key).Select(r => new MemberDay(r.Key, unit.FromCanonical(r.Value, Decimals))).ToList(),
        };

        decimal? Converted(decimal? amount) => amount is { } value ? unit.FromCanonical(value, Decimals) : null;
    }

    private static IEnumerable<PeriodSpan> Holes(PeriodSpan span, Dictionary<DateOnly, decimal> rows)
    {
        DateOnly? from = null;
        for (var day = span.Start; day <= span.End; day = day.AddDays(1))
        {
            var isHole = day < span.End && !rows.ContainsKey(day);
            if (isHole) from ??= day;
            else if (from is { } start)
            {
                yield return new PeriodSpan(start, day);
                from = null;
            }
        }
    }

    private static IEnumerable<ExplainedDay> Days(TargetRows rows, Unit unit, DateOnly start, DateOnly through, DateOnly expectedThrough)
    {
        for (var day = start; day <= through; day = day.AddDays(1))
        {
            var (amount, count) = rows.Days.GetValueOrDefault(day);
            yield return new ExplainedDay(day, unit.FromCanonical(amount, Decimals), count,
                day > expectedThrough ? 0 : rows.Members.Count(m => m.Service.Any(s => s.Contains(day))));
        }
    }

    private async Task<TargetRows> RowsAsync(
        Quota quota, DateOnly start, DateOnly through, (PeriodSpan Before, PeriodSpan YearBefore) compared, CancellationToken cancellationToken)
    {
        var (kind, id) = quota.Scope switch
        {
            QuotaScope.Device => ("d", quota.TargetDeviceId),
            QuotaScope.Group => ("g", quota.TargetGroupId),
            _ => ("t", 0),
        };
        if (id is null) return new TargetRows([], new Dictionary<DateOnly, (decimal, int)>());
        object?[] period = [new[] { 0 }, new[] { kind }, new[] { id.Value }, new[] { quota.EnergyType }, start, through];
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        // One moment's rows for all statements: their sums have to agree.
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        const string of = "e.device_id = d.id AND e.energy_type = p.energy_type AND e.day >= m.since AND e.day < m.until";
        var members = await connection.QueryAsync($"""
            {Target}
            SELECT d.id, d.code, d.name, coalesce(sum(s.amount), 0), sum(s.rows)::int, sum(s.before), sum(s.year_before)
            FROM member m JOIN p ON p.ord = m.ord JOIN ems.device d ON d.id = m.device_id
            CROSS JOIN LATERAL (
                SELECT n.amount, n.rows,
                    (SELECT sum(e.consumption) FROM ems.energy_daily_summary e WHERE {of} AND e.day >= $7 AND e.day < $8) AS before,
                    (SELECT sum(e.consumption) FROM ems.energy_daily_summary e WHERE {of} AND e.day >= $9 AND e.day < $10) AS year_before
                FROM (SELECT sum(e.consumption) AS amount, count(*) AS rows FROM ems.energy_daily_summary e WHERE {of} AND e.day >= $5 AND e.day <= $6) n) s
            GROUP BY d.id, d.code, d.name
            HAVING bool_or(m.since <= $6 AND m.until > $5) OR count(s.before) + count(s.year_before) > 0
            """, [.. period, compared.Before.Start, compared.Before.End, compared.YearBefore.Start, compared.YearBefore.End],
            row => new MemberRows(row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetDecimal(3), row.GetInt32(4), row.Optional<decimal>(5), row.Optional<decimal>(6)), cancellationToken);
        var service = (await connection.QueryAsync($"""
            {Target}
            SELECT m.device_id, c.first_day, c.last_day FROM member m JOIN ems.device_service s ON s.device_id = m.device_id
            CROSS JOIN LATERAL (SELECT greatest(s.first_day, m.since) AS first_day, least(s.last_day, CASE WHEN m.until < 'infinity' THEN m.until - 1 END) AS last_day) c
            WHERE c.last_day IS NULL OR c.last_day >= c.first_day ORDER BY c.first_day
            """, period[..4], row => (Device: row.GetInt32(0), Span: new PeriodSpan(row.GetFieldValue<DateOnly>(1), row.Optional<DateOnly>(2)?.AddDays(1) ?? DateOnly.MaxValue)), cancellationToken))
            .ToLookup(s => s.Device, s => s.Span);
        members = [.. members.Select(m => m with { Service = [.. service[m.Id]] })];
        var days = await connection.QueryAsync($"""
            {Target}
            SELECT e.day, sum(e.consumption), count(*)::int {Rows} GROUP BY e.day
            """, period, row => (Day: row.GetFieldValue<DateOnly>(0), Amount: row.GetDecimal(1), Count: row.GetInt32(2)), cancellationToken);
        if (members.Sum(m => (long)m.RowCount) <= MostRows)
            members = WithRows(members, await connection.QueryAsync($"{Target} SELECT e.device_id, e.day, e.consumption {Rows}", period,
                row => (Device: row.GetInt32(0), Day: row.GetFieldValue<DateOnly>(1), Amount: row.GetDecimal(2)), cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        return new TargetRows(members, days.ToDictionary(d => d.Day, d => (d.Amount, d.Count)));
    }

    private static List<MemberRows> WithRows(List<MemberRows> members, List<(int Device, DateOnly Day, decimal Amount)> rows)
    {
        var byDevice = rows.ToLookup(r => r.Device);
        return [.. members.Select(m => m with { Rows = byDevice[m.Id].ToDictionary(r => r.Day, r => r.Amount) })];
    }

    private static async Task<IReadOnlyList<ExplainedRevision>> RevisionsAsync(EmsDbContext db, QuotaUsage record, CancellationToken cancellationToken)
    {
        var revisions = await db.Set<QuotaUsageRevision>().AsNoTracking().Where(r => r.QuotaId == record.QuotaId && r.IsMonth == record.IsMonth && r.PeriodStart == record.PeriodStart)
            .OrderByDescending(r => r.Number).ToListAsync(cancellationToken);
        long[] data = [.. revisions.Select(r => r.DataRevision).OfType<long>()];
        var imports = data.Length == 0 ? [] : await db.Set<ImportBatch>().AsNoTracking().Where(b => b.DataRevision != null && data.Contains(b.DataRevision.Value))
            .ToDictionaryAsync(b => b.DataRevision!.Value, b => new ExplainedImport(b.Id, b.FileName, b.ImportedBy, b.FinishedAt), cancellationToken);
        return [.. revisions.Select(r => new ExplainedRevision(r.Number, r.OldActualValue, r.NewActualValue, r.OldUnit, r.NewUnit, r.OldUsageRatePct, r.NewUsageRatePct,
            r.OldStatus, r.NewStatus, r.At, r.DataRevision is { } revision ? imports.GetValueOrDefault(revision) : null))];
    }

    /// <summary>As many as a usage record keeps.</summary>
    private const int Decimals = 9;

    /// <summary>Beyond so many rows a target's single days are left out: nobody reads them, and they would fill the memory.</summary>
    private const int MostRows = 100_000;

    private const string Target = $"""
        WITH p AS (SELECT * FROM unnest($1::int[], $2::text[], $3::int[], $4::text[]) AS p (ord, kind, id, energy_type)), member AS ({UsageReader.Members})
        """;

    private const string Rows = """
        FROM member m JOIN p ON p.ord = m.ord JOIN ems.energy_daily_summary e ON e.device_id = m.device_id AND e.energy_type = p.energy_type
            AND e.day >= $5 AND e.day <= $6 AND e.day >= m.since AND e.day < m.until
        """;

    /// <summary>Canonical amounts.</summary>
    private sealed record TargetRows(IReadOnlyList<MemberRows> Members, IReadOnlyDictionary<DateOnly, (decimal Amount, int Count)> Days)
    {
        public DateOnly? LastDay => Days.Count == 0 ? null : Days.Keys.Max();
    }

    private sealed record MemberRows(int Id, string Code, string Name, decimal Amount, int RowCount, decimal? Before, decimal? YearBefore)
    {
        /// <summary>Days on which data are expected, the earliest first.</summary>
        public IReadOnlyList<PeriodSpan> Service { get; init; } = [];

        /// <summary>Null when there are too many.</summary>
        public Dictionary<DateOnly, decimal>? Rows { get; init; }
    }
}
