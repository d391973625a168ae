using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Domain.Forecasting;
using EmsDashboard.Infrastructure.Persistence;
using Npgsql;

namespace EmsDashboard.Features.Quotas.Persistence;

/// <summary>Usage to be read: rows of a scope in a period, up to and including a day.</summary>
/// <param name="ScopeKind"><c>d</c> device, <c>g</c> group with its descendants, <c>t</c> whole type (id 0).</param>
internal readonly record struct UsageQuestion(char ScopeKind, int ScopeId, string EnergyType, PeriodSpan Period, DateOnly Through)
{
    /// <exception cref="InvalidOperationException">The quota's target is gone.</exception>
    /// <param name="through">Last day that counts; null for the whole period.</param>
    public static UsageQuestion Of(CheckedQuota quota, PeriodSpan period, DateOnly? through) => new(
        quota.ScopeKind, quota.ScopeId ?? throw new InvalidOperationException($"Quota {quota.Code} has no target."), quota.EnergyType, period,
        through is { } day && day < period.End ? day : period.End.AddDays(-1));

    /// <summary>The same question for the days of one month only.</summary>
    public UsageQuestion Within(DateOnly month)
    {
        var next = month.AddMonths(1);
        return this with
        {
            Period = new PeriodSpan(Period.Start > month ? Period.Start : month, Period.End < next ? Period.End : next),
            Through = Through < next ? Through : next.AddDays(-1),
        };
    }
}

/// <param name="Amount">In the canonical unit.</param>
/// <param name="DayCount">Device-days that were counted.</param>
/// <param name="LastDay">Latest day that was counted.</param>
internal readonly record struct UsageAnswer(decimal Amount, int DayCount, DateOnly? LastDay)
{
    /// <summary>Together with the answer for other days of the same period.</summary>
    public UsageAnswer Plus(UsageAnswer other) => this with
    {
        Amount = Amount + other.Amount,
        DayCount = DayCount + other.DayCount,
        LastDay = LastDay > other.LastDay ? LastDay : other.LastDay ?? LastDay,
    };
}

/// <param name="Days">Device-days that should have data.</param>
/// <param name="Devices">Devices that should have data on the day after the last one asked for.</param>
/// <param name="Stray">Device-days that have data although none are expected: before a device's first day, after its last one, in a known gap.</param>
internal readonly record struct ExpectedData(int Days, int Devices, int Stray);

/// <summary>Reads usage of many scopes and periods at once.</summary>
internal static class UsageReader
{
    /// <summary>
    /// From the roll-ups. Daily rows are summed only for a month that the question cuts: the month of a period that begins or ends within it,
    /// and a month with rows beyond the day asked for, which in normal operation never happens: no rows lie in the future.
    /// </summary>
    /// <param name="months">Every month with data that a question touches, one list a question: <see cref="TargetMonths"/>.</param>
    public static async Task<UsageAnswer[]> FromMonthsAsync(
        NpgsqlConnection connection, IReadOnlyList<UsageQuestion> questions, MonthUse[][] months, CancellationToken cancellationToken)
    {
        var answers = new UsageAnswer[questions.Count];
        List<(int Question, UsageQuestion Edge)> edges = [];
        for (var i = 0; i < answers.Length; i++)
        {
            var (question, first) = (questions[i], QuotaCalendar.MonthOf(questions[i].Period.Start));
            foreach (var month in months[i])
            {
                if (month.Month < first || month.Month > question.Through) continue;
                if (month.Month >= question.Period.Start && month.LastDay <= question.Through) answers[i] = answers[i].Plus(new UsageAnswer(month.Amount, month.MeterDays, month.LastDay));
                else edges.Add((i, question.Within(month.Month)));
            }
        }

        if (edges.Count == 0) return answers;
        var days = await FromDaysAsync(connection, [.. edges.Select(e => e.Edge)], cancellationToken);
        for (var i = 0; i < edges.Count; i++) answers[edges[i].Question] = answers[edges[i].Question].Plus(days[i]);
        return answers;
    }

