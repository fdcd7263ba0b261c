-- Money on its way from or to M-Pesa, and what M-Pesa said about it.

CREATE TABLE deposits (
  id bigint GENERATED ALWAYS AS IDENTITY,
  user_id bigint NOT NULL,
  phone varchar(15) NOT NULL,
  amount numeric(12,2) NOT NULL,
  state varchar(10) NOT NULL DEFAULT 'created',
  holds_phone boolean NOT NULL DEFAULT true,
  account_reference varchar(12) NOT NULL,
  token_sha256 bytea NOT NULL,
  merchant_request_id varchar(80),
  checkout_request_id varchar(80),
  result_code varchar(40),
  failure varchar(30),
  doubt varchar(30),
  needs_query boolean NOT NULL DEFAULT false,
  claimed_receipt varchar(20),
  mpesa_reference varchar(20),
  tries bigint NOT NULL DEFAULT 0,
  queries bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  prompted_at timestamptz,
  completed_at timestamptz,
  due_at timestamptz,
  tax numeric(12,2) NOT NULL DEFAULT 0,
  tax_profile varchar(20) NOT NULL DEFAULT 'none',
  CONSTRAINT pk_deposits PRIMARY KEY (id),
  CONSTRAINT uq_deposits_account_reference UNIQUE (account_reference),
  CONSTRAINT uq_deposits_checkout_request_id UNIQUE (checkout_request_id),
  CONSTRAINT uq_deposits_token_sha256 UNIQUE (token_sha256),
  CONSTRAINT fk_deposits_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT ck_deposits_amount_is_what_daraja_takes
    CHECK (amount > 0 AND amount <= 250000 AND amount = trunc(amount)),
  CONSTRAINT ck_deposits_credited_has_its_moment
    CHECK ((state IN ('credited', 'reversed')) = (completed_at IS NOT NULL)),
  CONSTRAINT ck_deposits_failure_has_its_reason
    CHECK ((state IN ('failed', 'expired')) = (failure IS NOT NULL)),
  CONSTRAINT ck_deposits_phone_is_kenyan CHECK (phone ~ '^254[71][0-9]{8}$'),
  CONSTRAINT ck_deposits_tax_is_a_part CHECK (tax >= 0 AND tax < amount),
  CONSTRAINT ck_deposits_waiting_has_a_deadline
    CHECK ((state IN ('created', 'sending', 'prompted', 'unknown', 'review')) = (due_at IS NOT
      NULL))
);
CREATE INDEX ix_deposits_due_at ON deposits (due_at)
  WHERE state IN ('created', 'sending', 'prompted', 'unknown', 'review');
CREATE INDEX ix_deposits_user_id ON deposits (user_id, id);
CREATE INDEX ix_deposits_without_receipt ON deposits (amount)
  WHERE state = 'credited' AND mpesa_reference IS NULL;
CREATE UNIQUE INDEX uq_deposits_mpesa_reference ON deposits (mpesa_reference)
  WHERE mpesa_reference IS NOT NULL;
CREATE UNIQUE INDEX uq_deposits_one_open_prompt_a_phone ON deposits (phone) WHERE holds_phone;

