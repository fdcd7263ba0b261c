-- The triggers, by table; PostgreSQL runs those of one event in the order of their names.
--
-- `forbid` keeps history as it was written and `refuse` keeps terms as they were agreed, whoever
-- writes. Constraint triggers check at COMMIT what only holds once all rows are written.

-- players

-- payments
CREATE CONSTRAINT TRIGGER ledger_agrees AFTER INSERT OR UPDATE OF state ON deposits
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION deposit_and_ledger_agree();
CREATE TRIGGER no_delete BEFORE DELETE ON deposits FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON deposits
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER transition BEFORE UPDATE OF state ON deposits
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state)
  EXECUTE FUNCTION check_transition('deposit');
CREATE TRIGGER terms BEFORE UPDATE OF id, user_id, phone, amount, tax, tax_profile,
    account_reference, token_sha256, created_at
  ON deposits
  FOR EACH ROW EXECUTE FUNCTION refuse('the terms of a deposit cannot change');
CREATE CONSTRAINT TRIGGER ledger_agrees AFTER INSERT OR UPDATE OF state ON withdrawals
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION payment_and_ledger_agree('withdrawal');
CREATE TRIGGER no_delete BEFORE DELETE ON withdrawals FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON withdrawals
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER transition BEFORE UPDATE OF state ON withdrawals
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state)
  EXECUTE FUNCTION check_transition('withdrawal');
CREATE TRIGGER terms BEFORE UPDATE OF id, user_id, phone, amount, fee, tax, net, change,
    tax_profile, originator_conversation_id, token_sha256, created_at
  ON withdrawals
  FOR EACH ROW EXECUTE FUNCTION refuse('the terms of a withdrawal cannot change');
CREATE CONSTRAINT TRIGGER ledger_agrees AFTER INSERT OR UPDATE OF state ON paybill_payments
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION payment_and_ledger_agree('paybill');
CREATE TRIGGER no_delete BEFORE DELETE ON paybill_payments FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON paybill_payments
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER proven_terms BEFORE UPDATE OF amount, reference ON paybill_payments
  FOR EACH ROW WHEN (OLD.verified_at IS NOT NULL AND (OLD.amount IS DISTINCT FROM NEW.amount OR
    OLD.reference IS DISTINCT FROM NEW.reference))
  EXECUTE FUNCTION refuse('what was paid cannot change');
CREATE TRIGGER transition BEFORE UPDATE OF state ON paybill_payments
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state)
  EXECUTE FUNCTION check_transition('paybill');
CREATE TRIGGER terms BEFORE UPDATE OF id, receipt, created_at ON paybill_payments
  FOR EACH ROW EXECUTE FUNCTION refuse('what was paid cannot change');
CREATE CONSTRAINT TRIGGER ledger_agrees AFTER INSERT OR UPDATE OF state ON refunds
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION payment_and_ledger_agree('refund');
CREATE TRIGGER no_delete BEFORE DELETE ON refunds FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON refunds FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER transition BEFORE UPDATE OF state ON refunds
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state)
  EXECUTE FUNCTION check_transition('refund');
CREATE TRIGGER terms BEFORE UPDATE OF id, deposit_id, paybill_payment_id, user_id,
    original_receipt, amount, wallet_amount, tax_amount, reference, token_sha256, created_at
  ON refunds
  FOR EACH ROW EXECUTE FUNCTION refuse('the terms of a refund cannot change');
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON payment_events
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON payment_events
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER no_delete BEFORE DELETE ON mpesa_callbacks FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON mpesa_callbacks
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER no_delete BEFORE DELETE ON mpesa_requests FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON mpesa_requests
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON tax_periods
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON tax_periods
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER no_delete BEFORE DELETE ON manual_rulings FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON manual_rulings
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER terms BEFORE UPDATE OF id, subject, subject_id, action, terms, reason, proposed_by,
    proposed_at
  ON manual_rulings
  FOR EACH ROW EXECUTE FUNCTION refuse('what was proposed cannot change');

-- auth

-- matches
CREATE CONSTRAINT TRIGGER match_has_both_stakes AFTER INSERT ON matches
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION match_has_both_stakes();
CREATE CONSTRAINT TRIGGER escrow_is_paid_out AFTER UPDATE OF status ON matches
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION escrow_is_paid_out();
CREATE TRIGGER moved AFTER INSERT OR UPDATE ON matches
  FOR EACH ROW EXECUTE FUNCTION record_match_event();
CREATE TRIGGER no_delete BEFORE DELETE ON matches FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON matches FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER overturn BEFORE UPDATE OF overturned_at ON matches
  FOR EACH ROW EXECUTE FUNCTION check_overturn();
CREATE CONSTRAINT TRIGGER overturned_is_paid AFTER UPDATE OF overturned_at ON matches
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION overturned_is_paid();
CREATE TRIGGER rules BEFORE INSERT OR UPDATE ON matches
  FOR EACH ROW EXECUTE FUNCTION check_match();
CREATE TRIGGER terms BEFORE UPDATE OF id, player1_id, player2_id, player1_ticket_id,
    player2_ticket_id, wager_amount, fee_rate, fee, prize, title, mode, platform, lobby_code,
    created_at, origin, format, map, best_of, rules, rules_sha256, identities, rating_gap,
    win_chance
  ON matches
  FOR EACH ROW EXECUTE FUNCTION refuse('the terms of a match cannot change');