    /// <summary>
    /// Device-days that should have data, and how many devices should go on having some: each device of the scope from its first to its last
    /// expected day. A device whose first day nobody has stated is expected from the day of its first row on.
    /// </summary>
    /// <param name="earlier">A day before a question's last one up to which the same is asked; null for none.</param>
    /// <returns>One answer a question, and one up to the earlier day, which is the same where there is none.</returns>
    public static async Task<(ExpectedData[] Expected, ExpectedData[] Earlier)> ExpectedAsync(
        NpgsqlConnection connection, IReadOnlyList<UsageQuestion> questions, DateOnly?[] earlier, CancellationToken cancellationToken)
    {
        var (expected, before) = (new ExpectedData[questions.Count], new ExpectedData[questions.Count]);
        await CountServiceAsync('d', OfDevices);
        await CountServiceAsync('g', OfGroups);
        await CountServiceAsync('t', OfTypes);
        if (questions.Count == 0) return (expected, before);
        int[] twice = [.. Enumerable.Range(0, questions.Count).Where(i => earlier[i] is not null)];
        foreach (var (i, rows) in await CountStrayAsync(connection, [.. questions, .. twice.Select(i => questions[i] with { Through = earlier[i]!.Value })], cancellationToken))
        {
            if (i >= expected.Length)
            {
                before[twice[i - expected.Length]] = before[twice[i - expected.Length]] with { Stray = rows };
                continue;
            }

            expected[i] = expected[i] with { Stray = rows };
            if (earlier[i] is null) before[i] = before[i] with { Stray = rows };
        }

        return (expected, before);

        async Task CountServiceAsync(char kind, string sql)
        {
            int[] asked = [.. Enumerable.Range(0, questions.Count).Where(i => questions[i].ScopeKind == kind)];
            if (asked.Length == 0) return;
            await using var command = connection.Command(sql, [.. Arrays([.. asked.Select(i => questions[i])]), asked.Select(i => earlier[i] ?? questions[i].Through).ToArray()]);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                var i = asked[reader.GetInt32(0)];
                expected[i] = new ExpectedData(reader.GetInt32(1), reader.GetInt32(2), Stray: 0);
                before[i] = new ExpectedData(reader.GetInt32(3), reader.GetInt32(4), Stray: 0);
            }
        }
    }

    /// <summary>Few devices begin, end or pause within a period; only of those are daily rows looked at.</summary>
    private static async Task<List<(int Question, int Rows)>> CountStrayAsync(
        NpgsqlConnection connection, IReadOnlyList<UsageQuestion> questions, CancellationToken cancellationToken)
    {
        var devices = await connection.QueryAsync(
            "SELECT id FROM ems.device WHERE first_date > $1 OR last_date < $2 OR NOT isempty(known_gaps)", [questions.Min(q => q.Period.Start), questions.Max(q => q.Through)], row => row.GetInt32(0), cancellationToken);
        return devices.Count == 0 ? [] : await connection.QueryAsync($"""
            WITH {Asked}
            SELECT m.ord, sum(s.rows)::int
            FROM member m JOIN p ON p.ord = m.ord
            JOIN ems.device_out_of_service o ON o.device_id = m.device_id
                AND coalesce(o.last_day, 'infinity') >= greatest(p.first_day, m.since) AND coalesce(o.first_day, '-infinity') <= least(p.through, m.until - 1)
            CROSS JOIN LATERAL (
                SELECT count(*) AS rows FROM ems.energy_daily_summary e
                WHERE e.device_id = m.device_id AND e.energy_type = p.energy_type
                    AND e.day >= greatest(o.first_day, p.first_day, m.since) AND e.day <= least(o.last_day, p.through, m.until - 1)) s
            WHERE m.device_id = ANY ($8)
            GROUP BY m.ord
            """, [.. Arrays(questions), devices.ToArray()], row => (row.GetInt32(0), row.GetInt32(1)), cancellationToken);
    }

    private const string Questions = """
        p AS (
            SELECT * FROM unnest($1::int[], $2::text[], $3::int[], $4::text[], $5::date[], $6::date[], $7::date[])
                AS p (ord, kind, id, energy_type, first_day, period_end, through)
        )
        """;

    private const string TwiceAsked = """
        p AS (
            SELECT * FROM unnest($1::int[], $2::text[], $3::int[], $4::text[], $5::date[], $6::date[], $7::date[], $8::date[])
                AS p (ord, kind, id, energy_type, first_day, period_end, through, earlier)
        )
        """;

    private const string OfDevices = $"""
        WITH {TwiceAsked}
        SELECT p.ord, {Counted}
        FROM p JOIN (SELECT s.*, 1 AS devices FROM ems.device_service s) s ON s.device_id = p.id GROUP BY p.ord
        """;

    /// <summary>Devices of a group that come and go together are counted together: many questions are asked about the same ones.</summary>
    private const string OfGroups = $"""
        WITH {TwiceAsked}, stay AS MATERIALIZED (
            SELECT s.group_id, s.energy_type, s.first_day, s.last_day, count(*) AS devices
            FROM (SELECT DISTINCT a.group_id FROM p JOIN ems.device_group_ancestor a ON a.ancestor_id = p.id) g JOIN ems.device_stay s ON s.group_id = g.group_id
            GROUP BY s.group_id, s.energy_type, s.first_day, s.last_day
        )
        SELECT p.ord, {Counted}
        FROM p JOIN ems.device_group_ancestor a ON a.ancestor_id = p.id JOIN stay s ON s.group_id = a.group_id AND s.energy_type = p.energy_type GROUP BY p.ord
        """;

    private const string OfTypes = $"""
        WITH {TwiceAsked}, stay AS MATERIALIZED (
            SELECT d.energy_type, s.first_day, s.last_day, count(*) AS devices
            FROM ems.device d JOIN ems.device_service s ON s.device_id = d.id GROUP BY d.energy_type, s.first_day, s.last_day
        )
        SELECT p.ord, {Counted} FROM p JOIN stay s ON s.energy_type = p.energy_type GROUP BY p.ord
        """;

    private const string Counted = """
        sum(s.devices * greatest(0, least(s.last_day, p.through) - greatest(s.first_day, p.first_day) + 1))::int,
            sum(CASE WHEN s.first_day <= p.through + 1 AND (s.last_day IS NULL OR s.last_day > p.through) THEN s.devices ELSE 0 END)::int,
            sum(s.devices * greatest(0, least(s.last_day, p.earlier) - greatest(s.first_day, p.first_day) + 1))::int,
            sum(CASE WHEN s.first_day <= p.earlier + 1 AND (s.last_day IS NULL OR s.last_day > p.earlier) THEN s.devices ELSE 0 END)::int
        """;

    /// <summary>From daily rows alone, whatever is still queued for the roll-ups.</summary>
    public static async Task<UsageAnswer[]> FromDaysAsync(NpgsqlConnection connection, IReadOnlyList<UsageQuestion> questions, CancellationToken cancellationToken)
    {
        var answers = new UsageAnswer[questions.Count];
        await using var command = connection.Command($"""
            WITH {Asked}
            SELECT p.ord, coalesce(sum(s.amount), 0), coalesce(sum(s.day_count), 0)::int, max(s.last_day)
            FROM p JOIN member m ON m.ord = p.ord
            CROSS JOIN LATERAL (
                SELECT sum(e.consumption) AS amount, count(*) AS day_count, max(e.day) AS last_day
                FROM ems.energy_daily_summary e
                WHERE e.device_id = m.device_id AND e.energy_type = p.energy_type AND e.day >= greatest(p.first_day, m.since) AND e.day <= least(p.through, m.until - 1)) s
            GROUP BY p.ord
            """, Arrays(questions));
        command.CommandTimeout = 300;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            answers[reader.GetInt32(0)] = new UsageAnswer(reader.GetDecimal(1), reader.GetInt32(2), reader.Optional<DateOnly>(3));
        return answers;
    }

    /// <summary>
    /// The devices of the questions <c>p</c> and the days, from <c>since</c> to before <c>until</c>, on which they count: one that moved
    /// within a group is in it more than once.
    /// </summary>
    internal const string Members = """
        SELECT p.ord, p.id AS device_id, '-infinity'::date AS since, 'infinity'::date AS until FROM p WHERE p.kind = 'd'
        UNION ALL
        SELECT p.ord, m.device_id, m.since, m.until FROM p JOIN ems.device_group_ancestor a ON a.ancestor_id = p.id
            JOIN ems.device_membership m ON m.group_id = a.group_id AND m.energy_type = p.energy_type WHERE p.kind = 'g'
        UNION ALL
        SELECT p.ord, d.id, '-infinity', 'infinity' FROM p JOIN ems.device d ON d.energy_type = p.energy_type WHERE p.kind = 't'
        """;

    private const string Asked = $"""
        {Questions}, member AS ({Members})
        """;

    private static object?[] Arrays(IReadOnlyList<UsageQuestion> questions) =>
    [
        Enumerable.Range(0, questions.Count).ToArray(),
        questions.Select(q => q.ScopeKind.ToString()).ToArray(),
        questions.Select(q => q.ScopeId).ToArray(),
        questions.Select(q => q.EnergyType).ToArray(),
        questions.Select(q => q.Period.Start).ToArray(),
        questions.Select(q => q.Period.End).ToArray(),
        questions.Select(q => q.Through).ToArray(),
    ];
}
