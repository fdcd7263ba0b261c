-- Checks the entries of one INSERT and moves the balances of their accounts. Runs once a
-- statement, with all new rows in `fresh`. Each account is updated once, in ascending id: this
-- is the only place that locks accounts, so two postings cannot deadlock. The settings leave the
-- planner one plan, down the sorted sums and into the primary key of accounts; a hash join would
-- lock in the order of the table. The frequent types are checked here in one expression; every
-- other type, and whatever looks wrong, goes through `check_entry`.
CREATE OR REPLACE FUNCTION apply_entries()
RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp
SET enable_hashjoin = off
SET enable_mergejoin = off
SET enable_seqscan = off
SET enable_bitmapscan = off
AS $$
BEGIN
  UPDATE accounts a SET balance = a.balance + moved.amount
  FROM (
    SELECT CASE side.n WHEN 1 THEN e.debit_account_id ELSE e.credit_account_id END AS account_id,
           sum(CASE side.n WHEN 1 THEN -e.amount ELSE e.amount END) AS amount
    FROM fresh e
      LEFT JOIN transactions t ON t.id = e.transaction_id AND t.xact = pg_current_xact_id()
      LEFT JOIN accounts d ON d.id = e.debit_account_id
      LEFT JOIN accounts c ON c.id = e.credit_account_id
      LEFT JOIN matches m ON m.id = t.match_id
      CROSS JOIN (VALUES (1), (2)) side (n)
    WHERE CASE
      WHEN side.n = 2 THEN true -- checked with its other side
      WHEN e.amount > 0 AND e.amount <= 1000000000 AND length(t.idempotency_key) >= 8
        AND CASE t.type
          WHEN 'wager_win' THEN
            d.match_id = m.id AND t.idempotency_key = 'match:' || m.id || ':settle' AND CASE c.kind
              WHEN 'user_wallet' THEN c.user_id = m.winner_id AND e.amount = m.prize
              WHEN 'platform_fee' THEN m.winner_id IS NOT NULL AND e.amount = m.fee
            END
          WHEN 'deposit' THEN -- and against its row at COMMIT (`transaction_is_complete`)
            d.kind = 'mpesa_clearing_in' AND c.kind IN ('user_wallet', 'tax_excise')
        END
      THEN true
      ELSE check_entry(e.transaction_id, e.debit_account_id, e.credit_account_id, e.amount)
    END
    GROUP BY 1
    ORDER BY 1
  ) moved
  WHERE a.id = moved.account_id AND a.tracked;
  RETURN NULL;
END $$;
