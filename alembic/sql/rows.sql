-- The rows that must exist before the first player does.

INSERT INTO accounts (code, kind, tracked)
  SELECT kind || ':main', kind, false
  FROM unnest(ARRAY['mpesa_clearing_in', 'platform_fee', 'mpesa_clearing_out', 'mpesa_float',
                    'mpesa_suspense', 'mpesa_charges', 'tax_excise', 'tax_withholding']) kind;

INSERT INTO switches (name) VALUES ('deposits'), ('withdrawals');
INSERT INTO tax_periods (profile, effective_from) VALUES ('none', '2026-01-01T00:00:00Z');
INSERT INTO socket_rounds (id, since, last) VALUES (1, now(), '-infinity');
INSERT INTO rating_progress (seen_event_id) VALUES (0);
