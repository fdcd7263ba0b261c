-- M-Pesa's own list of our money compared with the ledger.

CREATE TABLE mpesa_lines (
  id bigint GENERATED ALWAYS AS IDENTITY,
  receipt varchar(20) NOT NULL,
  kind varchar(20) NOT NULL,
  amount numeric(12,2) NOT NULL,
  original_receipt varchar(20),
  reference varchar(40),
  details varchar(200),
  source varchar(20) NOT NULL,
  completed_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT now(),
  posted_at timestamptz,
  CONSTRAINT pk_mpesa_lines PRIMARY KEY (id),
  CONSTRAINT uq_mpesa_lines_receipt_kind UNIQUE (receipt, kind),
  CONSTRAINT ck_mpesa_lines_amount_is_something CHECK (amount <> 0),
  CONSTRAINT ck_mpesa_lines_kind_is_known
    CHECK (kind IN ('collection', 'payout', 'reversal', 'charge', 'other')),
  CONSTRAINT ck_mpesa_lines_source_is_known CHECK (source IN ('pull', 'statement', 'status'))
);
CREATE INDEX ix_mpesa_lines_completed_at ON mpesa_lines (completed_at);
CREATE INDEX ix_mpesa_lines_original_receipt ON mpesa_lines (original_receipt)
  WHERE original_receipt IS NOT NULL;

CREATE TABLE reconciliation_runs (
  id bigint GENERATED ALWAYS AS IDENTITY,
  day date NOT NULL,
  state varchar(10) NOT NULL DEFAULT 'running',
  started_by varchar(60) NOT NULL,
  ledger_float numeric(12,2),
  mpesa_balance numeric(12,2),
  players_money numeric(12,2),
  lines bigint NOT NULL DEFAULT 0,
  cents_seen bigint NOT NULL DEFAULT 0,
  cents_explained bigint NOT NULL DEFAULT 0,
  started_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  due_at timestamptz,
  CONSTRAINT pk_reconciliation_runs PRIMARY KEY (id),
  CONSTRAINT ck_reconciliation_runs_running_has_deadline
    CHECK ((state = 'running') = (due_at IS NOT NULL)),
  CONSTRAINT ck_reconciliation_runs_state_known
    CHECK (state IN ('running', 'agreed', 'broken', 'failed'))
);
CREATE INDEX ix_reconciliation_runs_day ON reconciliation_runs (day, id);

CREATE TABLE reconciliation_breaks (
  id bigint GENERATED ALWAYS AS IDENTITY,
  run_id bigint NOT NULL,
  kind varchar(40) NOT NULL,
  receipt varchar(20),
  ours numeric(12,2),
  theirs numeric(12,2),
  difference numeric(12,2) NOT NULL,
  sentence varchar NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_reconciliation_breaks PRIMARY KEY (id),
  CONSTRAINT fk_reconciliation_breaks_run_id
    FOREIGN KEY (run_id) REFERENCES reconciliation_runs (id)
);
CREATE INDEX ix_reconciliation_breaks_run_id ON reconciliation_breaks (run_id, id);
