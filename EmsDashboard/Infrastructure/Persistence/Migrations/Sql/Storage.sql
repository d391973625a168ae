-- What EF Core does not model: a partitioned table, roll-ups, queues, append-only guards.
-- One row a device, type and local day, in the type's canonical unit. No foreign key and no other index: ingest pays for each.
-- revision: source time or sequence of the value, the larger wins. prev: the value the last write replaced; it exists so that an
-- upsert can return the exact difference from under the row lock.
CREATE TABLE ems.energy_daily_summary (
    device_id integer NOT NULL,
    energy_type varchar(32) NOT NULL,
    day date NOT NULL,
    consumption numeric(18,3) NOT NULL,
    revision bigint NOT NULL,
    prev numeric(18,3),
    CONSTRAINT pk_energy_daily_summary PRIMARY KEY (device_id, energy_type, day)
) PARTITION BY RANGE (day);

-- Gives every import its revision.
CREATE SEQUENCE ems.energy_revision;

-- Creates the monthly partitions that the given months need and returns how many were new. A table is made apart and then attached:
-- that lets readers and writers of the other months go on, while CREATE TABLE … PARTITION OF would wait for all and hold up all.
CREATE FUNCTION ems.ensure_energy_partitions(months date[]) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    m date;
    created integer := 0;
    partition text;
BEGIN
    FOR m IN SELECT DISTINCT date_trunc('month', d)::date FROM unnest(months) d ORDER BY 1 LOOP
        partition := format('ems.energy_daily_summary_%s', to_char(m, 'YYYYMM'));
        IF to_regclass(partition) IS NULL THEN
            -- Two imports may need the same month: the second waits here and finds it made. It has to look into the table itself,
            -- for the name cache is not refreshed by waiting for this lock.
            PERFORM pg_advisory_xact_lock(hashtext('ems.energy_partitions'));
            IF NOT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'ems'::regnamespace AND relname = format('energy_daily_summary_%s', to_char(m, 'YYYYMM'))) THEN
                EXECUTE format('CREATE TABLE %s (LIKE ems.energy_daily_summary INCLUDING ALL)', partition);
                EXECUTE format('ALTER TABLE ems.energy_daily_summary ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)',
                    partition, m, (m + interval '1 month')::date);
                created := created + 1;
            END IF;
        END IF;
    END LOOP;
    RETURN created;
END $$;

-- Append-only queue of exact differences per device-month, written in the transaction of the rows.
CREATE TABLE ems.usage_delta (
    id bigint GENERATED ALWAYS AS IDENTITY,
    device_id integer NOT NULL,
    energy_type varchar(32) NOT NULL,
    month date NOT NULL,
    amount numeric(24,3) NOT NULL,
    day_count integer NOT NULL,
    last_day date NOT NULL
);

-- Roll-up per scope and month. scope_kind: d device, g group with its descendants, t whole type (scope_id 0).
-- last_day: no row of the month is later; lets the check see without daily rows whether a cut at today changes anything.
CREATE TABLE ems.usage_month (
    scope_kind "char" NOT NULL,
    scope_id integer NOT NULL,
    energy_type varchar(32) NOT NULL,
    month date NOT NULL,
    amount numeric(24,3) NOT NULL,
    day_count integer NOT NULL,
    last_day date NOT NULL,
    CONSTRAINT pk_usage_month PRIMARY KEY (scope_kind, scope_id, energy_type, month)
);

-- Every group with itself and each group above it; rebuilt when the tree changes.
CREATE TABLE ems.device_group_ancestor (
    group_id integer NOT NULL REFERENCES ems.device_group ON DELETE CASCADE,
    ancestor_id integer NOT NULL REFERENCES ems.device_group ON DELETE CASCADE,
    CONSTRAINT pk_device_group_ancestor PRIMARY KEY (group_id, ancestor_id)
);
CREATE INDEX ix_device_group_ancestor_ancestor ON ems.device_group_ancestor (ancestor_id);

-- Append-only marks: this quota's period must be judged again. No unique key: it would lose an update that arrives while one is being worked off.
CREATE TABLE ems.quota_dirty (
    id bigint GENERATED ALWAYS AS IDENTITY,
    quota_id integer NOT NULL REFERENCES ems.quota ON DELETE CASCADE,
    period_start date NOT NULL
);
CREATE INDEX ix_quota_dirty_quota ON ems.quota_dirty (quota_id, period_start);