CREATE TRIGGER tickets_are_kept BEFORE UPDATE OF tickets ON matches
  FOR EACH ROW EXECUTE FUNCTION refuse('what both came with cannot change');
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON match_events
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON match_events
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON match_reports
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON match_reports
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON match_evidence
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON match_evidence
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER no_delete BEFORE DELETE ON match_pictures FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON match_pictures
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER rules BEFORE UPDATE ON match_pictures FOR EACH ROW EXECUTE FUNCTION keep_picture();
CREATE TRIGGER terms BEFORE UPDATE OF id, match_id, user_id, replay, original_sha256,
    original_size, sha256, size, content_type, width, height, phash, dhash, thumb, flags,
    reuses_id, created_at
  ON match_pictures
  FOR EACH ROW EXECUTE FUNCTION refuse('what was shown cannot change');
CREATE TRIGGER no_delete BEFORE DELETE ON disputes FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON disputes
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON dispute_statements
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON dispute_statements
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER decided BEFORE UPDATE ON match_rulings
  FOR EACH ROW EXECUTE FUNCTION decision_is_final();
CREATE TRIGGER no_delete BEFORE DELETE ON match_rulings FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON match_rulings
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER terms BEFORE UPDATE OF id, match_id, replay, result, reason, strike, proposed_by,
    proposed_at, of_appeal
  ON match_rulings
  FOR EACH ROW EXECUTE FUNCTION refuse('what was ruled cannot change');
CREATE TRIGGER decided BEFORE UPDATE ON appeals FOR EACH ROW EXECUTE FUNCTION decision_is_final();
CREATE TRIGGER no_delete BEFORE DELETE ON appeals FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON appeals FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER terms BEFORE UPDATE OF match_id, user_id, statement, opened_at, rule_by ON appeals
  FOR EACH ROW EXECUTE FUNCTION refuse('what was appealed against cannot change');
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON payout_holds
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON payout_holds
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();

-- matchmaking
CREATE CONSTRAINT TRIGGER has_its_ticket AFTER INSERT OR UPDATE OF state ON challenges
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION challenge_has_its_ticket();
CREATE TRIGGER no_delete BEFORE DELETE ON challenges FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON challenges
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER transition BEFORE UPDATE OF state ON challenges
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state)
  EXECUTE FUNCTION check_transition('challenge');
CREATE TRIGGER terms BEFORE UPDATE OF id, code, challenger_id, opponent_id, rematch_of,
    wager_amount, title, mode, platform, created_at
  ON challenges
  FOR EACH ROW EXECUTE FUNCTION refuse('the terms of a challenge cannot change');
CREATE TRIGGER keep_ticket_match BEFORE UPDATE OF match_id ON matchmaking_queue
  FOR EACH ROW EXECUTE FUNCTION keep_ticket_match();
CREATE TRIGGER keep_ticket BEFORE DELETE ON matchmaking_queue
  FOR EACH ROW EXECUTE FUNCTION keep_ticket();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON matchmaking_queue
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER terms BEFORE UPDATE OF id, user_id, wager_amount, accept_adjacent, challenge_id
  ON matchmaking_queue
  FOR EACH ROW EXECUTE FUNCTION refuse('a ticket keeps its player and its stake');

-- ledger
CREATE TRIGGER balance_moves_by_entries BEFORE UPDATE OF balance ON accounts
  FOR EACH ROW EXECUTE FUNCTION check_balance_change();
CREATE TRIGGER check_new BEFORE INSERT ON accounts
  FOR EACH ROW EXECUTE FUNCTION check_new_account();
CREATE TRIGGER identity_is_fixed BEFORE UPDATE OF id, code, kind, user_id, match_id, tracked,
    floor, created_at
  ON accounts
  FOR EACH ROW EXECUTE FUNCTION refuse('what an account is cannot change');
CREATE TRIGGER no_delete BEFORE DELETE ON accounts FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON accounts
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE CONSTRAINT TRIGGER has_entries AFTER INSERT ON transactions
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION transaction_is_complete();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON transactions
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER immutable_all BEFORE TRUNCATE ON transactions
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER apply_entries AFTER INSERT ON entries REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION apply_entries();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON entries FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER immutable_all BEFORE TRUNCATE ON entries
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();

-- conduct
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON no_shows
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON no_shows
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER no_delete BEFORE DELETE ON strikes FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON strikes FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER terms BEFORE UPDATE OF id, user_id, match_id, kind, admin_id, created_at,
    lapses_at, suspended_until
  ON strikes
  FOR EACH ROW EXECUTE FUNCTION refuse('a strike cannot change, only be lifted');
CREATE TRIGGER no_delete BEFORE DELETE ON risk_flags FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON risk_flags
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON player_names
  FOR EACH ROW EXECUTE FUNCTION forbid();

-- ratings
CREATE TRIGGER immutable BEFORE DELETE ON rating_changes FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON rating_changes
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER only_reversed BEFORE UPDATE ON rating_changes
  FOR EACH ROW EXECUTE FUNCTION check_rating_change();

-- cod
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON game_ids
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON game_ids
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();

-- reconciliation
CREATE TRIGGER no_delete BEFORE DELETE ON mpesa_lines FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON mpesa_lines
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON reconciliation_runs
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON reconciliation_breaks
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON reconciliation_breaks
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();

-- platform
CREATE TRIGGER fixed BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON state_transitions
  FOR EACH STATEMENT
  EXECUTE FUNCTION refuse('only a migration changes the transitions between states');
CREATE TRIGGER no_delete BEFORE DELETE ON switches FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON switches
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON audit_entries
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit_entries
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
