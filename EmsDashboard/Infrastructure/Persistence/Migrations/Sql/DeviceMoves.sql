-- Which group each device is in on which days, both ends as they are in a half-open range. The one place that says so, for roll-ups,
-- checks, charts and explanations.
CREATE VIEW ems.device_membership AS
SELECT d.id AS device_id, d.energy_type, d.group_id, coalesce(l.until, '-infinity'::date) AS since, 'infinity'::date AS until
FROM ems.device d LEFT JOIN (SELECT device_id, max(until) AS until FROM ems.device_past_group GROUP BY device_id) l ON l.device_id = d.id
UNION ALL
SELECT p.device_id, d.energy_type, p.group_id,
    coalesce((SELECT max(b.until) FROM ems.device_past_group b WHERE b.device_id = p.device_id AND b.until < p.until), '-infinity'::date), p.until
FROM ems.device_past_group p JOIN ems.device d ON d.id = p.device_id;

-- The days on which data of each device are expected, cut by the groups it was in on them.
CREATE VIEW ems.device_stay AS
SELECT m.device_id, m.energy_type, m.group_id, c.first_day, c.last_day
FROM ems.device_membership m JOIN ems.device_service s ON s.device_id = m.device_id
CROSS JOIN LATERAL (SELECT greatest(s.first_day, m.since) AS first_day, least(s.last_day, CASE WHEN m.until < 'infinity' THEN m.until - 1 END) AS last_day) c
WHERE c.last_day IS NULL OR c.last_day >= c.first_day;

-- What each device's months add to the group it was in. A month in the middle of which it moved is cut by its daily rows.
CREATE VIEW ems.device_group_month AS
SELECT u.scope_id AS device_id, m.group_id, u.energy_type, u.month, u.amount, u.day_count::bigint AS day_count, u.last_day
FROM ems.usage_month u JOIN ems.device_membership m ON m.device_id = u.scope_id AND m.since <= u.month AND m.until > u.month
WHERE u.scope_kind = 'd' AND NOT EXISTS (
    SELECT FROM ems.device_past_group p WHERE p.device_id = u.scope_id AND p.until > u.month AND p.until < u.month + interval '1 month')
UNION ALL
SELECT e.device_id, m.group_id, e.energy_type, c.month, sum(e.consumption), count(*), max(e.day)
FROM (SELECT DISTINCT device_id, date_trunc('month', until::timestamp)::date AS month FROM ems.device_past_group WHERE until > date_trunc('month', until::timestamp)) c
    JOIN ems.device_membership m ON m.device_id = c.device_id
    JOIN ems.energy_daily_summary e ON e.device_id = c.device_id AND e.day >= greatest(c.month, m.since) AND e.day < least((c.month + interval '1 month')::date, m.until)
GROUP BY e.device_id, m.group_id, e.energy_type, c.month;

-- Sums months of groups anew, one month for each group named. The caller holds the lock ems.fold, taken in a statement before.
CREATE FUNCTION ems.resum_group_months(groups integer[], months date[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM ems.usage_month u USING unnest(groups, months) AS k (group_id, month)
    WHERE u.scope_kind = 'g' AND u.scope_id = k.group_id AND u.month = k.month;
    INSERT INTO ems.usage_month (scope_kind, scope_id, energy_type, month, amount, day_count, last_day)
    SELECT 'g', k.group_id, s.energy_type, k.month, sum(s.amount), sum(s.day_count), max(s.last_day)
    FROM (SELECT DISTINCT group_id, month, (month + interval '1 month')::date AS month_end FROM unnest(groups, months) AS k (group_id, month)) k
        JOIN ems.device_group_ancestor a ON a.ancestor_id = k.group_id
        JOIN ems.device_membership m ON m.group_id = a.group_id AND m.since < k.month_end AND m.until > k.month
        -- By index, device for device: the view above would go through everybody's history.
        CROSS JOIN LATERAL (
            SELECT u.energy_type, u.amount, u.day_count::bigint AS day_count, u.last_day
            FROM ems.usage_month u
            WHERE m.since <= k.month AND m.until >= k.month_end AND u.scope_kind = 'd' AND u.scope_id = m.device_id AND u.energy_type = m.energy_type AND u.month = k.month
            UNION ALL
            SELECT m.energy_type, sum(e.consumption), count(*), max(e.day)
            FROM ems.energy_daily_summary e
            WHERE NOT (m.since <= k.month AND m.until >= k.month_end) AND e.device_id = m.device_id AND e.energy_type = m.energy_type
                AND e.day >= greatest(k.month, m.since) AND e.day < least(k.month_end, m.until)
            HAVING count(*) > 0) s
    GROUP BY k.group_id, s.energy_type, k.month
    ORDER BY k.group_id, s.energy_type, k.month;
END $$;

-- As before, but each device counts for the group that it was in.
CREATE OR REPLACE FUNCTION ems.resum_groups(groups integer[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    quotas integer[] := ARRAY(SELECT id FROM ems.quota WHERE target_group_id = ANY (groups));
BEGIN
    PERFORM ems.mark_quotas(quotas);
    DELETE FROM ems.usage_month WHERE scope_kind = 'g' AND scope_id = ANY (groups);
    INSERT INTO ems.usage_month (scope_kind, scope_id, energy_type, month, amount, day_count, last_day)
    SELECT 'g', a.ancestor_id, s.energy_type, s.month, sum(s.amount), sum(s.day_count), max(s.last_day)
    FROM ems.device_group_ancestor a JOIN ems.device_group_month s ON s.group_id = a.group_id
    WHERE a.ancestor_id = ANY (groups)
    GROUP BY a.ancestor_id, s.energy_type, s.month
    ORDER BY a.ancestor_id, s.energy_type, s.month;
    PERFORM ems.mark_quotas(quotas);
END $$;

CREATE OR REPLACE FUNCTION ems.mark_service(devices integer[]) RETURNS void LANGUAGE sql AS $$
    SELECT ems.mark_quotas(ARRAY(
        SELECT DISTINCT q.id FROM ems.device d JOIN ems.quota q ON q.energy_type = d.energy_type AND (q.scope = 'energy_type' OR q.target_device_id = d.id
            OR q.target_group_id IN (SELECT a.ancestor_id FROM ems.device_membership m JOIN ems.device_group_ancestor a ON a.group_id = m.group_id WHERE m.device_id = d.id))
        WHERE d.id = ANY (devices)));
$$;