-- Marks every period of these quotas that has data. What is still queued is marked when it is folded.
CREATE FUNCTION ems.mark_quotas(quotas integer[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO ems.quota_dirty (quota_id, period_start)
    SELECT DISTINCT q.id, CASE q.period WHEN 'yearly' THEN date_trunc('year', m.month)::date ELSE m.month END
    FROM ems.quota q JOIN ems.usage_month m ON m.energy_type = q.energy_type
        AND m.scope_kind = CASE q.scope WHEN 'device' THEN 'd'::"char" WHEN 'group' THEN 'g'::"char" ELSE 't'::"char" END
        AND m.scope_id = CASE q.scope WHEN 'device' THEN q.target_device_id WHEN 'group' THEN q.target_group_id ELSE 0 END
    WHERE q.id = ANY (quotas) AND q.is_active
    ORDER BY 1, 2;
$$;

-- Brings device_group_ancestor in line with the tree and returns the groups that gained or lost descendants.
CREATE FUNCTION ems.rebuild_group_ancestors() RETURNS integer[] LANGUAGE sql AS $$
    WITH RECURSIVE up (group_id, ancestor_id) AS (
        SELECT id, id FROM ems.device_group
        UNION
        SELECT up.group_id, g.parent_id FROM up JOIN ems.device_group g ON g.id = up.ancestor_id WHERE g.parent_id IS NOT NULL
    ), gone AS (
        DELETE FROM ems.device_group_ancestor a
        WHERE NOT EXISTS (SELECT FROM up WHERE up.group_id = a.group_id AND up.ancestor_id = a.ancestor_id) RETURNING a.ancestor_id
    ), come AS (
        INSERT INTO ems.device_group_ancestor (group_id, ancestor_id)
        SELECT group_id, ancestor_id FROM up
        WHERE NOT EXISTS (SELECT FROM ems.device_group_ancestor a WHERE a.group_id = up.group_id AND a.ancestor_id = up.ancestor_id)
        RETURNING ancestor_id
    )
    SELECT coalesce(array_agg(DISTINCT ancestor_id), '{}') FROM (SELECT * FROM gone UNION ALL SELECT * FROM come) changed;
$$;

-- Sums the groups' months anew from their devices' months and marks the groups' quotas, those of months that fall away too. The caller
-- holds the lock ems.fold, taken in a statement before, and has brought device_group_ancestor up to date. Queued differences are left
-- alone: they are neither in the devices' months yet nor in the groups'.
CREATE FUNCTION ems.resum_groups(groups integer[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    quotas integer[] := ARRAY(SELECT id FROM ems.quota WHERE target_group_id = ANY (groups));
BEGIN
    PERFORM ems.mark_quotas(quotas);
    DELETE FROM ems.usage_month WHERE scope_kind = 'g' AND scope_id = ANY (groups);
    INSERT INTO ems.usage_month (scope_kind, scope_id, energy_type, month, amount, day_count, last_day)
    SELECT 'g', a.ancestor_id, u.energy_type, u.month, sum(u.amount), sum(u.day_count), max(u.last_day)
    FROM ems.device_group_ancestor a JOIN ems.device d ON d.group_id = a.group_id
        JOIN ems.usage_month u ON u.scope_kind = 'd' AND u.scope_id = d.id
    WHERE a.ancestor_id = ANY (groups)
    GROUP BY a.ancestor_id, u.energy_type, u.month
    ORDER BY a.ancestor_id, u.energy_type, u.month;
    PERFORM ems.mark_quotas(quotas);
END $$;

-- A device or group is about to go: the next check is to report the quotas that aim at it. Their target becomes empty with the delete.
CREATE FUNCTION ems.release_quotas(of_device integer, of_group integer) RETURNS void LANGUAGE sql AS $$
    UPDATE ems.quota SET next_due_at = NULL WHERE target_device_id = of_device OR target_group_id = of_group;
$$;

-- Version per topic; raised last in the transaction that changed what pages show, then NOTIFY. The number is the truth, NOTIFY only shortens the wait.
CREATE TABLE ems.live_version (
    topic varchar(32) CONSTRAINT pk_live_version PRIMARY KEY,
    version bigint NOT NULL
);
CREATE FUNCTION ems.touch(changed_topic text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO ems.live_version AS v (topic, version) VALUES (changed_topic, 1)
    ON CONFLICT (topic) DO UPDATE SET version = v.version + 1;
    SELECT pg_notify('ems_changes', changed_topic);
$$;

CREATE FUNCTION ems.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ems.% is append-only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ems.audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION ems.refuse_change();
