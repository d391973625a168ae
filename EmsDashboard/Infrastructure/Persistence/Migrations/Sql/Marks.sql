-- Marks name months, so that SQL need not know how a quota cuts its periods: those that hold a day of the month are judged again.
TRUNCATE ems.quota_dirty;
ALTER TABLE ems.quota_dirty RENAME COLUMN period_start TO month;

-- Marks every month with data of these quotas' targets, and those in which their records begin: a record of an earlier target has to go
-- to what the present one used, which may be nothing. What is still queued is marked when it is folded.
CREATE OR REPLACE FUNCTION ems.mark_quotas(quotas integer[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO ems.quota_dirty (quota_id, month)
    SELECT q.id, m.month
    FROM ems.quota q JOIN ems.usage_month m ON m.energy_type = q.energy_type
        AND m.scope_kind = CASE q.scope WHEN 'device' THEN 'd'::"char" WHEN 'group' THEN 'g'::"char" ELSE 't'::"char" END
        AND m.scope_id = CASE q.scope WHEN 'device' THEN q.target_device_id WHEN 'group' THEN q.target_group_id ELSE 0 END
    WHERE q.id = ANY (quotas) AND q.is_active
    UNION
    SELECT u.quota_id, date_trunc('month', u.period_start)::date
    FROM ems.quota_usage u JOIN ems.quota q ON q.id = u.quota_id
    WHERE u.quota_id = ANY (quotas) AND q.is_active
    ORDER BY 1, 2;
$$;
SELECT ems.mark_quotas(ARRAY(SELECT id FROM ems.quota));
