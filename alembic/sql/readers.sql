-- Two roles that read and never write; nobody can log in as them. What is not named here, a table
-- that comes later among it, they cannot read.
--
-- `wagewars_reader` is for figures: money, play and deadlines, by the number of a player. It sees
-- no name, phone, e-mail, text of anybody, token or secret.
-- `wagewars_auditor` is for whoever checks us: the ledger, what staff did, M-Pesa's statement.
-- Roles belong to the whole server, so another database on it may have made them already.
DO $$
DECLARE
  v_name text;
BEGIN
  FOREACH v_name IN ARRAY '{wagewars_reader,wagewars_auditor}'::text[] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = v_name) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', v_name);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
      END;
    END IF;
  END LOOP;
END $$;

GRANT USAGE ON SCHEMA public TO wagewars_reader, wagewars_auditor;

GRANT SELECT ON accounts, transactions, entries, derived_balances, postings, alembic_version,
  state_transitions, switches, tax_periods, alarms, payout_holds, strikes, reserve_records,
  reconciliation_runs, reconciliation_breaks, tournament_entries, tournament_prizes
  TO wagewars_reader, wagewars_auditor;
GRANT SELECT (id, user_id, amount, tax, tax_profile, state, failure, tries, queries,
  mpesa_reference, created_at, prompted_at, completed_at, due_at) ON deposits
  TO wagewars_reader, wagewars_auditor;
GRANT SELECT (id, user_id, amount, fee, tax, net, change, tax_profile, state, failure, tries,
  questions, mpesa_reference, created_at, confirmed_at, sent_at, completed_at, due_at)
  ON withdrawals TO wagewars_reader, wagewars_auditor;
GRANT SELECT (id, user_id, receipt, amount, tax, tax_profile, state, questions, paid_at, created_at,
  verified_at, completed_at, due_at) ON paybill_payments TO wagewars_reader, wagewars_auditor;
GRANT SELECT (id, user_id, deposit_id, paybill_payment_id, original_receipt, amount, wallet_amount,
  tax_amount, state, mpesa_reference, created_at, sent_at, completed_at, due_at) ON refunds
  TO wagewars_reader, wagewars_auditor;
GRANT SELECT (id, player1_id, player2_id, wager_amount, fee_rate, fee, prize, title, mode, platform,
  status, verification_state, result, winner_id, created_at, started_at, completed_at, due_at,
  tournament_id, overturned_at) ON matches TO wagewars_reader, wagewars_auditor;
GRANT SELECT (id, name, status, entry_fee, prize_part, house_part, guarantee, title, mode, platform,
  min_participants, max_participants, current_participants, start_date, started_at, finished_at,
  closed_at) ON tournaments TO wagewars_reader, wagewars_auditor;

GRANT SELECT ON abandoned_searches, cod_capabilities, match_events, no_shows, player_stats,
  rating_changes, tournament_matches, verification_jobs TO wagewars_reader;
GRANT SELECT (id, role, is_verified, is_active, is_simulated, language, created_at) ON users
  TO wagewars_reader;

GRANT SELECT ON audit_entries, role_changes, suspensions, manual_rulings, match_rulings,
  payment_events, mpesa_lines, sponsor_fundings, prize_clawbacks, prize_advances, prize_upgrades,
  prize_upgrade_payments TO wagewars_auditor;
GRANT SELECT (id, username, role, is_verified, is_active, created_at) ON users TO wagewars_auditor;