CREATE TABLE withdrawals (
  id bigint GENERATED ALWAYS AS IDENTITY,
  user_id bigint NOT NULL,
  phone varchar(15) NOT NULL,
  amount numeric(12,2) NOT NULL,
  fee numeric(12,2) NOT NULL,
  tax numeric(12,2) NOT NULL,
  net numeric(12,2) NOT NULL,
  change numeric(12,2) NOT NULL,
  tax_profile varchar(20) NOT NULL,
  state varchar(20) NOT NULL DEFAULT 'awaiting_code',
  originator_conversation_id varchar(32) NOT NULL,
  conversation_id varchar(80),
  token_sha256 bytea NOT NULL,
  result_code varchar(40),
  failure varchar(30),
  doubt varchar(30),
  mpesa_reference varchar(20),
  tries bigint NOT NULL DEFAULT 0,
  questions bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  confirmed_at timestamptz,
  sent_at timestamptz,
  completed_at timestamptz,
  due_at timestamptz,
  CONSTRAINT pk_withdrawals PRIMARY KEY (id),
  CONSTRAINT uq_withdrawals_originator_conversation_id UNIQUE (originator_conversation_id),
  CONSTRAINT uq_withdrawals_token_sha256 UNIQUE (token_sha256),
  CONSTRAINT fk_withdrawals_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT ck_withdrawals_final_has_its_moment
    CHECK ((state IN ('paid', 'released')) = (completed_at IS NOT NULL)),
  CONSTRAINT ck_withdrawals_paid_needs_a_receipt
    CHECK (state <> 'paid' OR mpesa_reference IS NOT NULL),
  CONSTRAINT ck_withdrawals_parts_make_the_amount
    CHECK (amount > 0 AND net > 0 AND net <= 250000 AND net = trunc(net) AND fee >= 0 AND tax >=
      0 AND change >= 0 AND change < 1 AND (net + fee + tax + change) = amount),
  CONSTRAINT ck_withdrawals_phone_is_kenyan CHECK (phone ~ '^254[71][0-9]{8}$'),
  CONSTRAINT ck_withdrawals_release_has_its_reason
    CHECK ((state = 'released') = (failure IS NOT NULL)),
  CONSTRAINT ck_withdrawals_waiting_has_a_deadline
    CHECK ((state IN ('awaiting_code', 'held', 'sending', 'sent', 'unknown', 'review')) =
      (due_at IS NOT NULL))
);
CREATE INDEX ix_withdrawals_due_at ON withdrawals (due_at)
  WHERE state IN ('awaiting_code', 'held', 'sending', 'sent', 'unknown', 'review');
CREATE INDEX ix_withdrawals_user_id ON withdrawals (user_id, id);
CREATE UNIQUE INDEX uq_withdrawals_mpesa_reference ON withdrawals (mpesa_reference)
  WHERE mpesa_reference IS NOT NULL;

CREATE TABLE paybill_payments (
  id bigint GENERATED ALWAYS AS IDENTITY,
  receipt varchar(20) NOT NULL,
  amount numeric(12,2) NOT NULL,
  tax numeric(12,2) NOT NULL DEFAULT 0,
  tax_profile varchar(20) NOT NULL DEFAULT 'none',
  reference varchar(40) NOT NULL,
  payer varchar(80),
  user_id bigint,
  state varchar(20) NOT NULL DEFAULT 'received',
  source varchar(20) NOT NULL,
  doubt varchar(30),
  questions bigint NOT NULL DEFAULT 0,
  paid_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  verified_at timestamptz,
  completed_at timestamptz,
  due_at timestamptz,
  CONSTRAINT pk_paybill_payments PRIMARY KEY (id),
  CONSTRAINT uq_paybill_payments_receipt UNIQUE (receipt),
  CONSTRAINT fk_paybill_payments_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT ck_paybill_payments_amount_is_sane CHECK (amount > 0 AND tax >= 0 AND tax < amount),
  CONSTRAINT ck_paybill_payments_credited_has_its_player
    CHECK (state <> 'credited' OR user_id IS NOT NULL),
  CONSTRAINT ck_paybill_payments_money_needs_proof
    CHECK (state NOT IN ('credited', 'suspense', 'returned') OR verified_at IS NOT NULL),
  CONSTRAINT ck_paybill_payments_waiting_has_a_deadline
    CHECK ((state IN ('received', 'suspense', 'review')) = (due_at IS NOT NULL))
);
CREATE INDEX ix_paybill_payments_due_at ON paybill_payments (due_at)
  WHERE state IN ('received', 'suspense', 'review');
CREATE INDEX ix_paybill_payments_user_id ON paybill_payments (user_id, id);

