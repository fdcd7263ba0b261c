-- Refuses a change of state that is not in `state_transitions`. The trigger's argument names the
-- state machine.
CREATE OR REPLACE FUNCTION check_transition()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM state_transitions
    WHERE machine = TG_ARGV[0] AND from_state = OLD.state AND to_state = NEW.state;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a % cannot go from % to %', TG_ARGV[0], OLD.state, NEW.state
      USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;
