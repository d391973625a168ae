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

-- Creates the monthly partitions that the given months need and returns how many were new.
CREATE FUNCTION ems.ensure_energy_partitions(months date[]) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    m date;
    created integer := 0;
BEGIN
    FOR m IN SELECT DISTINCT date_trunc('month', d)::date FROM unnest(months) d ORDER BY 1 LOOP
        IF to_regclass(format('ems.energy_daily_summary_%s', to_char(m, 'YYYYMM'))) IS NULL THEN
            -- Two imports may need the same month: the second waits here and finds it made.
            PERFORM pg_advisory_xact_lock(hashtext('ems.energy_partitions'));
            IF to_regclass(format('ems.energy_daily_summary_%s', to_char(m, 'YYYYMM'))) IS NULL THEN
                EXECUTE format('CREATE TABLE ems.energy_daily_summary_%s PARTITION OF ems.energy_daily_summary FOR VALUES FROM (%L) TO (%L)',
                    to_char(m, 'YYYYMM'), m, (m + interval '1 month')::date);
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
