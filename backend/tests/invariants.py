"""What must be true of the money at every moment, queried in one snapshot."""

from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class

# Each query returns one text for each violation. One statement is one snapshot, also while a worker
# writes at the same time.
_QUERIES = """
SELECT format('all accounts together hold %s, not 0', sum(derived))
  FROM derived_balances HAVING sum(derived) <> 0

UNION ALL
SELECT format('%s holds %s, but its entries add up to %s', code, cached, derived)
  FROM derived_balances WHERE tracked AND cached IS DISTINCT FROM derived

UNION ALL
SELECT format('%s fell below its floor: %s', code, balance)
  FROM accounts WHERE balance < floor

UNION ALL
SELECT format('%s holds player money without a floor', code)
  FROM accounts
 WHERE kind IN ('user_wallet', 'user_stake', 'user_withdraw_hold', 'match_escrow',
                'tournament_escrow', 'sponsor')
   AND (floor IS DISTINCT FROM 0 OR NOT tracked)

UNION ALL
SELECT format('entry %s moves %s', id, amount)
  FROM entries WHERE NOT (amount > 0 AND amount < 'Infinity') OR amount <> round(amount, 2)

UNION ALL
SELECT format('transaction %s (%s) has no entries', t.id, t.idempotency_key)
  FROM transactions t WHERE NOT EXISTS (SELECT FROM entries e WHERE e.transaction_id = t.id)

UNION ALL
SELECT format('entry %s lacks its transaction or an account', e.id)
  FROM entries e
 WHERE NOT EXISTS (SELECT FROM transactions t WHERE t.id = e.transaction_id)
    OR NOT EXISTS (SELECT FROM accounts a WHERE a.id = e.debit_account_id)
    OR NOT EXISTS (SELECT FROM accounts a WHERE a.id = e.credit_account_id)

UNION ALL
SELECT format('match %s is %s, and its escrow holds %s', m.id, m.status, a.balance)
  FROM matches m LEFT JOIN accounts a ON a.match_id = m.id
 WHERE a.balance IS DISTINCT FROM CASE WHEN m.origin = 'tournament' THEN NULL
       WHEN m.status IN ('completed', 'cancelled') THEN 0 ELSE 2 * m.wager_amount END

UNION ALL
SELECT format('match %s is %s with %s settlements', m.id, m.status, count(t.id))
  FROM matches m
  LEFT JOIN transactions t
    ON t.match_id = m.id AND t.type IN ('wager_win', 'wager_refund', 'wager_split')
 GROUP BY m.id HAVING count(t.id) <>
        (m.status IN ('completed', 'cancelled') AND m.origin <> 'tournament')::int

UNION ALL
SELECT format('match %s paid %s to %s, not %s', m.id, coalesce(paid.amount, 0), a.code, due.amount)
  FROM matches m
 CROSS JOIN LATERAL (VALUES
   (m.player1_id, CASE m.result WHEN 'player1' THEN m.prize WHEN 'player2' THEN 0
                                WHEN 'split' THEN ceil(m.prize * 50) / 100
                                ELSE m.wager_amount END),
   (m.player2_id, CASE m.result WHEN 'player2' THEN m.prize WHEN 'player1' THEN 0
                                WHEN 'split' THEN ceil(m.prize * 50) / 100
                                ELSE m.wager_amount END)
 ) AS due (user_id, amount)
  JOIN accounts a ON a.user_id = due.user_id AND a.kind = 'user_wallet'
 CROSS JOIN LATERAL (
   SELECT sum(CASE WHEN e.debit_account_id = escrow.id THEN e.amount ELSE -e.amount END) AS amount
     FROM accounts escrow
     JOIN entries e ON escrow.id IN (e.debit_account_id, e.credit_account_id)
     JOIN accounts own
       ON own.id IN (e.debit_account_id, e.credit_account_id) AND own.user_id = a.user_id
      AND own.kind IN ('user_wallet', 'user_receivable')
    WHERE escrow.match_id = m.id
 ) AS paid
 WHERE m.result IS NOT NULL AND coalesce(paid.amount, 0) <> due.amount

UNION ALL
SELECT format('%s holds %s, while tickets of %s wait', a.code, a.balance,
              coalesce(sum(q.wager_amount), 0))
  FROM accounts a
  LEFT JOIN matchmaking_queue q ON q.user_id = a.user_id AND q.match_id IS NULL
 WHERE a.kind = 'user_stake'
 GROUP BY a.id HAVING a.balance <> coalesce(sum(q.wager_amount), 0)

UNION ALL
SELECT format('match %s is %s, and %s of its players have a ticket', m.id, m.status, count(q.id))
  FROM matches m
  LEFT JOIN matchmaking_queue q
    ON q.match_id = m.id AND q.user_id IN (m.player1_id, m.player2_id)
 GROUP BY m.id
HAVING count(q.id) <> CASE
         WHEN m.status IN ('pending', 'active') AND m.origin <> 'tournament'
           AND NOT EXISTS (SELECT FROM disputes d WHERE d.match_id = m.id AND d.match_is_live)
         THEN 2 ELSE 0 END

UNION ALL
SELECT format('match %s is %s, and %s of its players have a seat', m.id, m.status, count(s.user_id))
  FROM matches m LEFT JOIN stakeless_seats s ON s.match_id = m.id
 GROUP BY m.id HAVING count(s.user_id) <>
        CASE WHEN m.origin = 'tournament' AND m.due_at IS NOT NULL THEN 2 ELSE 0 END

UNION ALL
SELECT format('deposit %s is %s, and %s was credited for it', d.id, d.state,
              coalesce(sum(e.amount), 0))
  FROM deposits d
  LEFT JOIN transactions t ON t.idempotency_key = 'deposit:' || d.id || ':credit'
  LEFT JOIN entries e ON e.transaction_id = t.id
 GROUP BY d.id
HAVING coalesce(sum(e.amount), 0)
       <> CASE WHEN d.state IN ('credited', 'reversed') THEN d.amount ELSE 0 END

UNION ALL
SELECT format('%s holds %s, while %s is on its way out', a.code, a.balance, coalesce(w.amount, 0)
              + coalesce(r.amount, 0))
  FROM accounts a
  LEFT JOIN (SELECT user_id, sum(amount) AS amount FROM withdrawals
              WHERE state NOT IN ('paid', 'released') GROUP BY user_id) w USING (user_id)
  LEFT JOIN (SELECT user_id, sum(wallet_amount) AS amount FROM refunds
              WHERE state NOT IN ('done', 'released') GROUP BY user_id) r USING (user_id)
 WHERE a.kind = 'user_withdraw_hold'
   AND a.balance <> coalesce(w.amount, 0) + coalesce(r.amount, 0)

UNION ALL
SELECT format('%s holds %s, but a debt cannot be above zero', code, balance)
  FROM accounts WHERE kind = 'user_receivable' AND balance > 0

UNION ALL
SELECT format('withdrawal %s is %s, and %s left for M-Pesa', w.id, w.state,
              coalesce(sum(e.amount), 0))
  FROM withdrawals w
  LEFT JOIN transactions t
    ON t.idempotency_key IN ('withdrawal:' || w.id || ':paid', 'withdrawal:' || w.id || ':late')
  LEFT JOIN accounts c ON c.code = 'mpesa_clearing_out:main'
  LEFT JOIN entries e ON e.transaction_id = t.id AND e.credit_account_id = c.id
 GROUP BY w.id
HAVING coalesce(sum(e.amount), 0) <> CASE w.state WHEN 'paid' THEN w.net ELSE 0 END

UNION ALL
SELECT format('mpesa_suspense holds %s, while payments of %s wait for their owner',
              (SELECT derived FROM derived_balances WHERE code = 'mpesa_suspense:main'), waiting)
  FROM (SELECT coalesce(sum(amount), 0) AS waiting FROM paybill_payments WHERE state = 'suspense') p
 WHERE waiting <> (SELECT derived FROM derived_balances WHERE code = 'mpesa_suspense:main')

UNION ALL
SELECT format('tournament %s is %s, and its escrow holds %s, not %s', t.id, t.status,
              coalesce(a.balance, 0), due.amount)
  FROM tournaments t
  LEFT JOIN accounts a ON a.tournament_id = t.id
 CROSS JOIN LATERAL (
   SELECT CASE WHEN t.status IN ('draft', 'paid', 'archived', 'cancelled') THEN 0
          ELSE t.guarantee + coalesce(sum(e.prize_part + e.house_part)
                                      FILTER (WHERE e.state = 'held'), 0) END AS amount
     FROM tournament_entries e WHERE e.tournament_id = t.id
 ) AS due
 WHERE coalesce(a.balance, 0) <> due.amount

UNION ALL
SELECT format('entry %s is %s in a tournament that is %s, and the ledger did %s', e.id, e.state,
              t.status, steps.done)
  FROM tournament_entries e
  JOIN tournaments t ON t.id = e.tournament_id
 CROSS JOIN LATERAL (
   SELECT coalesce(string_agg(x.type, ' ' ORDER BY x.type), '') AS done FROM transactions x
    WHERE x.idempotency_key IN ('entry:' || e.id || ':hold', 'entry:' || e.id || ':refund')
 ) AS steps
 WHERE (e.state = 'spent') <> (t.status IN ('paid', 'archived') AND e.state <> 'refunded')
    OR (e.state = 'held' AND t.status IN ('draft', 'cancelled'))
    OR (e.prize_part + e.house_part > 0 AND steps.done <> CASE e.state
          WHEN 'refunded' THEN 'tournament_entry tournament_refund' ELSE 'tournament_entry' END)

UNION ALL
SELECT format('tournament %s is %s and paid %s, while prizes are %s and the pool is %s', t.id,
              t.status, paid.amount, prizes.amount, pool.amount)
  FROM tournaments t
 CROSS JOIN LATERAL (
   SELECT coalesce(sum(e.amount), 0) AS amount
     FROM transactions x
     JOIN entries e ON e.transaction_id = x.id
     JOIN accounts c ON c.id = e.credit_account_id AND c.kind = 'user_wallet'
     JOIN tournament_prizes p ON p.user_id = c.user_id AND p.amount = e.amount
    WHERE x.idempotency_key = 'tournament:' || t.id || ':prizes' AND p.tournament_id = t.id
 ) AS paid
 CROSS JOIN LATERAL (
   SELECT coalesce(sum(amount), 0) AS amount FROM tournament_prizes p WHERE p.tournament_id = t.id
 ) AS prizes
 CROSS JOIN LATERAL (
   SELECT CASE WHEN t.status IN ('paid', 'archived')
          THEN greatest(t.guarantee, coalesce(sum(prize_part), 0)) ELSE 0 END AS amount
     FROM tournament_entries e WHERE e.tournament_id = t.id AND e.state = 'spent'
 ) AS pool
 WHERE paid.amount <> prizes.amount OR prizes.amount <> pool.amount

UNION ALL
SELECT format('sponsor funding %s of %s is %s, and moved %s', f.id, f.amount,
              coalesce(f.decision, 'open'), coalesce(sum(e.amount), 0))
  FROM sponsor_fundings f
  LEFT JOIN transactions x ON x.idempotency_key = 'sponsor:' || f.id || ':funding'
  LEFT JOIN entries e ON e.transaction_id = x.id
 GROUP BY f.id
HAVING coalesce(sum(e.amount), 0)
       <> CASE WHEN f.decision = 'approved' THEN f.amount ELSE 0 END

UNION ALL
SELECT format('proposal %s of %s is %s, and moved %s', p.id, p.amount,
              coalesce(p.decision, 'open'), coalesce(sum(e.amount), 0))
  FROM staff_proposals p
  LEFT JOIN transactions x ON x.idempotency_key IN
    ('capital:' || p.id || ':in', 'capital:' || p.id || ':out', 'adjustment:' || p.id || ':done')
  LEFT JOIN entries e ON e.transaction_id = x.id
 GROUP BY p.id
HAVING coalesce(sum(e.amount), 0)
       <> CASE WHEN p.decision = 'approved' THEN abs(coalesce(p.amount, 0)) ELSE 0 END

UNION ALL
SELECT format('clawback %s of %s is %s, and took %s', k.id, k.amount, coalesce(k.decision, 'open'),
              coalesce(sum(e.amount), 0))
  FROM prize_clawbacks k
  LEFT JOIN transactions x ON x.idempotency_key = 'clawback:' || k.id || ':taken'
  LEFT JOIN entries e ON e.transaction_id = x.id
 GROUP BY k.id
HAVING coalesce(sum(e.amount), 0) <> CASE WHEN k.decision = 'approved' THEN k.amount ELSE 0 END

UNION ALL
SELECT format('prize_recovery holds %s, while %s was taken and not passed on', held.derived,
              due.amount)
  FROM (SELECT derived FROM derived_balances WHERE code = 'prize_recovery:main') held,
       (SELECT coalesce((SELECT sum(amount) FROM prize_clawbacks WHERE decision = 'approved'), 0)
             - coalesce((SELECT sum(amount) FROM prize_upgrade_payments
                          WHERE clawback_id IS NOT NULL), 0) AS amount) due
 WHERE held.derived <> due.amount

UNION ALL
SELECT format('tournament %s owes %s to player %s, who was paid %s of it', u.tournament_id,
              u.amount, u.user_id, paid.amount)
  FROM prize_upgrades u
 CROSS JOIN LATERAL (
   SELECT coalesce(sum(e.amount), 0) AS amount
     FROM prize_upgrade_payments p
     JOIN transactions x ON x.idempotency_key = 'upgrade:' || p.id || ':paid'
     JOIN entries e ON e.transaction_id = x.id
     JOIN accounts c ON c.id = e.credit_account_id AND c.user_id = u.user_id
    WHERE (p.tournament_id, p.user_id) = (u.tournament_id, u.user_id)
 ) AS paid
 WHERE paid.amount > u.amount

UNION ALL
SELECT format('receipt %s was credited %s times', t.mpesa_reference, count(*))
  FROM transactions t WHERE t.mpesa_reference IS NOT NULL
 GROUP BY t.mpesa_reference HAVING count(*) > 1
"""


def violations(connection: Connection) -> list[str]:
    """Return a sentence for everything that is wrong with the money; empty is good."""
    with connection.cursor() as cursor:
        cursor.execute(_QUERIES)
        return [sentence for (sentence,) in cursor.fetchall()]


def check(connection: Connection) -> None:
    """Assert that nothing is wrong with the money (as the owner or as the app's role)."""
    found = violations(connection)
    assert not found, "\n".join(found)
