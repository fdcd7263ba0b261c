"""Proof of reserves: the chain of published records, and the leaves that players check.

Revision: 0085
After: 0084
"""

from alembic import op
from sql_files import replace_function

revision = "0085"
down_revision = "0084"
branch_labels = None
depends_on = None

# A record names the hash of the one before it, by foreign key and by its own text: what is in the
# chain can neither change nor be left out, and no two records follow the same one.
_RECORDS = """
CREATE TABLE reserve_records (
  number bigint NOT NULL,
  number_before bigint GENERATED ALWAYS AS (nullif(number - 1, 0)) STORED,
  hour timestamptz NOT NULL,
  at timestamptz NOT NULL,
  body text NOT NULL,
  hash bytea NOT NULL,
  previous bytea,
  signature bytea NOT NULL,
  CONSTRAINT pk_reserve_records PRIMARY KEY (number),
  CONSTRAINT uq_reserve_records_hour UNIQUE (hour),
  CONSTRAINT uq_reserve_records_number_hash UNIQUE (number, hash),
  CONSTRAINT fk_reserve_records_number_before_previous_reserve_records
    FOREIGN KEY (number_before, previous) REFERENCES reserve_records (number, hash) MATCH FULL,
  CONSTRAINT ck_reserve_records_numbers_begin_at_one CHECK (number >= 1),
  CONSTRAINT ck_reserve_records_one_an_hour
    CHECK (extract(epoch FROM hour)::bigint % 3600 = 0
      AND at >= hour AND at < hour + interval '1 hour'),
  CONSTRAINT ck_reserve_records_hash_is_that_of_the_text
    CHECK (hash = sha256(convert_to(body, 'UTF8'))),
  CONSTRAINT ck_reserve_records_text_names_the_one_before
    CHECK ((body::jsonb ->> 'number')::bigint = number
      AND body::jsonb ->> 'previous' = coalesce(encode(previous, 'hex'), repeat('0', 64))),
  CONSTRAINT ck_reserve_records_is_signed CHECK (octet_length(signature) = 64)
);
"""

# No foreign keys: a hundred thousand leaves an hour would lock each player's row.
_TREES = """
CREATE TABLE reserve_leaves (
  number bigint NOT NULL,
  user_id bigint NOT NULL,
  place integer NOT NULL,
  cents bigint NOT NULL,
  in_play_cents bigint NOT NULL,
  withdrawing_cents bigint NOT NULL,
  salt bytea NOT NULL,
  CONSTRAINT pk_reserve_leaves PRIMARY KEY (number, user_id),
  CONSTRAINT ck_reserve_leaves_parts_are_within_the_whole
    CHECK (in_play_cents >= 0 AND withdrawing_cents >= 0
      AND in_play_cents + withdrawing_cents <= cents),
  CONSTRAINT ck_reserve_leaves_salt_is_16_bytes CHECK (octet_length(salt) = 16)
);

CREATE TABLE reserve_levels (
  number bigint NOT NULL,
  level smallint NOT NULL,
  nodes bytea NOT NULL,
  CONSTRAINT pk_reserve_levels PRIMARY KEY (number, level),
  CONSTRAINT fk_reserve_levels_number_reserve_records
    FOREIGN KEY (number) REFERENCES reserve_records (number),
  CONSTRAINT ck_reserve_levels_nodes_are_40_bytes
    CHECK (octet_length(nodes) > 0 AND octet_length(nodes) % 40 = 0)
);
-- Hashes do not compress; uncompressed, a node is read without the megabytes around it.
ALTER TABLE reserve_levels ALTER COLUMN nodes SET STORAGE EXTERNAL;
"""

_KEPT = """
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON reserve_records
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON reserve_records
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
GRANT SELECT, INSERT ON reserve_records TO wagewars_app;
"""

_GOES_LATER = """
CREATE TRIGGER immutable BEFORE UPDATE ON {table}
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER young AFTER DELETE ON {table} REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION keep_young_reserves();
GRANT SELECT, INSERT, DELETE ON {table} TO wagewars_app;
"""


def upgrade() -> None:
    """Add the tables, and what keeps records for ever and leaves for a day."""
    op.execute(_RECORDS)
    op.execute(_TREES)
    replace_function("reserves/keep_young_reserves")
    op.execute(_KEPT)
    for table in ("reserve_leaves", "reserve_levels"):
        op.execute(_GOES_LATER.format(table=table))


def downgrade() -> None:
    """Not possible: a mistake is mended by the next migration."""
    raise NotImplementedError
