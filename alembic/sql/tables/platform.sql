-- Switches, alerts, the audit log, and the legal transitions between states.

CREATE TABLE state_transitions (
  machine varchar(20) NOT NULL,
  from_state varchar(20) NOT NULL,
  to_state varchar(20) NOT NULL,
  CONSTRAINT pk_state_transitions PRIMARY KEY (machine, from_state, to_state)
);

CREATE TABLE switches (
  name varchar(20) NOT NULL,
  is_on boolean NOT NULL DEFAULT true,
  reason varchar NOT NULL DEFAULT '',
  changed_by varchar(60) NOT NULL DEFAULT 'system',
  changed_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_switches PRIMARY KEY (name),
  CONSTRAINT ck_switches_is_known CHECK (name IN ('deposits', 'withdrawals'))
);

CREATE TABLE alarms (
  id bigint GENERATED ALWAYS AS IDENTITY,
  kind varchar(40) NOT NULL,
  subject varchar(80) NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}',
  times bigint NOT NULL DEFAULT 1,
  raised_at timestamptz NOT NULL DEFAULT now(),
  last_at timestamptz NOT NULL DEFAULT now(),
  cleared_at timestamptz,
  cleared_by bigint,
  CONSTRAINT pk_alarms PRIMARY KEY (id),
  CONSTRAINT fk_alarms_cleared_by FOREIGN KEY (cleared_by) REFERENCES users (id)
);
CREATE UNIQUE INDEX uq_alarms_open ON alarms (kind, subject) WHERE cleared_at IS NULL;

CREATE TABLE audit_entries (
  id bigint GENERATED ALWAYS AS IDENTITY,
  admin_id bigint NOT NULL,
  action varchar(40) NOT NULL,
  subject varchar(80) NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_audit_entries PRIMARY KEY (id),
  CONSTRAINT fk_audit_entries_admin_id FOREIGN KEY (admin_id) REFERENCES users (id)
);
CREATE INDEX ix_audit_entries_subject ON audit_entries (subject, id);
