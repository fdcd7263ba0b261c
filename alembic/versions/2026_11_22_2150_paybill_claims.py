"""A payment to the paybill is what somebody says until M-Pesa confirms it; then it is fixed.

Revision: 0006
After: 0005

Whoever knows the address of the confirmations can tell a false amount or account number first. What
M-Pesa itself says later must be able to take its place, or the honest payer would never be served.
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

CLAIMS = """
DROP TRIGGER terms ON paybill_payments;
CREATE TRIGGER terms BEFORE UPDATE OF id, receipt, created_at ON paybill_payments
  FOR EACH ROW EXECUTE FUNCTION refuse('what was paid cannot change');
CREATE TRIGGER proven_terms BEFORE UPDATE OF amount, reference ON paybill_payments FOR EACH ROW
  WHEN (OLD.verified_at IS NOT NULL
        AND (OLD.amount, OLD.reference) IS DISTINCT FROM (NEW.amount, NEW.reference))
  EXECUTE FUNCTION refuse('what was paid cannot change');

-- Deposits that were credited on M-Pesa's word alone, until it tells their receipts.
CREATE INDEX ix_deposits_without_receipt ON deposits (amount)
  WHERE state = 'credited' AND mpesa_reference IS NULL;
-- What M-Pesa took back before we had heard of the payment itself.
CREATE INDEX ix_mpesa_lines_original_receipt ON mpesa_lines (original_receipt)
  WHERE original_receipt IS NOT NULL;
"""


def upgrade() -> None:
    """Fix the terms of a payment from its proof on."""
    op.execute(CLAIMS)


def downgrade() -> None:
    """Money does not go back: a mistake is mended by the next migration."""
    raise NotImplementedError
