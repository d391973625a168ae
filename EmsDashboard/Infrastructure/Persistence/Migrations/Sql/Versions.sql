-- A quota's terms become versions. Every run of records that were judged by the same terms is one, from the run's first period on, the
-- first since ever; terms that no record has been judged by yet are the latest, from the running period on.
CREATE TEMPORARY TABLE version_of ON COMMIT DROP AS
WITH said AS (
    SELECT u.quota_id, u.period_start, u.quota_value, u.unit, u.warning_threshold_pct, u.alert_threshold_pct FROM ems.quota_usage u
    UNION ALL
    SELECT q.id, 'infinity', q.quota_value, q.unit, q.warning_threshold_pct, q.alert_threshold_pct FROM ems.quota q
), changes AS (
    SELECT *, (quota_value, unit, warning_threshold_pct, alert_threshold_pct) IS DISTINCT FROM
        lag((quota_value, unit, warning_threshold_pct, alert_threshold_pct)) OVER w AS is_new
    FROM said WINDOW w AS (PARTITION BY quota_id ORDER BY period_start)
)
SELECT *, sum(is_new::int) OVER (PARTITION BY quota_id ORDER BY period_start)::int AS number FROM changes;

INSERT INTO ems.quota_version (quota_id, number, valid_from, is_retroactive, period, fiscal_start_month, start_day, quota_value, unit, thresholds,
    is_prorated, carry_over, created_at, created_by)
SELECT v.quota_id, v.number,
    CASE WHEN v.number = 1 THEN '-infinity' WHEN v.period_start = 'infinity' THEN coalesce(
        (SELECT u.period_start FROM ems.quota_usage u WHERE u.quota_id = v.quota_id AND u.is_current), '-infinity') ELSE v.period_start END,
    false, q.period, 1, 1, v.quota_value, v.unit,
    format('actual>=%s%%:warning; actual>=%s%%:critical; forecast>=100%%:warning', trim_scale(v.warning_threshold_pct), trim_scale(v.alert_threshold_pct)),
    false, 'none', CASE WHEN v.number = 1 THEN q.created_at ELSE q.updated_at END, 'system'
FROM version_of v JOIN ems.quota q ON q.id = v.quota_id
WHERE v.is_new
ORDER BY v.quota_id, v.number;

UPDATE ems.quota_usage u SET version_number = v.number FROM version_of v WHERE v.quota_id = u.quota_id AND v.period_start = u.period_start;

-- Which delivery of data had a period judged again: the revision that its rows carry, and its import too.
ALTER TABLE ems.usage_delta ADD COLUMN revision bigint;
ALTER TABLE ems.quota_dirty ADD COLUMN revision bigint;

CREATE TRIGGER quota_version_append_only BEFORE UPDATE OR DELETE ON ems.quota_version
    FOR EACH STATEMENT EXECUTE FUNCTION ems.refuse_change();
CREATE TRIGGER quota_usage_revision_append_only BEFORE UPDATE OR DELETE ON ems.quota_usage_revision
    FOR EACH STATEMENT EXECUTE FUNCTION ems.refuse_change();
