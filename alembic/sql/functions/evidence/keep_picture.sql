-- Refuses a change of a picture's state other than storing to stored or dropped and stored to
-- expired, and a change of what was said with it. An expired picture loses its texts, together
-- with its file.
CREATE OR REPLACE FUNCTION keep_picture()
RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF NEW.state <> OLD.state
     AND (OLD.state, NEW.state) NOT IN
       (('storing', 'stored'), ('storing', 'dropped'), ('stored', 'expired')) THEN
    RAISE EXCEPTION 'a picture cannot go from % to %', OLD.state, NEW.state
      USING ERRCODE = '23514';
  END IF;
  IF (NEW.note, NEW.video_link, NEW.claimed_name) IS DISTINCT FROM
       (OLD.note, OLD.video_link, OLD.claimed_name)
     AND (NEW.state <> 'expired' OR num_nonnulls(NEW.note, NEW.video_link, NEW.claimed_name) > 0)
  THEN
    RAISE EXCEPTION 'what was said to a picture cannot change' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
