-- The days on which data of each device are expected, as one or more spans: from the day stated or that of its first row, to the last one
-- stated (empty: goes on), without its known gaps. A device that nobody has stated a first day of and that has no row is left out.
-- The one place that says so, for checks, charts, forecasts and explanations.
CREATE VIEW ems.device_service AS
WITH whole AS (
    SELECT d.id, d.known_gaps, d.last_date AS last_day, coalesce(d.first_date, (
        SELECT min(e.day) FROM ems.energy_daily_summary e
        JOIN (SELECT min(u.month) AS month FROM ems.usage_month u WHERE u.scope_kind = 'd' AND u.scope_id = d.id AND u.day_count > 0) f
            ON e.day >= f.month AND e.day < f.month + interval '1 month'
        WHERE e.device_id = d.id)) AS first_day
    FROM ems.device d
)
SELECT id AS device_id, first_day, last_day FROM whole WHERE first_day IS NOT NULL AND isempty(known_gaps)
UNION ALL
SELECT id, lower(span), upper(span) - 1
FROM whole CROSS JOIN LATERAL unnest(datemultirange(daterange(first_day, last_day, '[]')) - known_gaps) AS span
WHERE (last_day IS NULL OR last_day >= first_day) AND first_day IS NOT NULL AND NOT isempty(known_gaps);

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
