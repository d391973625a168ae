using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Domain.Forecasting;
using EmsDashboard.Infrastructure.Persistence;
using Npgsql;

namespace EmsDashboard.Features.Quotas.Persistence;

/// <summary>Reads the monthly roll-ups of many targets at once: what a period's usage is summed from, and what its end is forecast from.</summary>
internal static class TargetMonths
{
    /// <param name="ScopeKind"><c>d</c> device, <c>g</c> group with its descendants, <c>t</c> whole type (id 0).</param>
    /// <param name="Last">The last month asked for.</param>
    /// <param name="Count">Months with data up to that one; fewer where there are no more.</param>
    public readonly record struct Asked(char ScopeKind, int ScopeId, string EnergyType, DateOnly Last, int Count)
    {
        /// <summary>Every month that the question touches, and so many at least.</summary>
        public static Asked Of(UsageQuestion question, int atLeast = 0)
        {
            var (first, last) = (question.Period.Start, question.Through);
            return new Asked(question.ScopeKind, question.ScopeId, question.EnergyType, QuotaCalendar.MonthOf(last),
                Math.Max(atLeast, ((last.Year - first.Year) * 12) + last.Month - first.Month + 1));
        }
    }

    /// <returns>Months with data in canonical units, the earliest first; a list for each target.</returns>
    public static async Task<MonthUse[][]> ReadAsync(NpgsqlConnection connection, IReadOnlyList<Asked> asked, CancellationToken cancellationToken)
    {
        var months = new MonthUse[asked.Count][];
        if (asked.Count == 0) return months;
        // Lateral: one index range a target whatever the statistics say, or before there are any. The limit, not a first month, ends it: data may lie years back.
        await using var command = connection.Command("""
            SELECT p.ord, u.amounts, u.days
            FROM unnest($1::int[], $2::text[], $3::int[], $4::text[], $5::date[], $6::int[]) AS p (ord, kind, scope_id, energy_type, month, needed)
            CROSS JOIN LATERAL (
                -- In the order of the subquery: one for both, and the key's own. The last day and the count in one number: an array less to make, to send and to read.
                SELECT array_agg(m.amount) AS amounts, array_agg((m.last_day - date '0001-01-01')::bigint << 32 | m.day_count) AS days
                FROM (
                    SELECT amount, day_count, last_day FROM ems.usage_month
                    WHERE scope_kind = p.kind::"char" AND scope_id = p.scope_id AND energy_type = p.energy_type AND month <= p.month AND day_count > 0
                    ORDER BY month DESC LIMIT p.needed) m) u
            """,
            [
                Enumerable.Range(0, asked.Count).ToArray(), asked.Select(a => a.ScopeKind.ToString()).ToArray(), asked.Select(a => a.ScopeId).ToArray(),
                asked.Select(a => a.EnergyType).ToArray(), asked.Select(a => a.Last).ToArray(), asked.Select(a => a.Count).ToArray(),
            ]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) months[reader.GetInt32(0)] = Read(reader);
        return months;
    }

    private static MonthUse[] Read(NpgsqlDataReader row)
    {
        if (row.IsDBNull(1)) return [];
        var (amounts, days) = (row.GetFieldValue<decimal[]>(1), row.GetFieldValue<long[]>(2));
        var months = new MonthUse[days.Length];
        for (var i = 0; i < months.Length; i++)
        {
            var last = DateOnly.FromDayNumber((int)(days[i] >> 32));
            months[^(i + 1)] = new MonthUse(QuotaCalendar.MonthOf(last), amounts[i], (int)days[i], last);
        }

        return months;
    }
}