CREATE TABLE refunds (
  id bigint GENERATED ALWAYS AS IDENTITY,
  deposit_id bigint,
  paybill_payment_id bigint,
  user_id bigint,
  original_receipt varchar(20) NOT NULL,
  amount numeric(12,2) NOT NULL,
  wallet_amount numeric(12,2) NOT NULL,
  tax_amount numeric(12,2) NOT NULL,
  reason varchar NOT NULL,
  state varchar(20) NOT NULL DEFAULT 'held',
  token_sha256 bytea NOT NULL,
  reference varchar(32) NOT NULL,
  originator_conversation_id varchar(80),
  conversation_id varchar(80),
  result_code varchar(40),
  doubt varchar(30),
  mpesa_reference varchar(20),
  questions bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  sent_at timestamptz,
  completed_at timestamptz,
  due_at timestamptz,
  CONSTRAINT pk_refunds PRIMARY KEY (id),
  CONSTRAINT uq_refunds_reference UNIQUE (reference),
  CONSTRAINT uq_refunds_token_sha256 UNIQUE (token_sha256),
  CONSTRAINT fk_refunds_deposit_id FOREIGN KEY (deposit_id) REFERENCES deposits (id),
  CONSTRAINT fk_refunds_paybill_payment_id
    FOREIGN KEY (paybill_payment_id) REFERENCES paybill_payments (id),
  CONSTRAINT fk_refunds_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT ck_refunds_final_has_its_moment
    CHECK ((state IN ('done', 'released')) = (completed_at IS NOT NULL)),
  CONSTRAINT ck_refunds_one_payment_goes_back
    CHECK ((deposit_id IS NULL) <> (paybill_payment_id IS NULL)),
  CONSTRAINT ck_refunds_parts_make_the_amount
    CHECK (amount > 0 AND wallet_amount >= 0 AND tax_amount >= 0 AND (wallet_amount +
      tax_amount) = CASE WHEN user_id IS NULL THEN 0 ELSE amount END),
  CONSTRAINT ck_refunds_waiting_has_a_deadline
    CHECK ((state IN ('held', 'sending', 'sent', 'unknown', 'review')) = (due_at IS NOT NULL))
);
CREATE INDEX ix_refunds_due_at ON refunds (due_at)
  WHERE state IN ('held', 'sending', 'sent', 'unknown', 'review');
CREATE INDEX ix_refunds_user_id ON refunds (user_id, id);
CREATE UNIQUE INDEX uq_refunds_original_receipt ON refunds (original_receipt)
  WHERE state <> 'released';

CREATE TABLE payment_events (
  id bigint GENERATED ALWAYS AS IDENTITY,
  subject varchar(20) NOT NULL,
  subject_id bigint NOT NULL,
  state varchar(20) NOT NULL,
  source varchar(60) NOT NULL,
  evidence jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_payment_events PRIMARY KEY (id),
  CONSTRAINT ck_payment_events_subject_is_known
    CHECK (subject IN ('deposit', 'withdrawal', 'paybill', 'refund'))
);
CREATE INDEX ix_payment_events_subject ON payment_events (subject, subject_id, id);

CREATE TABLE mpesa_callbacks (
  id bigint GENERATED ALWAYS AS IDENTITY,
  kind varchar(20) NOT NULL,
  token_sha256 bytea NOT NULL,
  body_sha256 bytea NOT NULL,
  body bytea NOT NULL,
  source_ip inet,
  deposit_id bigint,
  deliveries bigint NOT NULL DEFAULT 1,
  received_at timestamptz NOT NULL DEFAULT now(),
  failures bigint NOT NULL DEFAULT 0,
  judge_after timestamptz NOT NULL DEFAULT now(),
  judged_at timestamptz,
  verdict varchar(40),
  withdrawal_id bigint,
  request_id bigint,
  refund_id bigint,
  CONSTRAINT pk_mpesa_callbacks PRIMARY KEY (id),
  CONSTRAINT uq_mpesa_callbacks_kind_token_sha256_body_sha256
    UNIQUE (kind, token_sha256, body_sha256),
  CONSTRAINT ck_mpesa_callbacks_kind_is_known
    CHECK (kind IN ('stk', 'c2b', 'b2c', 'b2c_timeout', 'status', 'status_timeout', 'balance',
      'balance_timeout', 'reversal', 'reversal_timeout'))
);
CREATE INDEX ix_mpesa_callbacks_confirmations ON mpesa_callbacks (received_at) WHERE kind = 'c2b';
CREATE INDEX ix_mpesa_callbacks_deposit_id ON mpesa_callbacks (deposit_id)
  WHERE deposit_id IS NOT NULL;
CREATE INDEX ix_mpesa_callbacks_refund_id ON mpesa_callbacks (refund_id)
  WHERE refund_id IS NOT NULL;
CREATE INDEX ix_mpesa_callbacks_request_id ON mpesa_callbacks (request_id)
  WHERE request_id IS NOT NULL;
CREATE INDEX ix_mpesa_callbacks_unjudged ON mpesa_callbacks (id) WHERE judged_at IS NULL;
CREATE INDEX ix_mpesa_callbacks_withdrawal_id ON mpesa_callbacks (withdrawal_id)
  WHERE withdrawal_id IS NOT NULL;

