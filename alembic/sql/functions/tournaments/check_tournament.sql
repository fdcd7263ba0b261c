-- Refuses a change of a tournament's state that is not in `state_transitions`, and of its terms
-- once players could see them: what an entry costs, how prizes are split and how it is played are
-- fixed when registration opens, the start when check-in opens.
CREATE OR REPLACE FUNCTION check_tournament()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'draft' THEN
      RAISE EXCEPTION 'a tournament begins as a draft' USING ERRCODE = '23514';
    END IF;
  ELSIF NEW.status <> OLD.status THEN
    PERFORM 1 FROM state_transitions
      WHERE machine = 'tournament' AND from_state = OLD.status AND to_state = NEW.status;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'a tournament cannot go from % to %', OLD.status, NEW.status
        USING ERRCODE = '23514';
    END IF;
  END IF;
  IF (SELECT sum(part) FROM unnest(NEW.prize_split) part) IS DISTINCT FROM 10000
     OR 0 >= ANY (NEW.prize_split) THEN
    RAISE EXCEPTION 'a split has parts of 100 %% in all' USING ERRCODE = '23514';
  END IF;
  IF (NEW.status IN ('draft', 'archived', 'cancelled')) = (NEW.due_at IS NOT NULL) THEN
    RAISE EXCEPTION 'a tournament under way has a deadline, another one has none'
      USING ERRCODE = '23514';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.status <> 'draft' AND
     (NEW.format, NEW.bronze, NEW.groups, NEW.legs, NEW.rounds, NEW.title, NEW.mode, NEW.platform,
      NEW.entry_fee, NEW.prize_part, NEW.house_part, NEW.guarantee, NEW.prize_split,
      NEW.min_participants, NEW.max_participants, NEW.seeding, NEW.absence, NEW.lot_commitment)
     IS DISTINCT FROM
     (OLD.format, OLD.bronze, OLD.groups, OLD.legs, OLD.rounds, OLD.title, OLD.mode, OLD.platform,
      OLD.entry_fee, OLD.prize_part, OLD.house_part, OLD.guarantee, OLD.prize_split,
      OLD.min_participants, OLD.max_participants, OLD.seeding, OLD.absence, OLD.lot_commitment)
  THEN
    RAISE EXCEPTION 'the terms of a published tournament do not change' USING ERRCODE = '23514';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.status NOT IN ('draft', 'registration') AND
     (NEW.start_date, NEW.check_in_opens_at) IS DISTINCT FROM
     (OLD.start_date, OLD.check_in_opens_at) THEN
    RAISE EXCEPTION 'the start does not move once check-in has opened' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;
