-- What the entries add up to, for checks: the cached balances must agree with it at all times.

CREATE VIEW postings AS
  SELECT id, transaction_id, debit_account_id AS account_id, -amount AS amount FROM entries
  UNION ALL
  SELECT id, transaction_id, credit_account_id, amount FROM entries;

CREATE VIEW derived_balances AS
  SELECT a.id, a.code, a.kind, a.tracked, a.balance AS cached, coalesce(sum(p.amount), 0) AS derived
  FROM accounts a LEFT JOIN postings p ON p.account_id = a.id GROUP BY a.id;
