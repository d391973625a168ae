using EmsDashboard.Features.Quotas.Domain.Forecasting;
using EmsDashboard.Infrastructure.Persistence;
using Npgsql;

namespace EmsDashboard.Features.Quotas.Persistence;

/// <summary>Reads the days of targets from daily rows, with how many meters have a row and how many should.</summary>
internal static class TargetDays
{
    /// <param name="ScopeKind"><c>d</c> device, <c>g</c> group with its descendants, <c>t</c> whole type (id 0).</param>
    public readonly record struct Target(char ScopeKind, int ScopeId, string EnergyType, DateOnly From, DateOnly Through);

    /// <returns>One series a target, in canonical units. A meter is expected from its first to its last day, or from its first row on where nobody stated one.</returns>
    public static async Task<DailySeries[]> ReadAsync(NpgsqlConnection connection, IReadOnlyList<Target> targets, CancellationToken cancellationToken)
    {
        if (targets.Count == 0) return [];
        object?[] arrays =
        [
            Enumerable.Range(0, targets.Count).ToArray(), targets.Select(t => t.ScopeKind.ToString()).ToArray(), targets.Select(t => t.ScopeId).ToArray(),
            targets.Select(t => t.EnergyType).ToArray(), targets.Select(t => t.From).ToArray(), targets.Select(t => t.Through).ToArray(),
        ];
        var days = await connection.QueryAsync($"""
            WITH {Asked}
            SELECT p.ord, e.day, sum(e.consumption), count(*)::int
            FROM p JOIN member m ON m.ord = p.ord
            JOIN ems.energy_daily_summary e ON e.device_id = m.device_id AND e.energy_type = p.energy_type AND e.day >= greatest(p.first_day, m.since) AND e.day <= least(p.through, m.until - 1)
            GROUP BY p.ord, e.day
            """, arrays, row => (Target: row.GetInt32(0), Day: row.GetFieldValue<DateOnly>(1), Amount: row.GetDecimal(2), Meters: row.GetInt32(3)), cancellationToken);
        var service = await connection.QueryAsync($"""
            WITH {Asked}
            SELECT m.ord, s.first_day, s.last_day, count(*)::int
            FROM member m JOIN ems.device_service d ON d.device_id = m.device_id
            CROSS JOIN LATERAL (SELECT greatest(d.first_day, m.since) AS first_day, least(d.last_day, CASE WHEN m.until < 'infinity' THEN m.until - 1 END) AS last_day) s
            WHERE s.last_day IS NULL OR s.last_day >= s.first_day
            GROUP BY m.ord, s.first_day, s.last_day
            """, arrays, row => (Target: row.GetInt32(0), First: row.GetFieldValue<DateOnly>(1), Last: row.Optional<DateOnly>(2), Meters: row.GetInt32(3)), cancellationToken);
        var (daysOf, serviceOf) = (days.ToLookup(d => d.Target), service.ToLookup(s => s.Target));
        return [.. targets.Select((target, i) => new DailySeries(Days(target, daysOf[i].ToDictionary(d => d.Day, d => (d.Amount, d.Meters)), [.. serviceOf[i].Select(s => (s.First, s.Last, s.Meters))])))];
    }

    private static IEnumerable<Domain.Forecasting.DayUse> Days(
        Target target, Dictionary<DateOnly, (decimal Amount, int Meters)> rows, List<(DateOnly First, DateOnly? Last, int Meters)> service)
    {
        if (rows.Count == 0) yield break;
        var first = rows.Keys.Min();
        for (var day = first; day <= target.Through; day = day.AddDays(1))
        {
            var (amount, meters) = rows.GetValueOrDefault(day);
            var expected = 0;
            foreach (var span in service)
                if (span.First <= day && (span.Last is null || span.Last >= day)) expected += span.Meters;
            yield return new Domain.Forecasting.DayUse(day, amount, meters, Math.Max(expected, meters));
        }
    }

    private const string Asked = $"""
        p AS (
            SELECT * FROM unnest($1::int[], $2::text[], $3::int[], $4::text[], $5::date[], $6::date[]) AS p (ord, kind, id, energy_type, first_day, through)
        ), member AS ({UsageReader.Members})
        """;
}