CREATE TABLE mpesa_requests (
  id bigint GENERATED ALWAYS AS IDENTITY,
  kind varchar(10) NOT NULL,
  subject varchar(20),
  subject_id bigint,
  reference varchar(32) NOT NULL,
  token_sha256 bytea NOT NULL,
  asked_receipt varchar(20),
  asked_conversation_id varchar(80),
  originator_conversation_id varchar(80),
  conversation_id varchar(80),
  state varchar(10) NOT NULL DEFAULT 'created',
  answer jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  answered_at timestamptz,
  due_at timestamptz,
  CONSTRAINT pk_mpesa_requests PRIMARY KEY (id),
  CONSTRAINT uq_mpesa_requests_reference UNIQUE (reference),
  CONSTRAINT uq_mpesa_requests_token_sha256 UNIQUE (token_sha256),
  CONSTRAINT ck_mpesa_requests_a_question_has_its_subject
    CHECK ((kind = 'status') = (subject_id IS NOT NULL AND subject IS NOT NULL)),
  CONSTRAINT ck_mpesa_requests_kind_is_known CHECK (kind IN ('status', 'balance')),
  CONSTRAINT ck_mpesa_requests_state_is_known
    CHECK (state IN ('created', 'sent', 'answered', 'lost')),
  CONSTRAINT ck_mpesa_requests_subject_is_known
    CHECK (subject IN ('withdrawal', 'paybill', 'refund', 'deposit')),
  CONSTRAINT ck_mpesa_requests_waiting_has_a_deadline
    CHECK ((state IN ('created', 'sent')) = (due_at IS NOT NULL))
);
CREATE INDEX ix_mpesa_requests_due_at ON mpesa_requests (due_at)
  WHERE state IN ('created', 'sent');
CREATE INDEX ix_mpesa_requests_subject ON mpesa_requests (subject, subject_id, id);

CREATE TABLE tax_periods (
  id bigint GENERATED ALWAYS AS IDENTITY,
  profile varchar(20) NOT NULL,
  effective_from timestamptz NOT NULL,
  decided_by bigint,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_tax_periods PRIMARY KEY (id),
  CONSTRAINT uq_tax_periods_effective_from UNIQUE (effective_from),
  CONSTRAINT fk_tax_periods_decided_by FOREIGN KEY (decided_by) REFERENCES users (id),
  CONSTRAINT ck_tax_periods_profile_is_known CHECK (profile IN ('none', 'gambling'))
);

CREATE TABLE manual_rulings (
  id bigint GENERATED ALWAYS AS IDENTITY,
  subject varchar(20) NOT NULL,
  subject_id bigint NOT NULL,
  action varchar(20) NOT NULL,
  terms jsonb NOT NULL DEFAULT '{}',
  reason varchar NOT NULL,
  proposed_by bigint NOT NULL,
  proposed_at timestamptz NOT NULL DEFAULT now(),
  decided_by bigint,
  decided_at timestamptz,
  decision varchar(10),
  due_at timestamptz,
  CONSTRAINT pk_manual_rulings PRIMARY KEY (id),
  CONSTRAINT fk_manual_rulings_decided_by FOREIGN KEY (decided_by) REFERENCES users (id),
  CONSTRAINT fk_manual_rulings_proposed_by FOREIGN KEY (proposed_by) REFERENCES users (id),
  CONSTRAINT ck_manual_rulings_decided_by_somebody
    CHECK ((decision IS NULL) = (due_at IS NOT NULL) AND (decision IS NULL OR (decision IN
      ('approved', 'rejected', 'lapsed'))) AND (COALESCE(decision, 'lapsed') <> 'lapsed') =
      (decided_by IS NOT NULL)),
  CONSTRAINT ck_manual_rulings_reason_is_given CHECK (length(btrim(reason)) >= 8),
  CONSTRAINT ck_manual_rulings_subject_is_known
    CHECK (subject IN ('deposit', 'withdrawal', 'paybill', 'refund')),
  CONSTRAINT ck_manual_rulings_two_people CHECK (proposed_by <> decided_by)
);
CREATE UNIQUE INDEX uq_manual_rulings_open ON manual_rulings (subject, subject_id)
  WHERE decision IS NULL;
