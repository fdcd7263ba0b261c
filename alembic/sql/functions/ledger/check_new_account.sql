-- Checks that a new account starts at zero and that its kind, code, owner and floor fit each
-- other, and that a match of a tournament has no escrow. In a trigger and not in CHECKs, which
-- PostgreSQL parses anew for every statement.
CREATE OR REPLACE FUNCTION check_new_account()
RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
BEGIN
  IF NEW.balance IS DISTINCT FROM 0 THEN
    RAISE EXCEPTION 'an account starts at zero' USING ERRCODE = '23514';
  END IF;
  IF NEW.tracked IS DISTINCT FROM (NEW.kind IN
       ('user_wallet', 'user_stake', 'user_withdraw_hold', 'user_receivable', 'match_escrow',
        'tournament_escrow', 'sponsor', 'house_capital'))
     -- A debt is below zero by its nature; no other money of players is, nor what the sponsor and
     -- the house were given.
     OR NEW.floor IS DISTINCT FROM
        (CASE WHEN NEW.tracked AND NEW.kind <> 'user_receivable' THEN 0 END) THEN
    RAISE EXCEPTION 'money of players and the sponsor has a floor of zero, other money has no cache'
      USING ERRCODE = '23514';
  END IF;
  IF (NEW.kind IN ('user_wallet', 'user_stake', 'user_withdraw_hold', 'user_receivable'))
        IS DISTINCT FROM (NEW.user_id IS NOT NULL)
     OR (NEW.kind = 'match_escrow') IS DISTINCT FROM (NEW.match_id IS NOT NULL)
     OR (NEW.kind = 'tournament_escrow') IS DISTINCT FROM (NEW.tournament_id IS NOT NULL)
     OR NEW.kind NOT IN ('user_wallet', 'user_stake', 'user_withdraw_hold', 'user_receivable',
                         'match_escrow', 'mpesa_clearing_in', 'mpesa_clearing_out', 'mpesa_float',
                         'mpesa_suspense', 'mpesa_charges', 'tax_excise', 'tax_withholding',
                         'platform_fee', 'tournament_escrow', 'sponsor', 'prize_recovery',
                         'house_capital', 'wallet_adjustment')
     OR NEW.code IS DISTINCT FROM NEW.kind || ':'
        || coalesce(coalesce(NEW.user_id, NEW.match_id, NEW.tournament_id)::text, 'main')
        AND NEW.tracked THEN
    RAISE EXCEPTION 'this account does not fit its owner' USING ERRCODE = '23514';
  END IF;
  IF NEW.kind = 'match_escrow' THEN
    PERFORM 1 FROM matches WHERE id = NEW.match_id AND origin = 'tournament';
    IF FOUND THEN
      RAISE EXCEPTION 'a match of a tournament has no escrow' USING ERRCODE = '23514';
    END IF;
  END IF;
  RETURN NEW;
END $$;
