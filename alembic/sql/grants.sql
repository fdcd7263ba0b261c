-- What the app may do: everything that is not granted here is refused by PostgreSQL.
--
-- `wagewars_app` owns nothing. It may read all tables, write those that it keeps itself, and move
-- money only through the functions at the end of this file.

GRANT USAGE ON SCHEMA public TO wagewars_app;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO wagewars_app;

-- Players. Who is an admin (`role`), who may not sign in at all (`is_active`) and who somebody is
-- (names, phone, date of birth) is changed by the owner of the tables only.
GRANT INSERT (username, email, phone, password_hash, date_of_birth, cod_username,
  profile_image_url, is_verified, payouts_after) ON users TO wagewars_app;
GRANT UPDATE (password_hash, is_verified, cod_username, payouts_after, updated_at) ON users
  TO wagewars_app;

-- Rows that change.
GRANT INSERT, UPDATE ON login_sessions, sms_codes, player_stats, player_risks, risk_flags, strikes
  TO wagewars_app;
GRANT INSERT, UPDATE ON deposits, withdrawals, paybill_payments, refunds, mpesa_callbacks,
  mpesa_requests, manual_rulings TO wagewars_app;
GRANT INSERT, UPDATE ON matches, match_pictures, disputes, match_rulings, appeals, challenges,
  verification_jobs, cod_capabilities TO wagewars_app;
GRANT INSERT, UPDATE ON mpesa_lines, reconciliation_runs, switches, alarms, leaderboards
  TO wagewars_app;
GRANT UPDATE ON socket_rounds TO wagewars_app;
GRANT UPDATE (seen_event_id) ON rating_progress TO wagewars_app;
GRANT UPDATE (reversed_at) ON rating_changes TO wagewars_app;
GRANT USAGE ON SEQUENCE leaderboard_edition TO wagewars_app;

-- History: rows that are only added.
GRANT INSERT ON payment_events, match_reports, match_evidence, dispute_statements,
  payout_holds, no_shows, player_names, game_ids, rating_changes, audit_entries, tax_periods,
  reconciliation_breaks TO wagewars_app;

-- Rows that go when their time is over.
GRANT INSERT, UPDATE, DELETE ON matchmaking_queue, game_accounts, refresh_tokens TO wagewars_app;
GRANT INSERT, DELETE ON blocks, idempotent_answers, standings TO wagewars_app;

-- Money: accounts may be opened, and never written to.
GRANT INSERT (code, kind, user_id, match_id, tracked, floor) ON accounts TO wagewars_app;

-- Trigger functions, too: whoever may execute one can attach it to a table of their own.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  ledger_post(text, text, text, bigint, text, bigint[], bigint[], numeric[]),
  ledger_post_batch(text, text, text[], text[], text[], bigint[], bigint[], numeric[]),
  lock_player_money(bigint),
  settle_match(bigint, text, text, text, text, text),
  split_match(bigint, text, text, text),
  overturn_match(bigint, text, text, text, text),
  match_shares(text, numeric, numeric, numeric)
  TO wagewars_app;
