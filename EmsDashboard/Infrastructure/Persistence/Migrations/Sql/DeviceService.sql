-- The days on which data of each device are expected, as one or more spans: from the day stated or that of its first row, to the last one
-- stated (empty: goes on), without its known gaps. A device that nobody has stated a first day of and that has no row is left out.
-- The one place that says so, for checks, charts, forecasts and explanations.
CREATE VIEW ems.device_service AS
SELECT d.id AS device_id, s.first_day, s.last_day
FROM ems.device d
-- Looked up once, and only where nobody has stated a first day: without OFFSET it would be written out at every mention.
CROSS JOIN LATERAL (SELECT coalesce(d.first_date, (
    SELECT min(e.day) FROM ems.energy_daily_summary e
    JOIN (SELECT min(u.month) AS month FROM ems.usage_month u WHERE u.scope_kind = 'd' AND u.scope_id = d.id AND u.day_count > 0) m
        ON e.day >= m.month AND e.day < m.month + interval '1 month'
    WHERE e.device_id = d.id)) AS first_day OFFSET 0) f
CROSS JOIN LATERAL (
    SELECT f.first_day, d.last_date AS last_day WHERE isempty(d.known_gaps)
    UNION ALL
    SELECT lower(span), upper(span) - 1
    FROM unnest(datemultirange(daterange(f.first_day, d.last_date, '[]')) - d.known_gaps) AS span
    WHERE NOT isempty(d.known_gaps) AND (d.last_date IS NULL OR d.last_date >= f.first_day)) s
WHERE f.first_day IS NOT NULL;

-- The days on which a row of a device counts for nothing when it is asked how complete the data are. Empty ends are open.
CREATE VIEW ems.device_out_of_service AS
SELECT id AS device_id, NULL::date AS first_day, first_date - 1 AS last_day FROM ems.device WHERE first_date IS NOT NULL
UNION ALL
SELECT id, last_date + 1, NULL FROM ems.device WHERE last_date IS NOT NULL
UNION ALL
SELECT id, lower(gap), upper(gap) - 1
FROM ems.device CROSS JOIN LATERAL unnest(known_gaps * datemultirange(daterange(first_date, last_date, '[]'))) AS gap
WHERE NOT isempty(known_gaps);

-- What is expected of these devices has changed: every quota that they count for is judged again.
CREATE FUNCTION ems.mark_service(devices integer[]) RETURNS void LANGUAGE sql AS $$
    SELECT ems.mark_quotas(ARRAY(
        SELECT DISTINCT q.id FROM ems.device d JOIN ems.quota q ON q.energy_type = d.energy_type AND (q.scope = 'energy_type' OR q.target_device_id = d.id
            OR q.target_group_id IN (SELECT a.ancestor_id FROM ems.device_group_ancestor a WHERE a.group_id = d.group_id))
        WHERE d.id = ANY (devices)));
$$;

-- What is only ever added to cannot be emptied either.
CREATE TRIGGER quota_version_not_emptied BEFORE TRUNCATE ON ems.quota_version FOR EACH STATEMENT EXECUTE FUNCTION ems.refuse_change();
CREATE TRIGGER quota_usage_revision_not_emptied BEFORE TRUNCATE ON ems.quota_usage_revision FOR EACH STATEMENT EXECUTE FUNCTION ems.refuse_change();
