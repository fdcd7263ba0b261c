"""The audit log becomes a hash chain, with what stood before and after, and from which address.

Entries from before stay as they are, outside of the chain. Code from before this migration cannot
write the audit any more: staff waits for the end of a rolling restart.

Revision: 0087
After: 0086
"""

from alembic import op
from sql_files import replace_function

revision = "0087"
down_revision = "0086"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
ALTER TABLE audit_entries
  ALTER COLUMN admin_id DROP NOT NULL,
  ADD COLUMN before jsonb,
  ADD COLUMN after jsonb,
  ADD COLUMN approver_id bigint,
  ADD COLUMN address varchar(45),
  ADD COLUMN seq bigint,
  ADD COLUMN entry text,
  ADD COLUMN hash bytea,
  ADD CONSTRAINT fk_audit_entries_approver_id_users
    FOREIGN KEY (approver_id) REFERENCES users (id),
  ADD CONSTRAINT ck_audit_entries_is_chained
    CHECK (num_nulls(seq, entry, hash) IN (0, 3) AND length(hash) = 32),
  ADD CONSTRAINT ck_audit_entries_two_people CHECK (approver_id <> admin_id);
CREATE UNIQUE INDEX uq_audit_entries_seq ON audit_entries (seq);
"""
    )
    replace_function("platform/keep_audit_chain")
    op.execute(
        "CREATE TRIGGER chained BEFORE INSERT ON audit_entries"
        " FOR EACH ROW EXECUTE FUNCTION keep_audit_chain()"
    )
