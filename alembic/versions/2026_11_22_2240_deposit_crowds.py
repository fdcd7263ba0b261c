"""Credit a crowd of proven deposits in one statement, and spare each of them what is not about it.

Revision: 0008
After: 0007
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

LEDGER = """
-- The one door, for many transactions of one type at once: all or none. `p_leg_keys` says to which
-- key each leg belongs. Unlike `ledger_post`, a key or a receipt that is used already is refused.
CREATE FUNCTION ledger_post_many(
  p_type text, p_actor text, p_keys text[], p_receipts text[],
  p_leg_keys text[], p_debits bigint[], p_credits bigint[], p_amounts numeric[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_written bigint;
BEGIN
  IF coalesce(cardinality(p_keys), 0) = 0
     OR cardinality(p_receipts) IS DISTINCT FROM cardinality(p_keys)
     OR coalesce(cardinality(p_amounts), 0) = 0
     OR cardinality(p_leg_keys) IS DISTINCT FROM cardinality(p_amounts)
     OR cardinality(p_debits) IS DISTINCT FROM cardinality(p_amounts)
     OR cardinality(p_credits) IS DISTINCT FROM cardinality(p_amounts) THEN
    RAISE EXCEPTION 'transactions need entries, each with a key, both accounts and an amount'
      USING ERRCODE = '22023';
  END IF;
  IF p_amounts IS DISTINCT FROM p_amounts::numeric(12, 2)[] THEN
    RAISE EXCEPTION 'money has two decimals' USING ERRCODE = '22023';
  END IF;
  WITH header AS (
    INSERT INTO transactions (idempotency_key, type, actor, mpesa_reference)
    SELECT made.key, p_type, p_actor, made.receipt
    FROM unnest(p_keys, p_receipts) AS made (key, receipt)
    RETURNING id, idempotency_key
  )
  INSERT INTO entries (transaction_id, seq, debit_account_id, credit_account_id, amount)
  SELECT header.id, row_number() OVER (PARTITION BY leg.key ORDER BY leg.at),
         leg.debit, leg.credit, leg.amount
  FROM unnest(p_leg_keys, p_debits, p_credits, p_amounts) WITH ORDINALITY
    AS leg (key, debit, credit, amount, at)
    JOIN header ON header.idempotency_key = leg.key;
  GET DIAGNOSTICS v_written = ROW_COUNT;
  IF v_written <> cardinality(p_amounts) THEN
    RAISE EXCEPTION 'a leg has no transaction' USING ERRCODE = '22023';
  END IF;
END $$;
REVOKE ALL ON FUNCTION
  ledger_post_many(text, text, text[], text[], text[], bigint[], bigint[], numeric[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  ledger_post_many(text, text, text[], text[], text[], bigint[], bigint[], numeric[])
  TO wagewars_app;
"""

DEPOSITS = """
-- As before, but without taking the whole row apart to find its state.
CREATE OR REPLACE FUNCTION check_road() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM state_roads
    WHERE machine = TG_ARGV[0] AND from_state = OLD.state AND to_state = NEW.state;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a % cannot go from % to %', TG_ARGV[0], OLD.state, NEW.state
      USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

-- As `payment_and_ledger_agree`, which puts its question together and plans it anew each time.
CREATE FUNCTION deposit_and_ledger_agree() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_state text;
  v_keys text[];
BEGIN
  SELECT state INTO v_state FROM deposits WHERE id = NEW.id;
  SELECT coalesce(array_agg(idempotency_key), '{}') INTO v_keys FROM transactions
    WHERE idempotency_key IN (
      'deposit:' || NEW.id || ':hold', 'deposit:' || NEW.id || ':paid',
      'deposit:' || NEW.id || ':release', 'deposit:' || NEW.id || ':late',
      'deposit:' || NEW.id || ':credit', 'deposit:' || NEW.id || ':suspense',
      'deposit:' || NEW.id || ':claim', 'deposit:' || NEW.id || ':done');
  IF v_keys IS DISTINCT FROM (CASE WHEN v_state IN ('credited', 'reversed')
                              THEN ARRAY['deposit:' || NEW.id || ':credit'] ELSE '{}' END) THEN
    RAISE EXCEPTION 'deposit % is %, but the ledger did %', NEW.id, v_state, v_keys
      USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER ledger_agrees ON deposits;
CREATE CONSTRAINT TRIGGER ledger_agrees AFTER INSERT OR UPDATE OF state ON deposits
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION deposit_and_ledger_agree();
REVOKE ALL ON FUNCTION deposit_and_ledger_agree() FROM PUBLIC;
"""

# A message belongs to one payment: an index of those that belong to none is all weight.
_OWNERS = ("deposit_id", "withdrawal_id", "request_id", "refund_id")


def upgrade() -> None:
    """Make the way of a storm shorter."""
    # The raw cursor takes the text as it stands: a % in it is a % and no placeholder.
    cursor = op.get_bind().connection.cursor()
    cursor.execute(LEDGER)
    cursor.execute(DEPOSITS)
    for column in _OWNERS:
        cursor.execute(
            f"DROP INDEX ix_mpesa_callbacks_{column};"
            f"CREATE INDEX ix_mpesa_callbacks_{column} ON mpesa_callbacks ({column})"
            f" WHERE {column} IS NOT NULL"
        )
    cursor.close()


def downgrade() -> None:
    """Money does not go back: a mistake is mended by the next migration."""
    raise NotImplementedError
