CREATE TABLE public.accounts (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    kind character varying(20) NOT NULL,
    user_id bigint,
    match_id bigint,
    tracked boolean DEFAULT true NOT NULL,
    floor numeric(12,2),
    balance numeric(12,2) DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    tournament_id bigint
)
WITH (fillfactor='60');

CREATE TABLE public.transactions (
    id bigint NOT NULL,
    idempotency_key character varying(120) NOT NULL,
    type character varying(20) NOT NULL,
    match_id bigint,
    mpesa_reference character varying(20),
    actor character varying(60) NOT NULL,
    xact xid8 DEFAULT pg_current_xact_id() NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

CREATE TABLE public.staff_proposals (
    id bigint NOT NULL,
    action character varying(20) NOT NULL,
    user_id bigint,
    amount numeric(12,2),
    receipt character varying(20),
    code character varying(20),
    profile character varying(20),
    effective_from timestamp with time zone,
    reason character varying(1000) NOT NULL,
    digest character varying(64) NOT NULL,
    proposed_by bigint NOT NULL,
    proposed_at timestamp with time zone DEFAULT now() NOT NULL,
    decided_by bigint,
    decided_at timestamp with time zone,
    decision character varying(10),
    due_at timestamp with time zone,
    decided_in xid8,
    CONSTRAINT ck_staff_proposals_decided_by_somebody CHECK ((((decision IS NULL) = (due_at IS NOT NULL)) AND ((decision IS NULL) OR ((decision)::text = ANY ((ARRAY['approved'::character varying, 'rejected'::character varying, 'lapsed'::character varying])::text[]))) AND (((COALESCE(decision, 'lapsed'::character varying))::text <> 'lapsed'::text) = (decided_by IS NOT NULL)))),
    CONSTRAINT ck_staff_proposals_fits_its_action CHECK (COALESCE(
CASE action
    WHEN 'capital_in'::text THEN ((amount > (0)::numeric) AND (receipt IS NOT NULL) AND (num_nonnulls(user_id, code, profile, effective_from) = 0))
    WHEN 'capital_out'::text THEN ((amount > (0)::numeric) AND (num_nonnulls(user_id, code, profile, effective_from) = 0))
    WHEN 'wallet_adjustment'::text THEN ((user_id IS NOT NULL) AND (num_nonnulls(receipt, profile, effective_from) = 0) AND (((amount > (0)::numeric) AND ((code)::text = ANY ((ARRAY['goodwill'::character varying, 'our_fault'::character varying, 'prize_restored'::character varying, 'correction'::character varying])::text[]))) OR ((amount < (0)::numeric) AND ((code)::text = ANY ((ARRAY['credited_twice'::character varying, 'credited_wrongly'::character varying, 'correction'::character varying])::text[])))))
    WHEN 'tax_period'::text THEN (((profile)::text = ANY ((ARRAY['none'::character varying, 'gambling'::character varying])::text[])) AND (num_nonnulls(user_id, amount, receipt, code) = 0))
    WHEN 'risk_clear'::text THEN ((user_id IS NOT NULL) AND (num_nonnulls(amount, receipt, code, profile, effective_from) = 0))
    WHEN 'withdrawals_on'::text THEN (num_nonnulls(user_id, amount, receipt, code, profile, effective_from) = 0)
    ELSE NULL::boolean
END, false)),
    CONSTRAINT ck_staff_proposals_not_of_their_own CHECK (((user_id <> proposed_by) AND (user_id <> COALESCE(decided_by, (0)::bigint)))),
    CONSTRAINT ck_staff_proposals_reason_is_given CHECK ((length(btrim((reason)::text)) >= 8)),
    CONSTRAINT ck_staff_proposals_two_people CHECK ((proposed_by <> decided_by))
);

CREATE TABLE public.abandoned_searches (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    wager_amount numeric(12,2) NOT NULL,
    title character varying(10) NOT NULL,
    mode character varying(10) NOT NULL,
    platform character varying(10) NOT NULL,
    waited bigint NOT NULL,
    reason character varying(20) NOT NULL,
    ended_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_abandoned_searches_waited_is_positive CHECK ((waited >= 0))
);

ALTER TABLE public.abandoned_searches ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.abandoned_searches_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.accounts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.accounts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.alarms (
    id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    subject character varying(80) NOT NULL,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL,
    times bigint DEFAULT 1 NOT NULL,
    raised_at timestamp with time zone DEFAULT now() NOT NULL,
    last_at timestamp with time zone DEFAULT now() NOT NULL,
    cleared_at timestamp with time zone,
    cleared_by bigint
);

ALTER TABLE public.alarms ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.alarms_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);

CREATE TABLE public.appeals (
    match_id bigint NOT NULL,
    user_id bigint NOT NULL,
    statement character varying NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    rule_by timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    decision character varying(10),
    result character varying(10),
    reason character varying,
    decided_by bigint,
    decided_at timestamp with time zone,
    joined_by bigint,
    joined_statement character varying,
    joined_at timestamp with time zone,
    CONSTRAINT ck_appeals_decision_is_known CHECK (((decision)::text = ANY ((ARRAY['upheld'::character varying, 'overturned'::character varying])::text[]))),
    CONSTRAINT ck_appeals_joined_by_the_other CHECK (((num_nulls(joined_by, joined_statement, joined_at) = ANY (ARRAY[0, 3])) AND (joined_by <> user_id))),
    CONSTRAINT ck_appeals_waiting_has_a_deadline CHECK ((((decision IS NULL) = (due_at IS NOT NULL)) AND ((decision IS NULL) = (decided_by IS NULL)) AND ((decision IS NULL) = (decided_at IS NULL)) AND ((decision IS NULL) = (reason IS NULL)) AND (((COALESCE(decision, 'upheld'::character varying))::text = 'overturned'::text) = (result IS NOT NULL))))
);

CREATE TABLE public.audit_entries (
    id bigint NOT NULL,
    admin_id bigint,
    action character varying(40) NOT NULL,
    subject character varying(80) NOT NULL,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    before jsonb,
    after jsonb,
    approver_id bigint,
    address character varying(45),
    seq bigint,
    entry text,
    hash bytea,
    CONSTRAINT ck_audit_entries_is_chained CHECK (((num_nulls(seq, entry, hash) = ANY (ARRAY[0, 3])) AND (length(hash) = 32))),
    CONSTRAINT ck_audit_entries_two_people CHECK ((approver_id <> admin_id))
);

ALTER TABLE public.audit_entries ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_entries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.blocks (
    blocker_id bigint NOT NULL,
    blocked_id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ck_blocks_of_somebody_else CHECK ((blocker_id <> blocked_id))
);

CREATE TABLE public.challenges (
    id bigint NOT NULL,
    code character varying(10) NOT NULL,
    challenger_id bigint NOT NULL,
    opponent_id bigint,
    rematch_of bigint,
    wager_amount numeric(12,2) NOT NULL,
    title character varying(10) NOT NULL,
    mode character varying(10) NOT NULL,
    platform character varying(10) NOT NULL,
    state character varying(10) DEFAULT 'open'::character varying NOT NULL,
    match_id bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    due_at timestamp with time zone,
    CONSTRAINT ck_challenges_accepted_has_its_match CHECK ((((state)::text = 'accepted'::text) = (match_id IS NOT NULL))),
    CONSTRAINT ck_challenges_two_different_players CHECK ((opponent_id <> challenger_id)),
    CONSTRAINT ck_challenges_waiting_has_a_deadline CHECK ((((state)::text = 'open'::text) = (due_at IS NOT NULL)))
);

ALTER TABLE public.challenges ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.challenges_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.chase_warnings (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    read_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

ALTER TABLE public.chase_warnings ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.chase_warnings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.cod_capabilities (
    name character varying(30) NOT NULL,
    misses bigint DEFAULT 0 NOT NULL,
    off_until timestamp with time zone,
    changed_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.consents (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    subject character varying(20) NOT NULL,
    version character varying(10) NOT NULL,
    given boolean NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT ck_consents_subject_is_known CHECK (((subject)::text = ANY ((ARRAY['terms'::character varying, 'public_name'::character varying])::text[]))),
    CONSTRAINT ck_consents_terms_are_not_taken_back CHECK ((((subject)::text <> 'terms'::text) OR given))
);

ALTER TABLE public.consents ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.consents_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.deposits (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    phone character varying(15) NOT NULL,
    amount numeric(12,2) NOT NULL,
    state character varying(10) DEFAULT 'created'::character varying NOT NULL,
    holds_phone boolean DEFAULT true NOT NULL,
    account_reference character varying(12) NOT NULL,
    token_sha256 bytea NOT NULL,
    merchant_request_id character varying(80),
    checkout_request_id character varying(80),
    result_code character varying(40),
    failure character varying(30),
    doubt character varying(30),
    needs_query boolean DEFAULT false NOT NULL,
    claimed_receipt character varying(20),
    mpesa_reference character varying(20),
    tries bigint DEFAULT 0 NOT NULL,
    queries bigint DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    prompted_at timestamp with time zone,
    completed_at timestamp with time zone,
    due_at timestamp with time zone,
    tax numeric(12,2) DEFAULT 0 NOT NULL,
    tax_profile character varying(20) DEFAULT 'none'::character varying NOT NULL,
    CONSTRAINT ck_deposits_amount_is_what_daraja_takes CHECK (((amount > (0)::numeric) AND (amount <= (250000)::numeric) AND (amount = trunc(amount)))),
    CONSTRAINT ck_deposits_credited_has_its_moment CHECK ((((state)::text = ANY ((ARRAY['credited'::character varying, 'reversed'::character varying])::text[])) = (completed_at IS NOT NULL))),
    CONSTRAINT ck_deposits_failure_has_its_reason CHECK ((((state)::text = ANY ((ARRAY['failed'::character varying, 'expired'::character varying])::text[])) = (failure IS NOT NULL))),
    CONSTRAINT ck_deposits_phone_is_kenyan CHECK (((phone)::text ~ '^254[71][0-9]{8}$'::text)),
    CONSTRAINT ck_deposits_tax_is_a_part CHECK (((tax >= (0)::numeric) AND (tax < amount))),
    CONSTRAINT ck_deposits_waiting_has_a_deadline CHECK ((((state)::text = ANY ((ARRAY['created'::character varying, 'sending'::character varying, 'prompted'::character varying, 'unknown'::character varying, 'review'::character varying])::text[])) = (due_at IS NOT NULL)))
);

ALTER TABLE public.deposits ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.deposits_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE VIEW public.derived_balances AS
SELECT
    NULL::bigint AS id,
    NULL::character varying(60) AS code,
    NULL::character varying(20) AS kind,
    NULL::boolean AS tracked,
    NULL::numeric(12,2) AS cached,
    NULL::numeric AS derived;

CREATE TABLE public.dispute_statements (
    id bigint NOT NULL,
    match_id bigint NOT NULL,
    replay bigint DEFAULT 0 NOT NULL,
    user_id bigint NOT NULL,
    reason_code character varying(40) NOT NULL,
    statement character varying NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

ALTER TABLE public.dispute_statements ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.dispute_statements_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.disputes (
    match_id bigint NOT NULL,
    replay bigint DEFAULT 0 NOT NULL,
    opened_by bigint,
    reason_code character varying(40) NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    evidence_until timestamp with time zone NOT NULL,
    rule_by timestamp with time zone NOT NULL,
    player1_done_at timestamp with time zone,
    player2_done_at timestamp with time zone,
    claimed_by bigint,
    claimed_until timestamp with time zone,
    late_at timestamp with time zone,
    escalated_at timestamp with time zone,
    closed_at timestamp with time zone,
    match_is_live boolean DEFAULT true NOT NULL,
    CONSTRAINT ck_disputes_a_claim_lapses CHECK (((claimed_by IS NULL) = (claimed_until IS NULL))),
    CONSTRAINT ck_disputes_deadlines_in_order CHECK (((opened_at <= evidence_until) AND (evidence_until <= rule_by)))
);

CREATE TABLE public.entries (
    id bigint NOT NULL,
    transaction_id bigint NOT NULL,
    seq smallint NOT NULL,
    debit_account_id bigint NOT NULL,
    credit_account_id bigint NOT NULL,
    amount numeric(12,2) NOT NULL
);

ALTER TABLE public.entries ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.entries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.factor_resets (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    reason character varying(1000) NOT NULL,
    proposed_by bigint NOT NULL,
    proposed_at timestamp with time zone DEFAULT now() NOT NULL,
    decided_by bigint,
    decided_at timestamp with time zone,
    decision character varying(10),
    due_at timestamp with time zone,
    CONSTRAINT ck_factor_resets_decided_by_somebody CHECK ((((decision IS NULL) = (due_at IS NOT NULL)) AND ((decision IS NULL) OR ((decision)::text = ANY ((ARRAY['approved'::character varying, 'rejected'::character varying, 'lapsed'::character varying])::text[]))) AND (((COALESCE(decision, 'lapsed'::character varying))::text <> 'lapsed'::text) = (decided_by IS NOT NULL)))),
    CONSTRAINT ck_factor_resets_not_of_their_own CHECK (((user_id <> proposed_by) AND (user_id <> COALESCE(decided_by, (0)::bigint)))),
    CONSTRAINT ck_factor_resets_reason_is_given CHECK ((length(btrim((reason)::text)) >= 8)),
    CONSTRAINT ck_factor_resets_two_people CHECK ((proposed_by <> decided_by))
);

ALTER TABLE public.factor_resets ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.factor_resets_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.game_accounts (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    platform character varying(10) NOT NULL,
    username character varying(50) NOT NULL,
    uno character varying(20),
    visibility character varying(10) DEFAULT 'unknown'::character varying NOT NULL,
    probed_at timestamp with time zone,
    probe_due_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    name_key character varying(400) NOT NULL,
    named_at timestamp with time zone DEFAULT now() NOT NULL,
    proven_at timestamp with time zone,
    CONSTRAINT ck_game_accounts_platform_is_known CHECK (((platform)::text = ANY ((ARRAY['acti'::character varying, 'battle'::character varying, 'psn'::character varying, 'xbl'::character varying, 'mobile'::character varying])::text[]))),
    CONSTRAINT ck_game_accounts_visibility_is_known CHECK (((visibility)::text = ANY ((ARRAY['unknown'::character varying, 'visible'::character varying, 'private'::character varying, 'not_found'::character varying, 'empty'::character varying, 'taken'::character varying])::text[])))
);

ALTER TABLE public.game_accounts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.game_accounts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.game_ids (
    uno character varying(20) NOT NULL,
    user_id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ck_game_ids_uno_is_digits CHECK (((uno)::text ~ '^[0-9]{1,20}$'::text))
);

CREATE TABLE public.idempotent_answers (
    user_id bigint NOT NULL,
    key character varying(128) NOT NULL,
    fingerprint bytea NOT NULL,
    status bigint NOT NULL,
    body json NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.identity_checks (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    legal_name_id bigint NOT NULL,
    our_ref character varying(32) NOT NULL,
    document_kind character varying(20) NOT NULL,
    document_number character varying(30),
    document_hash bytea NOT NULL,
    consent_at timestamp with time zone NOT NULL,
    state character varying(12) DEFAULT 'requested'::character varying NOT NULL,
    job character varying(80),
    link character varying(400),
    reason character varying(40),
    tries smallint DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    ended_at timestamp with time zone,
    due_at timestamp with time zone,
    CONSTRAINT ck_identity_checks_final_has_its_moment CHECK ((((state)::text = ANY ((ARRAY['approved'::character varying, 'rejected'::character varying, 'failed'::character varying])::text[])) = (ended_at IS NOT NULL))),
    CONSTRAINT ck_identity_checks_kind_is_known CHECK (((document_kind)::text = ANY ((ARRAY['national_id'::character varying, 'passport'::character varying, 'alien_id'::character varying])::text[]))),
    CONSTRAINT ck_identity_checks_number_is_forgotten CHECK (((document_number IS NULL) OR ((state)::text = ANY ((ARRAY['requested'::character varying, 'starting'::character varying])::text[])))),
    CONSTRAINT ck_identity_checks_state_is_known CHECK (((state)::text = ANY ((ARRAY['requested'::character varying, 'starting'::character varying, 'open'::character varying, 'review'::character varying, 'approved'::character varying, 'rejected'::character varying, 'failed'::character varying])::text[]))),
    CONSTRAINT ck_identity_checks_waiting_has_a_deadline CHECK ((((state)::text = ANY ((ARRAY['requested'::character varying, 'starting'::character varying, 'open'::character varying])::text[])) = (due_at IS NOT NULL)))
);

ALTER TABLE public.identity_checks ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.identity_checks_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.identity_documents (
    document_hash bytea NOT NULL,
    user_id bigint NOT NULL,
    check_id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.identity_proofs (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    legal_name_id bigint NOT NULL,
    step smallint NOT NULL,
    mpesa_name_id bigint,
    check_id bigint,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT ck_identity_proofs_of_its_kind CHECK ((((step = 1) AND (mpesa_name_id IS NOT NULL) AND (check_id IS NULL)) OR ((step = 2) AND (check_id IS NOT NULL) AND (mpesa_name_id IS NULL))))
);

ALTER TABLE public.identity_proofs ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.identity_proofs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.identity_reviews (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    mpesa_name_id bigint,
    check_id bigint,
    opened_at timestamp with time zone DEFAULT now() NOT NULL,
    decision character varying(10),
    decided_by bigint,
    decided_at timestamp with time zone,
    reason character varying(1000),
    CONSTRAINT ck_identity_reviews_about_one_thing CHECK ((num_nonnulls(mpesa_name_id, check_id) = 1)),
    CONSTRAINT ck_identity_reviews_decided_by_somebody CHECK ((num_nulls(decision, decided_by, decided_at, reason) = ANY (ARRAY[0, 4]))),
    CONSTRAINT ck_identity_reviews_decision_is_known CHECK (((decision)::text = ANY ((ARRAY['approved'::character varying, 'refused'::character varying])::text[]))),
    CONSTRAINT ck_identity_reviews_not_of_their_own CHECK ((user_id <> COALESCE(decided_by, (0)::bigint)))
);

ALTER TABLE public.identity_reviews ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.identity_reviews_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE SEQUENCE public.leaderboard_edition
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE UNLOGGED TABLE public.leaderboards (
    board character varying(10) NOT NULL,
    period character varying(10) NOT NULL,
    edition bigint DEFAULT 0 NOT NULL,
    players bigint DEFAULT 0 NOT NULL,
    starts_at timestamp with time zone,
    built_at timestamp with time zone,
    as_of timestamp with time zone,
    due_at timestamp with time zone NOT NULL
);

CREATE TABLE public.legal_names (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    name character varying(100) NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

ALTER TABLE public.legal_names ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.legal_names_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.login_sessions (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    user_agent character varying(200) NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_used_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    ended_because character varying(20),
    device_sha256 bytea,
    factor_at timestamp with time zone,
    payouts_after timestamp with time zone,
    mark_sha256 bytea
);

ALTER TABLE public.login_sessions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.login_sessions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.manual_rulings (
    id bigint NOT NULL,
    subject character varying(20) NOT NULL,
    subject_id bigint NOT NULL,
    action character varying(20) NOT NULL,
    terms jsonb DEFAULT '{}'::jsonb NOT NULL,
    reason character varying NOT NULL,
    proposed_by bigint NOT NULL,
    proposed_at timestamp with time zone DEFAULT now() NOT NULL,
    decided_by bigint,
    decided_at timestamp with time zone,
    decision character varying(10),
    due_at timestamp with time zone,
    CONSTRAINT ck_manual_rulings_decided_by_somebody CHECK ((((decision IS NULL) = (due_at IS NOT NULL)) AND ((decision IS NULL) OR ((decision)::text = ANY ((ARRAY['approved'::character varying, 'rejected'::character varying, 'lapsed'::character varying])::text[]))) AND (((COALESCE(decision, 'lapsed'::character varying))::text <> 'lapsed'::text) = (decided_by IS NOT NULL)))),
    CONSTRAINT ck_manual_rulings_reason_is_given CHECK ((length(btrim((reason)::text)) >= 8)),
    CONSTRAINT ck_manual_rulings_subject_is_known CHECK (((subject)::text = ANY ((ARRAY['deposit'::character varying, 'withdrawal'::character varying, 'paybill'::character varying, 'refund'::character varying])::text[]))),
    CONSTRAINT ck_manual_rulings_two_people CHECK ((proposed_by <> decided_by))
);

ALTER TABLE public.manual_rulings ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.manual_rulings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.match_events (
    id bigint NOT NULL,
    match_id bigint NOT NULL,
    status character varying(20) NOT NULL,
    verification_state character varying(20) NOT NULL,
    actor character varying(60) NOT NULL,
    note character varying,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

ALTER TABLE public.match_events ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.match_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.match_evidence (
    id bigint NOT NULL,
    match_id bigint NOT NULL,
    replay bigint DEFAULT 0 NOT NULL,
    provider character varying(20) NOT NULL,
    outcome character varying(10) NOT NULL,
    grade character varying(10) NOT NULL,
    cod_match_id character varying(20),
    observed_at timestamp with time zone NOT NULL,
    payload jsonb DEFAULT '{}'::jsonb NOT NULL,
    payload_sha256 bytea NOT NULL,
    flags character varying[] DEFAULT '{}'::character varying[] NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT ck_match_evidence_grade_is_known CHECK (((grade)::text = ANY ((ARRAY['HIGH'::character varying, 'MEDIUM'::character varying, 'LOW'::character varying, 'NONE'::character varying])::text[]))),
    CONSTRAINT ck_match_evidence_outcome_is_known CHECK (((outcome)::text = ANY ((ARRAY['player1'::character varying, 'player2'::character varying, 'draw'::character varying, 'unknown'::character varying])::text[])))
);

ALTER TABLE public.match_evidence ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.match_evidence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.match_pictures (
    id bigint NOT NULL,
    match_id bigint NOT NULL,
    user_id bigint NOT NULL,
    replay bigint NOT NULL,
    state character varying(10) DEFAULT 'storing'::character varying NOT NULL,
    original_sha256 bytea NOT NULL,
    original_size bigint NOT NULL,
    sha256 bytea NOT NULL,
    size bigint NOT NULL,
    content_type character varying(20) NOT NULL,
    width smallint NOT NULL,
    height smallint NOT NULL,
    phash bigint,
    dhash bigint,
    band0 integer GENERATED ALWAYS AS ((((phash >> 48) & (65535)::bigint))::integer) STORED,
    band1 integer GENERATED ALWAYS AS ((((phash >> 32) & (65535)::bigint))::integer) STORED,
    band2 integer GENERATED ALWAYS AS ((((phash >> 16) & (65535)::bigint))::integer) STORED,
    band3 integer GENERATED ALWAYS AS ((((phash >> 0) & (65535)::bigint))::integer) STORED,
    thumb bytea,
    note character varying(500),
    video_link character varying(300),
    claimed_name character varying(50),
    flags character varying[] DEFAULT '{}'::character varying[] NOT NULL,
    reuses_id bigint,
    due_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    detail bytea,
    CONSTRAINT ck_match_pictures_a_fingerprint_is_whole CHECK ((num_nulls(phash, dhash, thumb, detail) = ANY (ARRAY[0, 4]))),
    CONSTRAINT ck_match_pictures_state_is_known CHECK (((state)::text = ANY ((ARRAY['storing'::character varying, 'stored'::character varying, 'dropped'::character varying, 'expired'::character varying])::text[]))),
    CONSTRAINT ck_match_pictures_waiting_has_a_deadline CHECK (((due_at IS NOT NULL) OR ((state)::text = ANY ((ARRAY['dropped'::character varying, 'expired'::character varying])::text[]))))
);

ALTER TABLE public.match_pictures ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.match_pictures_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.match_reached (
    match_id bigint NOT NULL,
    replay bigint NOT NULL,
    user_id bigint NOT NULL,
    channel character varying(10) NOT NULL,
    reached_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT ck_match_reached_channel_is_known CHECK (((channel)::text = ANY ((ARRAY['app'::character varying, 'push'::character varying, 'sms'::character varying])::text[])))
);

CREATE TABLE public.match_reports (
    id bigint NOT NULL,
    match_id bigint NOT NULL,
    user_id bigint NOT NULL,
    outcome character varying(10) NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    replay bigint DEFAULT 0 NOT NULL,
    wants_replay boolean DEFAULT false NOT NULL,
    contests boolean DEFAULT false NOT NULL,
    cod_match_id character varying(20),
    by_sms boolean DEFAULT false NOT NULL,
    CONSTRAINT ck_match_reports_outcome_is_known CHECK (((outcome)::text = ANY ((ARRAY['won'::character varying, 'lost'::character varying, 'draw'::character varying, 'problem'::character varying])::text[])))
);

ALTER TABLE public.match_reports ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.match_reports_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.match_rulings (
    id bigint NOT NULL,
    match_id bigint NOT NULL,
    replay bigint DEFAULT 0 NOT NULL,
    result character varying(10) NOT NULL,
    reason character varying NOT NULL,
    strike character varying(10) DEFAULT 'none'::character varying NOT NULL,
    proposed_by bigint NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    decision character varying(10),
    decided_by bigint,
    decided_at timestamp with time zone,
    due_at timestamp with time zone,
    of_appeal boolean DEFAULT false NOT NULL,
    CONSTRAINT ck_match_rulings_decision_is_known CHECK (((decision)::text = ANY ((ARRAY['alone'::character varying, 'confirmed'::character varying, 'rejected'::character varying, 'lapsed'::character varying])::text[]))),
    CONSTRAINT ck_match_rulings_reason_is_given CHECK ((length(btrim((reason)::text)) >= 10)),
    CONSTRAINT ck_match_rulings_result_is_known CHECK (((result)::text = ANY ((ARRAY['player1'::character varying, 'player2'::character varying, 'split'::character varying, 'draw'::character varying, 'void'::character varying, 'replay'::character varying])::text[]))),
    CONSTRAINT ck_match_rulings_strike_is_known CHECK (((strike)::text = ANY ((ARRAY['none'::character varying, 'player1'::character varying, 'player2'::character varying])::text[]))),
    CONSTRAINT ck_match_rulings_two_people CHECK ((proposed_by <> decided_by)),
    CONSTRAINT ck_match_rulings_waiting_has_a_deadline CHECK ((((decision IS NULL) = (due_at IS NOT NULL)) AND ((decision IS NULL) = (decided_at IS NULL)) AND (((COALESCE(decision, 'lapsed'::character varying))::text = ANY ((ARRAY['confirmed'::character varying, 'rejected'::character varying])::text[])) = (decided_by IS NOT NULL))))
);

ALTER TABLE public.match_rulings ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.match_rulings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.matches (
    id bigint NOT NULL,
    player1_id bigint NOT NULL,
    player2_id bigint NOT NULL,
    player1_ticket_id bigint,
    player2_ticket_id bigint,
    player1_waited bigint NOT NULL,
    player2_waited bigint NOT NULL,
    wager_amount numeric(12,2) NOT NULL,
    fee_rate numeric(5,4) NOT NULL,
    fee numeric(12,2) NOT NULL,
    prize numeric(12,2) NOT NULL,
    title character varying(10) NOT NULL,
    mode character varying(10) NOT NULL,
    platform character varying(10) NOT NULL,
    lobby_code character varying(8) NOT NULL,
    status character varying(20) DEFAULT 'pending'::character varying NOT NULL,
    verification_state character varying(20) DEFAULT 'awaiting_checkin'::character varying NOT NULL,
    result character varying(10),
    winner_id bigint,
    reason character varying(40),
    actor character varying(60) DEFAULT 'system'::character varying NOT NULL,
    note character varying,
    player1_ready_at timestamp with time zone,
    player2_ready_at timestamp with time zone,
    player1_confirmed boolean DEFAULT false NOT NULL,
    player2_confirmed boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    started_at timestamp with time zone,
    completed_at timestamp with time zone,
    due_at timestamp with time zone,
    origin character varying(10) DEFAULT 'queue'::character varying NOT NULL,
    format character varying(20) DEFAULT 'private_1v1'::character varying NOT NULL,
    map character varying(30),
    best_of bigint DEFAULT 1 NOT NULL,
    rules jsonb DEFAULT '{}'::jsonb NOT NULL,
    rules_sha256 bytea,
    identities jsonb DEFAULT '{}'::jsonb NOT NULL,
    rating_gap bigint,
    win_chance double precision,
    replays bigint DEFAULT 0 NOT NULL,
    proposed_result character varying(10),
    proposed_at timestamp with time zone,
    flags character varying[] DEFAULT '{}'::character varying[] NOT NULL,
    cod_match_data jsonb DEFAULT '{}'::jsonb NOT NULL,
    tickets jsonb DEFAULT '{}'::jsonb NOT NULL,
    reminders bigint DEFAULT 0 NOT NULL,
    overturned_at timestamp with time zone,
    answer_until timestamp with time zone,
    tournament_id bigint,
    tournament_key character varying(12)
)
WITH (fillfactor='60');

ALTER TABLE public.matches ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.matches_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.matchmaking_queue (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    wager_amount numeric(12,2) NOT NULL,
    title character varying(10) NOT NULL,
    mode character varying(10) NOT NULL,
    platform character varying(10) NOT NULL,
    accept_adjacent boolean DEFAULT false NOT NULL,
    rating bigint NOT NULL,
    skill_range_min bigint NOT NULL,
    skill_range_max bigint NOT NULL,
    match_id bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    deviation double precision DEFAULT 350 NOT NULL,
    seen_at timestamp with time zone DEFAULT now() NOT NULL,
    socket_seen_at timestamp with time zone,
    challenge_id bigint,
    own_range bigint,
    from_match_id bigint,
    CONSTRAINT ck_matchmaking_queue_wager_is_whole CHECK (((wager_amount > (0)::numeric) AND (wager_amount = trunc(wager_amount))))
);

ALTER TABLE public.matchmaking_queue ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.matchmaking_queue_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.mpesa_callbacks (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    token_sha256 bytea NOT NULL,
    body_sha256 bytea NOT NULL,
    body bytea NOT NULL,
    source_ip inet,
    deposit_id bigint,
    deliveries bigint DEFAULT 1 NOT NULL,
    received_at timestamp with time zone DEFAULT now() NOT NULL,
    failures bigint DEFAULT 0 NOT NULL,
    judge_after timestamp with time zone DEFAULT now() NOT NULL,
    judged_at timestamp with time zone,
    verdict character varying(40),
    withdrawal_id bigint,
    request_id bigint,
    refund_id bigint,
    CONSTRAINT ck_mpesa_callbacks_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['stk'::character varying, 'c2b'::character varying, 'b2c'::character varying, 'b2c_timeout'::character varying, 'status'::character varying, 'status_timeout'::character varying, 'balance'::character varying, 'balance_timeout'::character varying, 'reversal'::character varying, 'reversal_timeout'::character varying])::text[])))
);

ALTER TABLE public.mpesa_callbacks ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.mpesa_callbacks_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.mpesa_lines (
    id bigint NOT NULL,
    receipt character varying(20) NOT NULL,
    kind character varying(20) NOT NULL,
    amount numeric(12,2) NOT NULL,
    original_receipt character varying(20),
    reference character varying(40),
    details character varying(200),
    source character varying(20) NOT NULL,
    completed_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone DEFAULT now() NOT NULL,
    posted_at timestamp with time zone,
    CONSTRAINT ck_mpesa_lines_amount_is_something CHECK ((amount <> (0)::numeric)),
    CONSTRAINT ck_mpesa_lines_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['collection'::character varying, 'payout'::character varying, 'reversal'::character varying, 'charge'::character varying, 'other'::character varying])::text[]))),
    CONSTRAINT ck_mpesa_lines_source_is_known CHECK (((source)::text = ANY ((ARRAY['pull'::character varying, 'statement'::character varying, 'status'::character varying])::text[])))
);

ALTER TABLE public.mpesa_lines ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.mpesa_lines_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.mpesa_names (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    phone character varying(15) NOT NULL,
    name character varying(120) NOT NULL,
    source character varying(12) NOT NULL,
    subject_id bigint NOT NULL,
    receipt character varying(20),
    legal_name_id bigint,
    outcome character varying(12) NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT ck_mpesa_names_is_compared_with_a_name CHECK ((((outcome)::text = ANY ((ARRAY['undeclared'::character varying, 'unreadable'::character varying])::text[])) OR (legal_name_id IS NOT NULL))),
    CONSTRAINT ck_mpesa_names_outcome_is_known CHECK (((outcome)::text = ANY ((ARRAY['same'::character varying, 'consistent'::character varying, 'differs'::character varying, 'cleared'::character varying, 'unreadable'::character varying, 'undeclared'::character varying])::text[]))),
    CONSTRAINT ck_mpesa_names_source_is_known CHECK (((source)::text = ANY ((ARRAY['deposit'::character varying, 'withdrawal'::character varying, 'declaration'::character varying])::text[])))
);

ALTER TABLE public.mpesa_names ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.mpesa_names_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.mpesa_requests (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    subject character varying(20),
    subject_id bigint,
    reference character varying(32) NOT NULL,
    token_sha256 bytea NOT NULL,
    asked_receipt character varying(20),
    asked_conversation_id character varying(80),
    originator_conversation_id character varying(80),
    conversation_id character varying(80),
    state character varying(10) DEFAULT 'created'::character varying NOT NULL,
    answer jsonb,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    answered_at timestamp with time zone,
    due_at timestamp with time zone,
    CONSTRAINT ck_mpesa_requests_a_question_has_its_subject CHECK ((((kind)::text = 'status'::text) = ((subject_id IS NOT NULL) AND (subject IS NOT NULL)))),
    CONSTRAINT ck_mpesa_requests_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['status'::character varying, 'balance'::character varying])::text[]))),
    CONSTRAINT ck_mpesa_requests_state_is_known CHECK (((state)::text = ANY ((ARRAY['created'::character varying, 'sent'::character varying, 'answered'::character varying, 'lost'::character varying])::text[]))),
    CONSTRAINT ck_mpesa_requests_subject_is_known CHECK (((subject)::text = ANY ((ARRAY['withdrawal'::character varying, 'paybill'::character varying, 'refund'::character varying, 'deposit'::character varying])::text[]))),
    CONSTRAINT ck_mpesa_requests_waiting_has_a_deadline CHECK ((((state)::text = ANY ((ARRAY['created'::character varying, 'sent'::character varying])::text[])) = (due_at IS NOT NULL)))
);

ALTER TABLE public.mpesa_requests ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.mpesa_requests_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.name_claims (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    platform character varying(10) NOT NULL,
    username character varying(50) NOT NULL,
    code character varying(5) NOT NULL,
    note character varying(500),
    link character varying(300),
    state character varying(10) DEFAULT 'open'::character varying NOT NULL,
    decided_by bigint,
    reason character varying(500),
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    closed_at timestamp with time zone,
    CONSTRAINT ck_name_claims_closed_has_its_time CHECK ((((state)::text = 'open'::text) = (closed_at IS NULL))),
    CONSTRAINT ck_name_claims_platform_is_known CHECK (((platform)::text = ANY ((ARRAY['acti'::character varying, 'battle'::character varying, 'psn'::character varying, 'xbl'::character varying, 'mobile'::character varying])::text[]))),
    CONSTRAINT ck_name_claims_state_is_known CHECK (((state)::text = ANY ((ARRAY['open'::character varying, 'granted'::character varying, 'refused'::character varying, 'withdrawn'::character varying])::text[])))
);

ALTER TABLE public.name_claims ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.name_claims_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.no_shows (
    user_id bigint NOT NULL,
    match_id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.notification_deliveries (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    notification_id bigint NOT NULL,
    channel character varying(10) NOT NULL,
    state character varying(10) DEFAULT 'queued'::character varying NOT NULL,
    attempts bigint DEFAULT 0 NOT NULL,
    reason character varying(30),
    provider_id character varying(80),
    due_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    claimed_at timestamp with time zone,
    ended_at timestamp with time zone,
    subscription_id bigint,
    receipt uuid,
    shown_at timestamp with time zone,
    cost numeric(8,4),
    delivered_at timestamp with time zone,
    CONSTRAINT ck_notification_deliveries_a_push_has_its_browser CHECK ((((channel)::text = 'push'::text) = ((subscription_id IS NOT NULL) AND (receipt IS NOT NULL)))),
    CONSTRAINT ck_notification_deliveries_channel_is_known CHECK (((channel)::text = ANY ((ARRAY['push'::character varying, 'sms'::character varying])::text[]))),
    CONSTRAINT ck_notification_deliveries_state_is_known CHECK (((state)::text = ANY ((ARRAY['queued'::character varying, 'sending'::character varying, 'sent'::character varying, 'failed'::character varying, 'unclear'::character varying, 'skipped'::character varying])::text[])))
);

ALTER TABLE public.notification_deliveries ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.notification_deliveries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.notification_preferences (
    user_id bigint NOT NULL,
    kind character varying(30) NOT NULL,
    channel character varying(10) NOT NULL,
    is_on boolean NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.notifications (
    user_id bigint NOT NULL,
    id bigint NOT NULL,
    kind character varying(30) NOT NULL,
    dedupe_key character varying(80) NOT NULL,
    subject character varying(40) NOT NULL,
    variables jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    read_at timestamp with time zone
);

ALTER TABLE public.notifications ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.notifications_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.passkey_challenges (
    challenge bytea NOT NULL,
    site character varying(10) NOT NULL,
    ceremony character varying(10) NOT NULL,
    session_id bigint,
    subject character varying(120) DEFAULT ''::character varying NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    passkey_id bigint,
    CONSTRAINT ck_passkey_challenges_ceremony_is_known CHECK (((ceremony)::text = ANY ((ARRAY['sign_in'::character varying, 'register'::character varying, 'add'::character varying, 'remove'::character varying, 'payout'::character varying])::text[]))),
    CONSTRAINT ck_passkey_challenges_only_a_sign_in_has_no_session CHECK ((((ceremony)::text = 'sign_in'::text) = (session_id IS NULL))),
    CONSTRAINT ck_passkey_challenges_signed_is_used CHECK (((passkey_id IS NULL) OR (used_at IS NOT NULL))),
    CONSTRAINT ck_passkey_challenges_site_is_known CHECK (((site)::text = ANY ((ARRAY['players'::character varying, 'staff'::character varying])::text[])))
);

CREATE TABLE public.passkey_handles (
    user_id bigint NOT NULL,
    handle bytea NOT NULL
);

CREATE TABLE public.passkeys (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    site character varying(10) NOT NULL,
    name character varying(50) NOT NULL,
    credential_id bytea NOT NULL,
    public_key bytea NOT NULL,
    sign_count bigint NOT NULL,
    may_be_copied boolean NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_used_at timestamp with time zone,
    removed_at timestamp with time zone,
    CONSTRAINT ck_passkeys_count_is_one CHECK ((sign_count >= 0)),
    CONSTRAINT ck_passkeys_site_is_known CHECK (((site)::text = ANY ((ARRAY['players'::character varying, 'staff'::character varying])::text[]))),
    CONSTRAINT ck_passkeys_times_follow CHECK (((removed_at IS NULL) OR (removed_at >= created_at)))
);

ALTER TABLE public.passkeys ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.passkeys_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.paybill_payments (
    id bigint NOT NULL,
    receipt character varying(20) NOT NULL,
    amount numeric(12,2) NOT NULL,
    tax numeric(12,2) DEFAULT 0 NOT NULL,
    tax_profile character varying(20) DEFAULT 'none'::character varying NOT NULL,
    reference character varying(40) NOT NULL,
    payer character varying(80),
    user_id bigint,
    state character varying(20) DEFAULT 'received'::character varying NOT NULL,
    source character varying(20) NOT NULL,
    doubt character varying(30),
    questions bigint DEFAULT 0 NOT NULL,
    paid_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    verified_at timestamp with time zone,
    completed_at timestamp with time zone,
    due_at timestamp with time zone,
    CONSTRAINT ck_paybill_payments_amount_is_sane CHECK (((amount > (0)::numeric) AND (tax >= (0)::numeric) AND (tax < amount))),
    CONSTRAINT ck_paybill_payments_credited_has_its_player CHECK ((((state)::text <> 'credited'::text) OR (user_id IS NOT NULL))),
    CONSTRAINT ck_paybill_payments_money_needs_proof CHECK ((((state)::text <> ALL ((ARRAY['credited'::character varying, 'suspense'::character varying, 'returned'::character varying])::text[])) OR (verified_at IS NOT NULL))),
    CONSTRAINT ck_paybill_payments_waiting_has_a_deadline CHECK ((((state)::text = ANY ((ARRAY['received'::character varying, 'suspense'::character varying, 'review'::character varying])::text[])) = (due_at IS NOT NULL)))
);

ALTER TABLE public.paybill_payments ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.paybill_payments_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.payment_events (
    id bigint NOT NULL,
    subject character varying(20) NOT NULL,
    subject_id bigint NOT NULL,
    state character varying(20) NOT NULL,
    source character varying(60) NOT NULL,
    evidence jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ck_payment_events_subject_is_known CHECK (((subject)::text = ANY ((ARRAY['deposit'::character varying, 'withdrawal'::character varying, 'paybill'::character varying, 'refund'::character varying])::text[])))
);

ALTER TABLE public.payment_events ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.payment_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.payout_holds (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    match_id bigint NOT NULL,
    amount numeric(12,2) NOT NULL,
    until timestamp with time zone NOT NULL,
    reason character varying(40) NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT ck_payout_holds_amount_is_positive CHECK ((amount > (0)::numeric))
);

ALTER TABLE public.payout_holds ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.payout_holds_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.play_sessions (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    started_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    last_seen_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT ck_play_sessions_ends_after_it_starts CHECK ((last_seen_at >= started_at))
);

ALTER TABLE public.play_sessions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.play_sessions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.player_exclusions (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    months smallint,
    hours smallint,
    starts_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_player_exclusions_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['time_out'::character varying, 'self_exclusion'::character varying, 'pause'::character varying])::text[]))),
    CONSTRAINT ck_player_exclusions_pause_takes_an_hour_to_a_day CHECK ((((kind)::text <> 'pause'::text) OR ((months IS NULL) AND (hours IS NOT NULL) AND (((ends_at - starts_at) >= '01:00:00'::interval) AND ((ends_at - starts_at) <= '24:00:00'::interval))))),
    CONSTRAINT ck_player_exclusions_self_exclusion_takes_six_months CHECK ((((kind)::text <> 'self_exclusion'::text) OR ((months IS NOT NULL) AND (months <= 600) AND (hours IS NULL) AND ((ends_at AT TIME ZONE 'UTC'::text) >= ((starts_at AT TIME ZONE 'UTC'::text) + '6 mons'::interval))))),
    CONSTRAINT ck_player_exclusions_time_out_takes_one_to_42_days CHECK ((((kind)::text <> 'time_out'::text) OR ((months IS NULL) AND (hours IS NOT NULL) AND (((ends_at - starts_at) >= '24:00:00'::interval) AND ((ends_at - starts_at) <= '1008:00:00'::interval)))))
);

ALTER TABLE public.player_exclusions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.player_exclusions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.player_limit_confirmations (
    limit_id bigint NOT NULL,
    confirmed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

CREATE TABLE public.player_limits (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    hours smallint NOT NULL,
    amount numeric(12,2),
    is_raise boolean NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_player_limits_amount_is_positive CHECK ((amount > (0)::numeric)),
    CONSTRAINT ck_player_limits_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['deposit'::character varying, 'stake'::character varying, 'loss'::character varying, 'time'::character varying])::text[]))),
    CONSTRAINT ck_player_limits_period_is_known CHECK ((hours = ANY (ARRAY[24, 168, 720]))),
    CONSTRAINT ck_player_limits_raise_waits_three_days CHECK (((NOT is_raise) OR (effective_at >= (created_at + '72:00:00'::interval))))
);

ALTER TABLE public.player_limits ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.player_limits_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.player_names (
    user_id bigint NOT NULL,
    name character varying(50) NOT NULL,
    skeleton character varying(400) NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    left_at timestamp with time zone
);

CREATE TABLE public.player_risks (
    user_id bigint NOT NULL,
    score bigint NOT NULL,
    held_until timestamp with time zone,
    frozen boolean DEFAULT false NOT NULL,
    scored_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_player_risks_score_is_sane CHECK (((score >= 0) AND (score <= 100)))
);

CREATE TABLE public.player_stats (
    user_id bigint NOT NULL,
    current_rank bigint DEFAULT 1000 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    rating double precision DEFAULT 1000 NOT NULL,
    deviation double precision DEFAULT 350 NOT NULL,
    volatility double precision DEFAULT 0.06 NOT NULL,
    rated_at timestamp with time zone,
    total_matches bigint DEFAULT 0 NOT NULL,
    wins bigint DEFAULT 0 NOT NULL,
    losses bigint DEFAULT 0 NOT NULL,
    draws bigint DEFAULT 0 NOT NULL,
    current_streak bigint DEFAULT 0 NOT NULL,
    best_streak bigint DEFAULT 0 NOT NULL,
    total_wagered numeric(12,2) DEFAULT 0 NOT NULL,
    total_winnings numeric(12,2) DEFAULT 0 NOT NULL,
    net_winnings numeric(12,2) DEFAULT 0 NOT NULL,
    board_winnings numeric(12,2) DEFAULT 0 NOT NULL,
    CONSTRAINT ck_player_stats_counts_add_up CHECK (((total_matches = ((wins + losses) + draws)) AND (LEAST(wins, losses, draws, current_streak) >= 0) AND (best_streak >= current_streak))),
    CONSTRAINT ck_player_stats_rating_is_sane CHECK ((((deviation >= (45)::double precision) AND (deviation <= (350)::double precision)) AND ((volatility >= (0)::double precision) AND (volatility <= (0.1)::double precision))))
);

CREATE VIEW public.postings AS
 SELECT entries.id,
    entries.transaction_id,
    entries.debit_account_id AS account_id,
    (- entries.amount) AS amount
   FROM public.entries
UNION ALL
 SELECT entries.id,
    entries.transaction_id,
    entries.credit_account_id AS account_id,
    entries.amount
   FROM public.entries;

CREATE TABLE public.prize_advances (
    id bigint NOT NULL,
    tournament_id bigint NOT NULL,
    amount numeric(12,2) NOT NULL,
    reason character varying(1000) NOT NULL,
    proposed_by bigint NOT NULL,
    proposed_at timestamp with time zone DEFAULT now() NOT NULL,
    decided_by bigint,
    decided_at timestamp with time zone,
    decision character varying(10),
    due_at timestamp with time zone,
    CONSTRAINT ck_prize_advances_amount_is_positive CHECK ((amount > (0)::numeric)),
    CONSTRAINT ck_prize_advances_decided_by_somebody CHECK ((((decision IS NULL) = (due_at IS NOT NULL)) AND ((decision IS NULL) OR ((decision)::text = ANY ((ARRAY['approved'::character varying, 'rejected'::character varying, 'lapsed'::character varying])::text[]))) AND (((COALESCE(decision, 'lapsed'::character varying))::text <> 'lapsed'::text) = (decided_by IS NOT NULL)))),
    CONSTRAINT ck_prize_advances_reason_is_given CHECK ((length(btrim((reason)::text)) >= 8)),
    CONSTRAINT ck_prize_advances_two_people CHECK ((proposed_by <> decided_by))
);

ALTER TABLE public.prize_advances ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.prize_advances_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.prize_clawbacks (
    id bigint NOT NULL,
    tournament_id bigint NOT NULL,
    user_id bigint NOT NULL,
    amount numeric(12,2) NOT NULL,
    look_at timestamp with time zone,
    reason character varying(1000) NOT NULL,
    proposed_by bigint NOT NULL,
    proposed_at timestamp with time zone DEFAULT now() NOT NULL,
    decided_by bigint,
    decided_at timestamp with time zone,
    decision character varying(10),
    due_at timestamp with time zone,
    CONSTRAINT ck_prize_clawbacks_amount_is_not_negative CHECK ((amount >= (0)::numeric)),
    CONSTRAINT ck_prize_clawbacks_decided_by_somebody CHECK ((((decision IS NULL) = (due_at IS NOT NULL)) AND ((decision IS NULL) OR ((decision)::text = ANY ((ARRAY['approved'::character varying, 'rejected'::character varying, 'lapsed'::character varying])::text[]))) AND (((COALESCE(decision, 'lapsed'::character varying))::text <> 'lapsed'::text) = (decided_by IS NOT NULL)))),
    CONSTRAINT ck_prize_clawbacks_looked_at_once_approved CHECK (((look_at IS NULL) OR ((COALESCE(decision, ''::character varying))::text = 'approved'::text))),
    CONSTRAINT ck_prize_clawbacks_not_of_their_own CHECK (((user_id <> proposed_by) AND (user_id <> COALESCE(decided_by, (0)::bigint)))),
    CONSTRAINT ck_prize_clawbacks_reason_is_given CHECK ((length(btrim((reason)::text)) >= 8)),
    CONSTRAINT ck_prize_clawbacks_two_people CHECK ((proposed_by <> decided_by))
);

ALTER TABLE public.prize_clawbacks ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.prize_clawbacks_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.prize_upgrade_payments (
    id bigint NOT NULL,
    tournament_id bigint NOT NULL,
    user_id bigint,
    amount numeric(12,2) NOT NULL,
    clawback_id bigint,
    advance_id bigint,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT ck_prize_upgrade_payments_amount_is_positive CHECK ((amount > (0)::numeric)),
    CONSTRAINT ck_prize_upgrade_payments_house_advances_to_players CHECK (((advance_id IS NULL) OR (user_id IS NOT NULL))),
    CONSTRAINT ck_prize_upgrade_payments_out_of_one CHECK (((clawback_id IS NULL) <> (advance_id IS NULL)))
);

ALTER TABLE public.prize_upgrade_payments ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.prize_upgrade_payments_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.prize_upgrades (
    tournament_id bigint NOT NULL,
    user_id bigint NOT NULL,
    amount numeric(12,2) NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT ck_prize_upgrades_amount_is_not_negative CHECK ((amount >= (0)::numeric))
);

CREATE TABLE public.protection_settings (
    name character varying(40) NOT NULL,
    value numeric(12,2) NOT NULL,
    CONSTRAINT ck_protection_settings_not_negative CHECK ((value >= (0)::numeric))
);

CREATE TABLE public.push_subscriptions (
    id bigint NOT NULL,
    session_id bigint NOT NULL,
    user_id bigint NOT NULL,
    endpoint character varying(800) NOT NULL,
    p256dh bytea NOT NULL,
    auth bytea NOT NULL,
    key_id character varying(8) NOT NULL,
    failures bigint DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    test_receipt uuid,
    tested_at timestamp with time zone,
    test_outcome character varying(12),
    test_shown_at timestamp with time zone,
    CONSTRAINT ck_push_subscriptions_keys_are_whole CHECK (((octet_length(p256dh) = 65) AND (octet_length(auth) = 16))),
    CONSTRAINT ck_push_subscriptions_test_outcome_is_known CHECK (((test_outcome)::text = ANY ((ARRAY['taken'::character varying, 'refused'::character varying, 'unavailable'::character varying])::text[])))
);

ALTER TABLE public.push_subscriptions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.push_subscriptions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.rating_changes (
    id bigint NOT NULL,
    match_id bigint NOT NULL,
    user_id bigint NOT NULL,
    opponent_id bigint NOT NULL,
    outcome character varying(4) NOT NULL,
    stake numeric(12,2) NOT NULL,
    net numeric(12,2) NOT NULL,
    rating_before double precision NOT NULL,
    deviation_before double precision NOT NULL,
    volatility_before double precision NOT NULL,
    rating_after double precision NOT NULL,
    deviation_after double precision NOT NULL,
    volatility_after double precision NOT NULL,
    played_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    reversed_at timestamp with time zone,
    weight double precision DEFAULT 1 NOT NULL,
    CONSTRAINT ck_rating_changes_outcome_is_known CHECK (((outcome)::text = ANY ((ARRAY['won'::character varying, 'lost'::character varying, 'draw'::character varying])::text[]))),
    CONSTRAINT ck_rating_changes_weight_is_sane CHECK (((weight > (0)::double precision) AND (weight <= (1)::double precision)))
);

ALTER TABLE public.rating_changes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.rating_changes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.rating_progress (
    singleton boolean DEFAULT true NOT NULL,
    seen_event_id bigint NOT NULL,
    CONSTRAINT ck_rating_progress_is_one_row CHECK (singleton)
);

CREATE TABLE public.reality_checks (
    user_id bigint NOT NULL,
    minutes smallint NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ck_reality_checks_minutes_are_known CHECK ((minutes = ANY (ARRAY[15, 30, 60])))
);

CREATE TABLE public.reconciliation_breaks (
    id bigint NOT NULL,
    run_id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    receipt character varying(20),
    ours numeric(12,2),
    theirs numeric(12,2),
    difference numeric(12,2) NOT NULL,
    sentence character varying NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE public.reconciliation_breaks ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.reconciliation_breaks_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.reconciliation_runs (
    id bigint NOT NULL,
    day date NOT NULL,
    state character varying(10) DEFAULT 'running'::character varying NOT NULL,
    started_by character varying(60) NOT NULL,
    ledger_float numeric(12,2),
    mpesa_balance numeric(12,2),
    players_money numeric(12,2),
    lines bigint DEFAULT 0 NOT NULL,
    cents_seen bigint DEFAULT 0 NOT NULL,
    cents_explained bigint DEFAULT 0 NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    due_at timestamp with time zone,
    CONSTRAINT ck_reconciliation_runs_running_has_deadline CHECK ((((state)::text = 'running'::text) = (due_at IS NOT NULL))),
    CONSTRAINT ck_reconciliation_runs_state_known CHECK (((state)::text = ANY ((ARRAY['running'::character varying, 'agreed'::character varying, 'broken'::character varying, 'failed'::character varying])::text[])))
);

ALTER TABLE public.reconciliation_runs ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.reconciliation_runs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.refresh_tokens (
    token_sha256 bytea NOT NULL,
    session_id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    used_at timestamp with time zone
);

CREATE TABLE public.refunds (
    id bigint NOT NULL,
    deposit_id bigint,
    paybill_payment_id bigint,
    user_id bigint,
    original_receipt character varying(20) NOT NULL,
    amount numeric(12,2) NOT NULL,
    wallet_amount numeric(12,2) NOT NULL,
    tax_amount numeric(12,2) NOT NULL,
    reason character varying NOT NULL,
    state character varying(20) DEFAULT 'held'::character varying NOT NULL,
    token_sha256 bytea NOT NULL,
    reference character varying(32) NOT NULL,
    originator_conversation_id character varying(80),
    conversation_id character varying(80),
    result_code character varying(40),
    doubt character varying(30),
    mpesa_reference character varying(20),
    questions bigint DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    sent_at timestamp with time zone,
    completed_at timestamp with time zone,
    due_at timestamp with time zone,
    CONSTRAINT ck_refunds_final_has_its_moment CHECK ((((state)::text = ANY ((ARRAY['done'::character varying, 'released'::character varying])::text[])) = (completed_at IS NOT NULL))),
    CONSTRAINT ck_refunds_one_payment_goes_back CHECK (((deposit_id IS NULL) <> (paybill_payment_id IS NULL))),
    CONSTRAINT ck_refunds_parts_make_the_amount CHECK (((amount > (0)::numeric) AND (wallet_amount >= (0)::numeric) AND (tax_amount >= (0)::numeric) AND ((wallet_amount + tax_amount) =
CASE
    WHEN (user_id IS NULL) THEN (0)::numeric
    ELSE amount
END))),
    CONSTRAINT ck_refunds_waiting_has_a_deadline CHECK ((((state)::text = ANY ((ARRAY['held'::character varying, 'sending'::character varying, 'sent'::character varying, 'unknown'::character varying, 'review'::character varying])::text[])) = (due_at IS NOT NULL)))
);

ALTER TABLE public.refunds ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.refunds_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.reserve_leaves (
    number bigint NOT NULL,
    user_id bigint NOT NULL,
    place integer NOT NULL,
    cents bigint NOT NULL,
    in_play_cents bigint NOT NULL,
    withdrawing_cents bigint NOT NULL,
    salt bytea NOT NULL,
    CONSTRAINT ck_reserve_leaves_parts_are_within_the_whole CHECK (((in_play_cents >= 0) AND (withdrawing_cents >= 0) AND ((in_play_cents + withdrawing_cents) <= cents))),
    CONSTRAINT ck_reserve_leaves_salt_is_16_bytes CHECK ((octet_length(salt) = 16))
);

CREATE TABLE public.reserve_levels (
    number bigint NOT NULL,
    level smallint NOT NULL,
    nodes bytea NOT NULL,
    CONSTRAINT ck_reserve_levels_nodes_are_40_bytes CHECK (((octet_length(nodes) > 0) AND ((octet_length(nodes) % 40) = 0)))
);
ALTER TABLE ONLY public.reserve_levels ALTER COLUMN nodes SET STORAGE EXTERNAL;

CREATE TABLE public.reserve_records (
    number bigint NOT NULL,
    number_before bigint GENERATED ALWAYS AS (NULLIF((number - 1), 0)) STORED,
    hour timestamp with time zone NOT NULL,
    at timestamp with time zone NOT NULL,
    body text NOT NULL,
    hash bytea NOT NULL,
    previous bytea,
    signature bytea NOT NULL,
    CONSTRAINT ck_reserve_records_hash_is_that_of_the_text CHECK ((hash = sha256(convert_to(body, 'UTF8'::name)))),
    CONSTRAINT ck_reserve_records_is_signed CHECK ((octet_length(signature) = 64)),
    CONSTRAINT ck_reserve_records_numbers_begin_at_one CHECK ((number >= 1)),
    CONSTRAINT ck_reserve_records_one_an_hour CHECK (((((EXTRACT(epoch FROM hour))::bigint % (3600)::bigint) = 0) AND (at >= hour) AND (at < (hour + '01:00:00'::interval)))),
    CONSTRAINT ck_reserve_records_text_names_the_one_before CHECK ((((((body)::jsonb ->> 'number'::text))::bigint = number) AND (((body)::jsonb ->> 'previous'::text) = COALESCE(encode(previous, 'hex'::text), repeat('0'::text, 64)))))
);

CREATE TABLE public.risk_flags (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    signal character varying(40) NOT NULL,
    points bigint NOT NULL,
    explanation character varying NOT NULL,
    first_seen_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    cleared_at timestamp with time zone,
    cleared_by bigint,
    CONSTRAINT ck_risk_flags_points_are_sane CHECK (((points >= 1) AND (points <= 100)))
);

ALTER TABLE public.risk_flags ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.risk_flags_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.role_changes (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    role character varying(10) NOT NULL,
    role_before character varying(10) NOT NULL,
    reason character varying(1000) NOT NULL,
    proposed_by bigint NOT NULL,
    proposed_at timestamp with time zone DEFAULT now() NOT NULL,
    decided_by bigint,
    decided_at timestamp with time zone,
    decision character varying(10),
    due_at timestamp with time zone,
    CONSTRAINT ck_role_changes_decided_by_somebody CHECK ((((decision IS NULL) = (due_at IS NOT NULL)) AND ((decision IS NULL) OR ((decision)::text = ANY ((ARRAY['approved'::character varying, 'rejected'::character varying, 'lapsed'::character varying])::text[]))) AND (((COALESCE(decision, 'lapsed'::character varying))::text <> 'lapsed'::text) = (decided_by IS NOT NULL)))),
    CONSTRAINT ck_role_changes_not_of_their_own CHECK (((user_id <> proposed_by) AND (user_id <> COALESCE(decided_by, (0)::bigint)))),
    CONSTRAINT ck_role_changes_reason_is_given CHECK ((length(btrim((reason)::text)) >= 8)),
    CONSTRAINT ck_role_changes_role_is_known CHECK ((((role)::text = ANY ((ARRAY['player'::character varying, 'support'::character varying, 'referee'::character varying, 'finance'::character varying, 'admin'::character varying])::text[])) AND ((role)::text <> (role_before)::text))),
    CONSTRAINT ck_role_changes_two_people CHECK ((proposed_by <> decided_by))
);

ALTER TABLE public.role_changes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.role_changes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.room_messages (
    id bigint NOT NULL,
    match_id bigint NOT NULL,
    user_id bigint NOT NULL,
    preset character varying(20),
    body character varying(200),
    is_masked boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone NOT NULL,
    hidden_at timestamp with time zone,
    hidden_by bigint,
    CONSTRAINT ck_room_messages_hidden_by_somebody CHECK (((hidden_at IS NULL) = (hidden_by IS NULL))),
    CONSTRAINT ck_room_messages_says_one_thing CHECK ((num_nonnulls(preset, body) = 1))
);

ALTER TABLE public.room_messages ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.room_messages_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.room_mutes (
    match_id bigint NOT NULL,
    user_id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.room_reports (
    id bigint NOT NULL,
    message_id bigint NOT NULL,
    user_id bigint NOT NULL,
    reason character varying(20) NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    decision character varying(10),
    decided_at timestamp with time zone,
    decided_by bigint,
    CONSTRAINT ck_room_reports_decided_by_somebody CHECK (((num_nulls(decision, decided_at, decided_by) = ANY (ARRAY[0, 3])) AND ((decision IS NULL) OR ((decision)::text = ANY ((ARRAY['hide'::character varying, 'dismiss'::character varying])::text[]))))),
    CONSTRAINT ck_room_reports_reason_is_known CHECK (((reason)::text = ANY ((ARRAY['abuse'::character varying, 'threat'::character varying, 'cheating'::character varying, 'personal_data'::character varying, 'other'::character varying])::text[])))
);

ALTER TABLE public.room_reports ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.room_reports_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.room_silences (
    message_id bigint NOT NULL,
    user_id bigint NOT NULL,
    until timestamp with time zone NOT NULL,
    admin_id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.sms_codes (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    purpose character varying(20) NOT NULL,
    phone character varying(15) NOT NULL,
    salt bytea NOT NULL,
    state character varying(10) DEFAULT 'queued'::character varying NOT NULL,
    sends bigint DEFAULT 0 NOT NULL,
    tries_left bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    due_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    withdrawal_id bigint,
    ticket_sha256 bytea,
    known_device boolean DEFAULT false NOT NULL,
    CONSTRAINT ck_sms_codes_a_reset_has_its_ticket CHECK ((((purpose)::text = 'reset_password'::text) = (ticket_sha256 IS NOT NULL))),
    CONSTRAINT ck_sms_codes_a_withdrawal_has_its_code CHECK ((((purpose)::text = 'withdraw'::text) = (withdrawal_id IS NOT NULL))),
    CONSTRAINT ck_sms_codes_purpose_is_known CHECK (((purpose)::text = ANY ((ARRAY['verify_phone'::character varying, 'reset_password'::character varying, 'change_phone'::character varying, 'withdraw'::character varying, 'passkeys'::character varying, 'told_reset'::character varying, 'told_password'::character varying, 'told_phone'::character varying, 'told_copy'::character varying, 'told_device'::character varying, 'told_email'::character varying, 'told_factor'::character varying, 'told_passkey'::character varying, 'told_key_copy'::character varying])::text[]))),
    CONSTRAINT ck_sms_codes_state_is_known CHECK (((state)::text = ANY ((ARRAY['queued'::character varying, 'sending'::character varying, 'sent'::character varying, 'failed'::character varying])::text[])))
);

ALTER TABLE public.sms_codes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.sms_codes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sms_inbound (
    id bigint NOT NULL,
    provider_id character varying(80) NOT NULL,
    phone character varying(15) NOT NULL,
    body character varying(200) NOT NULL,
    state character varying(10) DEFAULT 'received'::character varying NOT NULL,
    attempts bigint DEFAULT 0 NOT NULL,
    outcome character varying(30),
    due_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    answered_at timestamp with time zone,
    CONSTRAINT ck_sms_inbound_state_is_known CHECK (((state)::text = ANY ((ARRAY['received'::character varying, 'answering'::character varying, 'done'::character varying])::text[])))
);

ALTER TABLE public.sms_inbound ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.sms_inbound_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sms_reports (
    provider_id character varying(80) NOT NULL,
    verdict character varying(10) NOT NULL,
    reason character varying(30),
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ck_sms_reports_verdict_is_known CHECK (((verdict)::text = ANY ((ARRAY['delivered'::character varying, 'failed'::character varying])::text[])))
);

CREATE TABLE public.socket_rounds (
    id smallint NOT NULL,
    since timestamp with time zone NOT NULL,
    last timestamp with time zone NOT NULL,
    CONSTRAINT ck_socket_rounds_one_row CHECK ((id = 1))
);

CREATE TABLE public.sponsor_fundings (
    id bigint NOT NULL,
    amount numeric(12,2) NOT NULL,
    reason character varying(1000) NOT NULL,
    proposed_by bigint NOT NULL,
    proposed_at timestamp with time zone DEFAULT now() NOT NULL,
    decided_by bigint,
    decided_at timestamp with time zone,
    decision character varying(10),
    due_at timestamp with time zone,
    CONSTRAINT ck_sponsor_fundings_amount_is_positive CHECK ((amount > (0)::numeric)),
    CONSTRAINT ck_sponsor_fundings_decided_by_somebody CHECK ((((decision IS NULL) = (due_at IS NOT NULL)) AND ((decision IS NULL) OR ((decision)::text = ANY ((ARRAY['approved'::character varying, 'rejected'::character varying, 'lapsed'::character varying])::text[]))) AND (((COALESCE(decision, 'lapsed'::character varying))::text <> 'lapsed'::text) = (decided_by IS NOT NULL)))),
    CONSTRAINT ck_sponsor_fundings_reason_is_given CHECK ((length(btrim((reason)::text)) >= 8)),
    CONSTRAINT ck_sponsor_fundings_two_people CHECK ((proposed_by <> decided_by))
);

ALTER TABLE public.sponsor_fundings ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.sponsor_fundings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.staff_factor_tries (
    user_id bigint NOT NULL,
    began_at timestamp with time zone NOT NULL,
    tries bigint NOT NULL
);

CREATE TABLE public.staff_factors (
    id uuid NOT NULL,
    user_id bigint NOT NULL,
    secret bytea NOT NULL,
    last_step bigint DEFAULT 0 NOT NULL,
    invitation_id bigint,
    session_id bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    confirmed_at timestamp with time zone,
    removed_at timestamp with time zone,
    CONSTRAINT ck_staff_factors_secret_is_encrypted CHECK (((length(secret) >= 33) AND (length(secret) <= 200))),
    CONSTRAINT ck_staff_factors_times_follow CHECK (((removed_at IS NULL) OR (removed_at >= created_at)))
);

CREATE TABLE public.staff_invitations (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    code_tag bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
);

ALTER TABLE public.staff_invitations ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.staff_invitations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.staff_notes (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    author_id bigint NOT NULL,
    text character varying(1000) NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE public.staff_notes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.staff_notes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.staff_proposals ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.staff_proposals_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.staff_recovery_codes (
    id bigint NOT NULL,
    factor_id uuid NOT NULL,
    code_tag bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    used_at timestamp with time zone,
    replaced_at timestamp with time zone
);

ALTER TABLE public.staff_recovery_codes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.staff_recovery_codes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.staff_step_ups (
    factor_id uuid NOT NULL,
    step bigint NOT NULL,
    session_id bigint NOT NULL,
    action character varying(40) NOT NULL,
    subject character varying(120) NOT NULL,
    used_at timestamp with time zone NOT NULL
);

CREATE TABLE public.stakeless_seats (
    match_id bigint NOT NULL,
    user_id bigint NOT NULL
);

CREATE UNLOGGED TABLE public.standings (
    edition bigint NOT NULL,
    "position" bigint NOT NULL,
    rank bigint NOT NULL,
    user_id bigint NOT NULL,
    value numeric(12,2) NOT NULL
)
WITH (autovacuum_vacuum_scale_factor='0.05');

CREATE TABLE public.state_transitions (
    machine character varying(20) NOT NULL,
    from_state character varying(20) NOT NULL,
    to_state character varying(20) NOT NULL
);

CREATE TABLE public.strikes (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    match_id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    admin_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    lapses_at timestamp with time zone NOT NULL,
    suspended_until timestamp with time zone,
    lifted_at timestamp with time zone,
    CONSTRAINT ck_strikes_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['warning'::character varying, 'suspension'::character varying, 'ban'::character varying])::text[])))
);

ALTER TABLE public.strikes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.strikes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.suspected_pairs (
    one_id bigint NOT NULL,
    two_id bigint NOT NULL,
    evidence double precision NOT NULL,
    games bigint NOT NULL,
    explanation character varying(1000) NOT NULL,
    found_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    cleared_at timestamp with time zone,
    CONSTRAINT ck_suspected_pairs_games_are_counted CHECK ((games > 0)),
    CONSTRAINT ck_suspected_pairs_in_order CHECK ((one_id < two_id))
);

CREATE TABLE public.suspensions (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    reason character varying(1000) NOT NULL,
    imposed_by bigint NOT NULL,
    imposed_at timestamp with time zone DEFAULT now() NOT NULL,
    lifted_by bigint,
    lifted_at timestamp with time zone,
    lift_reason character varying(1000),
    CONSTRAINT ck_suspensions_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['suspended'::character varying, 'banned'::character varying])::text[]))),
    CONSTRAINT ck_suspensions_lifted_by_somebody CHECK ((num_nulls(lifted_by, lifted_at, lift_reason) = ANY (ARRAY[0, 3]))),
    CONSTRAINT ck_suspensions_not_of_their_own CHECK (((user_id <> imposed_by) AND (user_id <> COALESCE(lifted_by, (0)::bigint)))),
    CONSTRAINT ck_suspensions_reason_is_given CHECK (((length(btrim((reason)::text)) >= 8) AND (length(btrim((lift_reason)::text)) >= 8)))
);

ALTER TABLE public.suspensions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.suspensions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.switches (
    name character varying(20) NOT NULL,
    is_on boolean DEFAULT true NOT NULL,
    reason character varying DEFAULT ''::character varying NOT NULL,
    changed_by character varying(60) DEFAULT 'system'::character varying NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ck_switches_is_known CHECK (((name)::text = ANY ((ARRAY['deposits'::character varying, 'withdrawals'::character varying, 'tournaments'::character varying, 'registration'::character varying, 'queue'::character varying])::text[])))
);

CREATE TABLE public.tax_periods (
    id bigint NOT NULL,
    profile character varying(20) NOT NULL,
    effective_from timestamp with time zone NOT NULL,
    decided_by bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ck_tax_periods_profile_is_known CHECK (((profile)::text = ANY ((ARRAY['none'::character varying, 'gambling'::character varying])::text[])))
);

ALTER TABLE public.tax_periods ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.tax_periods_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.tournament_entries (
    id bigint NOT NULL,
    tournament_id bigint NOT NULL,
    user_id bigint NOT NULL,
    prize_part numeric(12,2) NOT NULL,
    house_part numeric(12,2) NOT NULL,
    state character varying(10) DEFAULT 'held'::character varying NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT ck_tournament_entries_parts_are_not_negative CHECK (((prize_part >= (0)::numeric) AND (house_part >= (0)::numeric))),
    CONSTRAINT ck_tournament_entries_state_is_known CHECK (((state)::text = ANY ((ARRAY['held'::character varying, 'refunded'::character varying, 'spent'::character varying])::text[])))
);

ALTER TABLE public.tournament_entries ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.tournament_entries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.tournament_matches (
    id bigint NOT NULL,
    tournament_id bigint NOT NULL,
    key character varying(12) NOT NULL,
    match_id bigint,
    home_id bigint NOT NULL,
    away_id bigint NOT NULL,
    opened_at timestamp with time zone DEFAULT now() NOT NULL,
    ending character varying(15),
    winner_id bigint,
    home_score smallint,
    away_score smallint,
    begun_at timestamp with time zone,
    recorded_at timestamp with time zone,
    actor character varying(60) DEFAULT 'system'::character varying NOT NULL,
    replaced_at timestamp with time zone,
    CONSTRAINT ck_tournament_matches_ended_with_a_winner CHECK ((((ending IS NULL) = (recorded_at IS NULL)) AND ((winner_id IS NOT NULL) = COALESCE(((ending)::text <> 'double_forfeit'::text), false)))),
    CONSTRAINT ck_tournament_matches_ending_is_known CHECK (((ending)::text = ANY ((ARRAY['played'::character varying, 'forfeit'::character varying, 'double_forfeit'::character varying])::text[])))
);

ALTER TABLE public.tournament_matches ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.tournament_matches_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.tournament_participants (
    id bigint NOT NULL,
    tournament_id bigint NOT NULL,
    user_id bigint NOT NULL,
    status character varying(12) NOT NULL,
    eliminated boolean DEFAULT false NOT NULL,
    joined_at timestamp with time zone DEFAULT now() NOT NULL,
    checked_in_at timestamp with time zone,
    seed bigint,
    rating double precision,
    deviation double precision,
    withdrawn_at timestamp with time zone,
    withdrawn_reason character varying(40),
    is_barred boolean DEFAULT false NOT NULL,
    place_first bigint,
    place_last bigint,
    left_at timestamp with time zone[] DEFAULT '{}'::timestamp with time zone[] NOT NULL
);

ALTER TABLE public.tournament_participants ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.tournament_participants_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.tournament_prizes (
    tournament_id bigint NOT NULL,
    user_id bigint NOT NULL,
    place_first bigint NOT NULL,
    place_last bigint NOT NULL,
    amount numeric(12,2) NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT ck_tournament_prizes_amount_is_positive CHECK ((amount > (0)::numeric))
);

CREATE TABLE public.tournament_series (
    id bigint NOT NULL,
    name character varying(100) NOT NULL,
    template character varying(40) NOT NULL,
    weekday smallint NOT NULL,
    local_time time without time zone NOT NULL,
    ahead_days smallint NOT NULL,
    entry_fee numeric(12,2),
    guarantee numeric(12,2),
    is_active boolean DEFAULT true NOT NULL,
    next_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    created_by bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ck_tournament_series_ahead_is_sane CHECK (((ahead_days >= 1) AND (ahead_days <= 28))),
    CONSTRAINT ck_tournament_series_due_while_active CHECK ((is_active = (due_at IS NOT NULL))),
    CONSTRAINT ck_tournament_series_money_is_not_negative CHECK (((entry_fee >= (0)::numeric) AND (guarantee >= (0)::numeric))),
    CONSTRAINT ck_tournament_series_weekday_is_one CHECK (((weekday >= 0) AND (weekday <= 6)))
);

ALTER TABLE public.tournament_series ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.tournament_series_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.tournaments (
    id bigint NOT NULL,
    name character varying(100) NOT NULL,
    description character varying(1000),
    format character varying(20) NOT NULL,
    bronze boolean DEFAULT false NOT NULL,
    groups smallint DEFAULT 1 NOT NULL,
    legs smallint DEFAULT 1 NOT NULL,
    rounds smallint,
    title character varying(10) NOT NULL,
    mode character varying(10) NOT NULL,
    platform character varying(10) NOT NULL,
    entry_fee numeric(12,2) NOT NULL,
    prize_part numeric(12,2) NOT NULL,
    house_part numeric(12,2) NOT NULL,
    guarantee numeric(12,2) DEFAULT 0 NOT NULL,
    prize_split integer[] NOT NULL,
    min_participants bigint NOT NULL,
    max_participants bigint NOT NULL,
    current_participants bigint DEFAULT 0 NOT NULL,
    seeding character varying(10) DEFAULT 'rating'::character varying NOT NULL,
    manual_order integer[] DEFAULT '{}'::integer[] NOT NULL,
    lot_commitment character varying(64),
    lot_secret bytea,
    absence character varying(10) DEFAULT 'refund'::character varying NOT NULL,
    match_check_in_seconds bigint DEFAULT 600 NOT NULL,
    match_seconds bigint DEFAULT 2700 NOT NULL,
    status character varying(20) DEFAULT 'draft'::character varying NOT NULL,
    check_in_opens_at timestamp with time zone NOT NULL,
    start_date timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    paused_at timestamp with time zone,
    walkovers jsonb DEFAULT '{}'::jsonb NOT NULL,
    pairings jsonb DEFAULT '[]'::jsonb NOT NULL,
    version bigint DEFAULT 0 NOT NULL,
    template character varying(40),
    series_id bigint,
    actor character varying(60) DEFAULT 'system'::character varying NOT NULL,
    reason character varying(200),
    created_by bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    published_at timestamp with time zone,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    closed_at timestamp with time zone,
    moved_at timestamp with time zone,
    forecast jsonb,
    forecast_at timestamp with time zone,
    CONSTRAINT ck_tournaments_check_in_before_start CHECK ((check_in_opens_at < start_date)),
    CONSTRAINT ck_tournaments_fee_is_its_parts CHECK ((entry_fee = (prize_part + house_part))),
    CONSTRAINT ck_tournaments_field_is_sane CHECK ((((min_participants >= 2) AND (min_participants <= max_participants)) AND (max_participants <= 1024))),
    CONSTRAINT ck_tournaments_money_is_not_negative CHECK (((entry_fee >= (0)::numeric) AND (prize_part >= (0)::numeric) AND (house_part >= (0)::numeric) AND (guarantee >= (0)::numeric))),
    CONSTRAINT ck_tournaments_nobody_above_maximum CHECK (((current_participants >= 0) AND (current_participants <= max_participants)))
);

ALTER TABLE public.tournaments ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.tournaments_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.transactions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.transactions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.users (
    id bigint NOT NULL,
    username character varying(50) NOT NULL,
    email character varying(100),
    phone character varying(15) NOT NULL,
    password_hash character varying(255) NOT NULL,
    date_of_birth date NOT NULL,
    role character varying(10) DEFAULT 'player'::character varying NOT NULL,
    cod_username character varying(50),
    profile_image_url character varying(255),
    is_verified boolean DEFAULT false NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    payouts_after timestamp with time zone,
    language character varying(2) DEFAULT 'en'::character varying NOT NULL,
    is_simulated boolean DEFAULT false NOT NULL,
    terms_version character varying(10) DEFAULT ''::character varying NOT NULL,
    shows_name boolean DEFAULT false NOT NULL,
    handle character varying(20) DEFAULT public.new_handle(),
    CONSTRAINT ck_users_has_a_handle CHECK ((handle IS NOT NULL)),
    CONSTRAINT ck_users_language_is_known CHECK (((language)::text = ANY ((ARRAY['en'::character varying, 'sw'::character varying])::text[]))),
    CONSTRAINT ck_users_phone_is_kenyan CHECK (((phone)::text ~ '^254[71][0-9]{8}$'::text)),
    CONSTRAINT ck_users_role_is_known CHECK (((role)::text = ANY ((ARRAY['player'::character varying, 'support'::character varying, 'referee'::character varying, 'finance'::character varying, 'admin'::character varying])::text[])))
);

ALTER TABLE public.users ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.users_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.verification_jobs (
    match_id bigint NOT NULL,
    replay bigint NOT NULL,
    state character varying(10) DEFAULT 'waiting'::character varying NOT NULL,
    priority bigint NOT NULL,
    started_at timestamp with time zone NOT NULL,
    attempt bigint DEFAULT 0 NOT NULL,
    next_poll_at timestamp with time zone,
    lease_until timestamp with time zone,
    hits bigint DEFAULT 0 NOT NULL,
    sightings jsonb DEFAULT '{}'::jsonb NOT NULL,
    polls jsonb DEFAULT '[]'::jsonb NOT NULL,
    CONSTRAINT ck_verification_jobs_state_is_known CHECK (((state)::text = ANY ((ARRAY['waiting'::character varying, 'done'::character varying])::text[]))),
    CONSTRAINT ck_verification_jobs_waiting_has_a_deadline CHECK ((((state)::text = 'waiting'::text) = (next_poll_at IS NOT NULL)))
);

CREATE TABLE public.withdrawals (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    phone character varying(15) NOT NULL,
    amount numeric(12,2) NOT NULL,
    fee numeric(12,2) NOT NULL,
    tax numeric(12,2) NOT NULL,
    net numeric(12,2) NOT NULL,
    change numeric(12,2) NOT NULL,
    tax_profile character varying(20) NOT NULL,
    state character varying(20) DEFAULT 'awaiting_code'::character varying NOT NULL,
    originator_conversation_id character varying(32) NOT NULL,
    conversation_id character varying(80),
    token_sha256 bytea NOT NULL,
    result_code character varying(40),
    failure character varying(30),
    doubt character varying(30),
    mpesa_reference character varying(20),
    tries bigint DEFAULT 0 NOT NULL,
    questions bigint DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    confirmed_at timestamp with time zone,
    sent_at timestamp with time zone,
    completed_at timestamp with time zone,
    due_at timestamp with time zone,
    session_id bigint,
    CONSTRAINT ck_withdrawals_final_has_its_moment CHECK ((((state)::text = ANY ((ARRAY['paid'::character varying, 'released'::character varying])::text[])) = (completed_at IS NOT NULL))),
    CONSTRAINT ck_withdrawals_paid_needs_a_receipt CHECK ((((state)::text <> 'paid'::text) OR (mpesa_reference IS NOT NULL))),
    CONSTRAINT ck_withdrawals_parts_make_the_amount CHECK (((amount > (0)::numeric) AND (net > (0)::numeric) AND (net <= (250000)::numeric) AND (net = trunc(net)) AND (fee >= (0)::numeric) AND (tax >= (0)::numeric) AND (change >= (0)::numeric) AND (change < (1)::numeric) AND ((((net + fee) + tax) + change) = amount))),
    CONSTRAINT ck_withdrawals_phone_is_kenyan CHECK (((phone)::text ~ '^254[71][0-9]{8}$'::text)),
    CONSTRAINT ck_withdrawals_release_has_its_reason CHECK ((((state)::text = 'released'::text) = (failure IS NOT NULL))),
    CONSTRAINT ck_withdrawals_waiting_has_a_deadline CHECK ((((state)::text = ANY ((ARRAY['awaiting_code'::character varying, 'held'::character varying, 'sending'::character varying, 'sent'::character varying, 'unknown'::character varying, 'review'::character varying])::text[])) = (due_at IS NOT NULL)))
);

ALTER TABLE public.withdrawals ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.withdrawals_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);

ALTER TABLE ONLY public.abandoned_searches
    ADD CONSTRAINT pk_abandoned_searches PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT pk_accounts PRIMARY KEY (id);

ALTER TABLE ONLY public.alarms
    ADD CONSTRAINT pk_alarms PRIMARY KEY (id);

ALTER TABLE ONLY public.appeals
    ADD CONSTRAINT pk_appeals PRIMARY KEY (match_id);

ALTER TABLE ONLY public.audit_entries
    ADD CONSTRAINT pk_audit_entries PRIMARY KEY (id);

ALTER TABLE ONLY public.blocks
    ADD CONSTRAINT pk_blocks PRIMARY KEY (blocker_id, blocked_id);

ALTER TABLE ONLY public.challenges
    ADD CONSTRAINT pk_challenges PRIMARY KEY (id);

ALTER TABLE ONLY public.chase_warnings
    ADD CONSTRAINT pk_chase_warnings PRIMARY KEY (id);

ALTER TABLE ONLY public.cod_capabilities
    ADD CONSTRAINT pk_cod_capabilities PRIMARY KEY (name);

ALTER TABLE ONLY public.consents
    ADD CONSTRAINT pk_consents PRIMARY KEY (id);

ALTER TABLE ONLY public.deposits
    ADD CONSTRAINT pk_deposits PRIMARY KEY (id);

ALTER TABLE ONLY public.dispute_statements
    ADD CONSTRAINT pk_dispute_statements PRIMARY KEY (id);

ALTER TABLE ONLY public.disputes
    ADD CONSTRAINT pk_disputes PRIMARY KEY (match_id);

ALTER TABLE ONLY public.entries
    ADD CONSTRAINT pk_entries PRIMARY KEY (id);

ALTER TABLE ONLY public.factor_resets
    ADD CONSTRAINT pk_factor_resets PRIMARY KEY (id);

ALTER TABLE ONLY public.game_accounts
    ADD CONSTRAINT pk_game_accounts PRIMARY KEY (id);

ALTER TABLE ONLY public.game_ids
    ADD CONSTRAINT pk_game_ids PRIMARY KEY (uno);

ALTER TABLE ONLY public.idempotent_answers
    ADD CONSTRAINT pk_idempotent_answers PRIMARY KEY (user_id, key);

ALTER TABLE ONLY public.identity_checks
    ADD CONSTRAINT pk_identity_checks PRIMARY KEY (id);

ALTER TABLE ONLY public.identity_documents
    ADD CONSTRAINT pk_identity_documents PRIMARY KEY (document_hash);

ALTER TABLE ONLY public.identity_proofs
    ADD CONSTRAINT pk_identity_proofs PRIMARY KEY (id);

ALTER TABLE ONLY public.identity_reviews
    ADD CONSTRAINT pk_identity_reviews PRIMARY KEY (id);

ALTER TABLE ONLY public.leaderboards
    ADD CONSTRAINT pk_leaderboards PRIMARY KEY (board, period);

ALTER TABLE ONLY public.legal_names
    ADD CONSTRAINT pk_legal_names PRIMARY KEY (id);

ALTER TABLE ONLY public.login_sessions
    ADD CONSTRAINT pk_login_sessions PRIMARY KEY (id);

ALTER TABLE ONLY public.manual_rulings
    ADD CONSTRAINT pk_manual_rulings PRIMARY KEY (id);

ALTER TABLE ONLY public.match_events
    ADD CONSTRAINT pk_match_events PRIMARY KEY (id);

ALTER TABLE ONLY public.match_evidence
    ADD CONSTRAINT pk_match_evidence PRIMARY KEY (id);

ALTER TABLE ONLY public.match_pictures
    ADD CONSTRAINT pk_match_pictures PRIMARY KEY (id);

ALTER TABLE ONLY public.match_reached
    ADD CONSTRAINT pk_match_reached PRIMARY KEY (match_id, replay, user_id);

ALTER TABLE ONLY public.match_reports
    ADD CONSTRAINT pk_match_reports PRIMARY KEY (id);

ALTER TABLE ONLY public.match_rulings
    ADD CONSTRAINT pk_match_rulings PRIMARY KEY (id);

ALTER TABLE ONLY public.matches
    ADD CONSTRAINT pk_matches PRIMARY KEY (id);

ALTER TABLE ONLY public.matchmaking_queue
    ADD CONSTRAINT pk_matchmaking_queue PRIMARY KEY (id);

ALTER TABLE ONLY public.mpesa_callbacks
    ADD CONSTRAINT pk_mpesa_callbacks PRIMARY KEY (id);

ALTER TABLE ONLY public.mpesa_lines
    ADD CONSTRAINT pk_mpesa_lines PRIMARY KEY (id);

ALTER TABLE ONLY public.mpesa_names
    ADD CONSTRAINT pk_mpesa_names PRIMARY KEY (id);

ALTER TABLE ONLY public.mpesa_requests
    ADD CONSTRAINT pk_mpesa_requests PRIMARY KEY (id);

ALTER TABLE ONLY public.name_claims
    ADD CONSTRAINT pk_name_claims PRIMARY KEY (id);

ALTER TABLE ONLY public.no_shows
    ADD CONSTRAINT pk_no_shows PRIMARY KEY (user_id, match_id);

ALTER TABLE ONLY public.notification_deliveries
    ADD CONSTRAINT pk_notification_deliveries PRIMARY KEY (id);

ALTER TABLE ONLY public.notification_preferences
    ADD CONSTRAINT pk_notification_preferences PRIMARY KEY (user_id, kind, channel);

ALTER TABLE ONLY public.notifications
    ADD CONSTRAINT pk_notifications PRIMARY KEY (user_id, id);

ALTER TABLE ONLY public.passkey_challenges
    ADD CONSTRAINT pk_passkey_challenges PRIMARY KEY (challenge);

ALTER TABLE ONLY public.passkey_handles
    ADD CONSTRAINT pk_passkey_handles PRIMARY KEY (user_id);

ALTER TABLE ONLY public.passkeys
    ADD CONSTRAINT pk_passkeys PRIMARY KEY (id);

ALTER TABLE ONLY public.paybill_payments
    ADD CONSTRAINT pk_paybill_payments PRIMARY KEY (id);

ALTER TABLE ONLY public.payment_events
    ADD CONSTRAINT pk_payment_events PRIMARY KEY (id);

ALTER TABLE ONLY public.payout_holds
    ADD CONSTRAINT pk_payout_holds PRIMARY KEY (id);

ALTER TABLE ONLY public.play_sessions
    ADD CONSTRAINT pk_play_sessions PRIMARY KEY (id);

ALTER TABLE ONLY public.player_exclusions
    ADD CONSTRAINT pk_player_exclusions PRIMARY KEY (id);

ALTER TABLE ONLY public.player_limit_confirmations
    ADD CONSTRAINT pk_player_limit_confirmations PRIMARY KEY (limit_id);

ALTER TABLE ONLY public.player_limits
    ADD CONSTRAINT pk_player_limits PRIMARY KEY (id);

ALTER TABLE ONLY public.player_names
    ADD CONSTRAINT pk_player_names PRIMARY KEY (user_id, name);

ALTER TABLE ONLY public.player_risks
    ADD CONSTRAINT pk_player_risks PRIMARY KEY (user_id);

ALTER TABLE ONLY public.player_stats
    ADD CONSTRAINT pk_player_stats PRIMARY KEY (user_id);

ALTER TABLE ONLY public.prize_advances
    ADD CONSTRAINT pk_prize_advances PRIMARY KEY (id);

ALTER TABLE ONLY public.prize_clawbacks
    ADD CONSTRAINT pk_prize_clawbacks PRIMARY KEY (id);

ALTER TABLE ONLY public.prize_upgrade_payments
    ADD CONSTRAINT pk_prize_upgrade_payments PRIMARY KEY (id);

ALTER TABLE ONLY public.prize_upgrades
    ADD CONSTRAINT pk_prize_upgrades PRIMARY KEY (tournament_id, user_id);

ALTER TABLE ONLY public.protection_settings
    ADD CONSTRAINT pk_protection_settings PRIMARY KEY (name);

ALTER TABLE ONLY public.push_subscriptions
    ADD CONSTRAINT pk_push_subscriptions PRIMARY KEY (id);

ALTER TABLE ONLY public.rating_changes
    ADD CONSTRAINT pk_rating_changes PRIMARY KEY (id);

ALTER TABLE ONLY public.rating_progress
    ADD CONSTRAINT pk_rating_progress PRIMARY KEY (singleton);

ALTER TABLE ONLY public.reality_checks
    ADD CONSTRAINT pk_reality_checks PRIMARY KEY (user_id);

ALTER TABLE ONLY public.reconciliation_breaks
    ADD CONSTRAINT pk_reconciliation_breaks PRIMARY KEY (id);

ALTER TABLE ONLY public.reconciliation_runs
    ADD CONSTRAINT pk_reconciliation_runs PRIMARY KEY (id);

ALTER TABLE ONLY public.refresh_tokens
    ADD CONSTRAINT pk_refresh_tokens PRIMARY KEY (token_sha256);

ALTER TABLE ONLY public.refunds
    ADD CONSTRAINT pk_refunds PRIMARY KEY (id);

ALTER TABLE ONLY public.reserve_leaves
    ADD CONSTRAINT pk_reserve_leaves PRIMARY KEY (number, user_id);

ALTER TABLE ONLY public.reserve_levels
    ADD CONSTRAINT pk_reserve_levels PRIMARY KEY (number, level);

ALTER TABLE ONLY public.reserve_records
    ADD CONSTRAINT pk_reserve_records PRIMARY KEY (number);

ALTER TABLE ONLY public.risk_flags
    ADD CONSTRAINT pk_risk_flags PRIMARY KEY (id);

ALTER TABLE ONLY public.role_changes
    ADD CONSTRAINT pk_role_changes PRIMARY KEY (id);

ALTER TABLE ONLY public.room_messages
    ADD CONSTRAINT pk_room_messages PRIMARY KEY (id);

ALTER TABLE ONLY public.room_mutes
    ADD CONSTRAINT pk_room_mutes PRIMARY KEY (match_id, user_id);

ALTER TABLE ONLY public.room_reports
    ADD CONSTRAINT pk_room_reports PRIMARY KEY (id);

ALTER TABLE ONLY public.room_silences
    ADD CONSTRAINT pk_room_silences PRIMARY KEY (message_id);

ALTER TABLE ONLY public.sms_codes
    ADD CONSTRAINT pk_sms_codes PRIMARY KEY (id);

ALTER TABLE ONLY public.sms_inbound
    ADD CONSTRAINT pk_sms_inbound PRIMARY KEY (id);

ALTER TABLE ONLY public.sms_reports
    ADD CONSTRAINT pk_sms_reports PRIMARY KEY (provider_id);

ALTER TABLE ONLY public.socket_rounds
    ADD CONSTRAINT pk_socket_rounds PRIMARY KEY (id);

ALTER TABLE ONLY public.sponsor_fundings
    ADD CONSTRAINT pk_sponsor_fundings PRIMARY KEY (id);

ALTER TABLE ONLY public.staff_factor_tries
    ADD CONSTRAINT pk_staff_factor_tries PRIMARY KEY (user_id);

ALTER TABLE ONLY public.staff_factors
    ADD CONSTRAINT pk_staff_factors PRIMARY KEY (id);

ALTER TABLE ONLY public.staff_invitations
    ADD CONSTRAINT pk_staff_invitations PRIMARY KEY (id);

ALTER TABLE ONLY public.staff_notes
    ADD CONSTRAINT pk_staff_notes PRIMARY KEY (id);

ALTER TABLE ONLY public.staff_proposals
    ADD CONSTRAINT pk_staff_proposals PRIMARY KEY (id);

ALTER TABLE ONLY public.staff_recovery_codes
    ADD CONSTRAINT pk_staff_recovery_codes PRIMARY KEY (id);

ALTER TABLE ONLY public.staff_step_ups
    ADD CONSTRAINT pk_staff_step_ups PRIMARY KEY (factor_id, step);

ALTER TABLE ONLY public.stakeless_seats
    ADD CONSTRAINT pk_stakeless_seats PRIMARY KEY (match_id, user_id);

ALTER TABLE ONLY public.standings
    ADD CONSTRAINT pk_standings PRIMARY KEY (edition, "position");

ALTER TABLE ONLY public.state_transitions
    ADD CONSTRAINT pk_state_transitions PRIMARY KEY (machine, from_state, to_state);

ALTER TABLE ONLY public.strikes
    ADD CONSTRAINT pk_strikes PRIMARY KEY (id);

ALTER TABLE ONLY public.suspected_pairs
    ADD CONSTRAINT pk_suspected_pairs PRIMARY KEY (one_id, two_id);

ALTER TABLE ONLY public.suspensions
    ADD CONSTRAINT pk_suspensions PRIMARY KEY (id);

ALTER TABLE ONLY public.switches
    ADD CONSTRAINT pk_switches PRIMARY KEY (name);

ALTER TABLE ONLY public.tax_periods
    ADD CONSTRAINT pk_tax_periods PRIMARY KEY (id);

ALTER TABLE ONLY public.tournament_entries
    ADD CONSTRAINT pk_tournament_entries PRIMARY KEY (id);

ALTER TABLE ONLY public.tournament_matches
    ADD CONSTRAINT pk_tournament_matches PRIMARY KEY (id);

ALTER TABLE ONLY public.tournament_participants
    ADD CONSTRAINT pk_tournament_participants PRIMARY KEY (id);

ALTER TABLE ONLY public.tournament_prizes
    ADD CONSTRAINT pk_tournament_prizes PRIMARY KEY (tournament_id, user_id);

ALTER TABLE ONLY public.tournament_series
    ADD CONSTRAINT pk_tournament_series PRIMARY KEY (id);

ALTER TABLE ONLY public.tournaments
    ADD CONSTRAINT pk_tournaments PRIMARY KEY (id);

ALTER TABLE ONLY public.transactions
    ADD CONSTRAINT pk_transactions PRIMARY KEY (id);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT pk_users PRIMARY KEY (id);

ALTER TABLE ONLY public.verification_jobs
    ADD CONSTRAINT pk_verification_jobs PRIMARY KEY (match_id, replay);

ALTER TABLE ONLY public.withdrawals
    ADD CONSTRAINT pk_withdrawals PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT uq_accounts_code UNIQUE (code);

ALTER TABLE ONLY public.challenges
    ADD CONSTRAINT uq_challenges_code UNIQUE (code);

ALTER TABLE ONLY public.deposits
    ADD CONSTRAINT uq_deposits_account_reference UNIQUE (account_reference);

ALTER TABLE ONLY public.deposits
    ADD CONSTRAINT uq_deposits_checkout_request_id UNIQUE (checkout_request_id);

ALTER TABLE ONLY public.deposits
    ADD CONSTRAINT uq_deposits_token_sha256 UNIQUE (token_sha256);

ALTER TABLE ONLY public.entries
    ADD CONSTRAINT uq_entries_transaction_id_seq UNIQUE (transaction_id, seq);

ALTER TABLE ONLY public.game_accounts
    ADD CONSTRAINT uq_game_accounts_user_id UNIQUE (user_id, platform);

ALTER TABLE ONLY public.game_ids
    ADD CONSTRAINT uq_game_ids_uno UNIQUE (uno, user_id);

ALTER TABLE ONLY public.identity_checks
    ADD CONSTRAINT uq_identity_checks_our_ref UNIQUE (our_ref);

ALTER TABLE ONLY public.identity_proofs
    ADD CONSTRAINT uq_identity_proofs_step UNIQUE (user_id, legal_name_id, step);

ALTER TABLE ONLY public.identity_reviews
    ADD CONSTRAINT uq_identity_reviews_check_id UNIQUE (check_id);

ALTER TABLE ONLY public.identity_reviews
    ADD CONSTRAINT uq_identity_reviews_mpesa_name_id UNIQUE (mpesa_name_id);

ALTER TABLE ONLY public.matchmaking_queue
    ADD CONSTRAINT uq_matchmaking_queue_user_id UNIQUE (user_id);

ALTER TABLE ONLY public.mpesa_callbacks
    ADD CONSTRAINT uq_mpesa_callbacks_kind_token_sha256_body_sha256 UNIQUE (kind, token_sha256, body_sha256);

ALTER TABLE ONLY public.mpesa_lines
    ADD CONSTRAINT uq_mpesa_lines_receipt_kind UNIQUE (receipt, kind);

ALTER TABLE ONLY public.mpesa_names
    ADD CONSTRAINT uq_mpesa_names_source UNIQUE NULLS NOT DISTINCT (source, subject_id, receipt);

ALTER TABLE ONLY public.mpesa_requests
    ADD CONSTRAINT uq_mpesa_requests_reference UNIQUE (reference);

ALTER TABLE ONLY public.mpesa_requests
    ADD CONSTRAINT uq_mpesa_requests_token_sha256 UNIQUE (token_sha256);

ALTER TABLE ONLY public.notification_deliveries
    ADD CONSTRAINT uq_notification_deliveries_user_id_notification_id_channel UNIQUE NULLS NOT DISTINCT (user_id, notification_id, channel, subscription_id);

ALTER TABLE ONLY public.notifications
    ADD CONSTRAINT uq_notifications_user_id_dedupe_key UNIQUE (user_id, dedupe_key);

ALTER TABLE ONLY public.passkey_handles
    ADD CONSTRAINT uq_passkey_handles_handle UNIQUE (handle);

ALTER TABLE ONLY public.paybill_payments
    ADD CONSTRAINT uq_paybill_payments_receipt UNIQUE (receipt);

ALTER TABLE ONLY public.payout_holds
    ADD CONSTRAINT uq_payout_holds_match_id_user_id_reason UNIQUE (match_id, user_id, reason);

ALTER TABLE ONLY public.push_subscriptions
    ADD CONSTRAINT uq_push_subscriptions_endpoint UNIQUE (endpoint);

ALTER TABLE ONLY public.push_subscriptions
    ADD CONSTRAINT uq_push_subscriptions_session_id UNIQUE (session_id);

ALTER TABLE ONLY public.refunds
    ADD CONSTRAINT uq_refunds_reference UNIQUE (reference);

ALTER TABLE ONLY public.refunds
    ADD CONSTRAINT uq_refunds_token_sha256 UNIQUE (token_sha256);

ALTER TABLE ONLY public.reserve_records
    ADD CONSTRAINT uq_reserve_records_hour UNIQUE (hour);

ALTER TABLE ONLY public.reserve_records
    ADD CONSTRAINT uq_reserve_records_number_hash UNIQUE (number, hash);

ALTER TABLE ONLY public.risk_flags
    ADD CONSTRAINT uq_risk_flags_user_id_signal UNIQUE (user_id, signal);

ALTER TABLE ONLY public.room_reports
    ADD CONSTRAINT uq_room_reports_message_id UNIQUE (message_id);

ALTER TABLE ONLY public.sms_inbound
    ADD CONSTRAINT uq_sms_inbound_provider_id UNIQUE (provider_id);

ALTER TABLE ONLY public.strikes
    ADD CONSTRAINT uq_strikes_match_id_user_id UNIQUE (match_id, user_id);

ALTER TABLE ONLY public.tax_periods
    ADD CONSTRAINT uq_tax_periods_effective_from UNIQUE (effective_from);

ALTER TABLE ONLY public.tournament_participants
    ADD CONSTRAINT uq_tournament_participants_tournament_id_user_id UNIQUE (tournament_id, user_id);

ALTER TABLE ONLY public.transactions
    ADD CONSTRAINT uq_transactions_idempotency_key UNIQUE (idempotency_key);

ALTER TABLE ONLY public.withdrawals
    ADD CONSTRAINT uq_withdrawals_originator_conversation_id UNIQUE (originator_conversation_id);

ALTER TABLE ONLY public.withdrawals
    ADD CONSTRAINT uq_withdrawals_token_sha256 UNIQUE (token_sha256);

CREATE INDEX ix_abandoned_searches_terms ON public.abandoned_searches USING btree (wager_amount, title, mode, platform, id);

CREATE INDEX ix_abandoned_searches_user_id ON public.abandoned_searches USING btree (user_id, id);

CREATE INDEX ix_appeals_due_at ON public.appeals USING btree (due_at) WHERE (decision IS NULL);

CREATE INDEX ix_audit_entries_subject ON public.audit_entries USING btree (subject, id);

CREATE INDEX ix_challenges_due_at ON public.challenges USING btree (due_at) WHERE ((state)::text = 'open'::text);

CREATE INDEX ix_challenges_opponent_id ON public.challenges USING btree (opponent_id) WHERE ((state)::text = 'open'::text);

CREATE INDEX ix_challenges_received ON public.challenges USING btree (opponent_id, created_at) WHERE (opponent_id IS NOT NULL);

CREATE INDEX ix_chase_warnings_read_at ON public.chase_warnings USING btree (read_at);

CREATE INDEX ix_chase_warnings_user_id ON public.chase_warnings USING btree (user_id, read_at);

CREATE INDEX ix_consents_user_id ON public.consents USING btree (user_id, id);

CREATE INDEX ix_deposits_due_at ON public.deposits USING btree (due_at) WHERE ((state)::text = ANY ((ARRAY['created'::character varying, 'sending'::character varying, 'prompted'::character varying, 'unknown'::character varying, 'review'::character varying])::text[]));

CREATE INDEX ix_deposits_user_id ON public.deposits USING btree (user_id, id);

CREATE INDEX ix_deposits_without_receipt ON public.deposits USING btree (amount) WHERE (((state)::text = 'credited'::text) AND (mpesa_reference IS NULL));

CREATE INDEX ix_dispute_statements_match_id ON public.dispute_statements USING btree (match_id, id);

CREATE INDEX ix_disputes_live ON public.disputes USING btree (match_id) WHERE match_is_live;

CREATE INDEX ix_disputes_opened_at ON public.disputes USING btree (opened_at) WHERE (closed_at IS NULL);

CREATE INDEX ix_entries_credit_account_id ON public.entries USING btree (credit_account_id, id);

CREATE INDEX ix_entries_debit_account_id ON public.entries USING btree (debit_account_id, id);

CREATE INDEX ix_game_accounts_probe_due_at ON public.game_accounts USING btree (probe_due_at) WHERE (probe_due_at IS NOT NULL);

CREATE INDEX ix_game_accounts_uno ON public.game_accounts USING btree (uno) WHERE (uno IS NOT NULL);

CREATE INDEX ix_idempotent_answers_created_at ON public.idempotent_answers USING btree (created_at);

CREATE INDEX ix_identity_checks_due_at ON public.identity_checks USING btree (due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX ix_identity_checks_user_id ON public.identity_checks USING btree (user_id, id);

CREATE INDEX ix_identity_documents_user_id ON public.identity_documents USING btree (user_id);

CREATE INDEX ix_identity_reviews_open ON public.identity_reviews USING btree (opened_at) WHERE (decision IS NULL);

CREATE INDEX ix_identity_reviews_user_id ON public.identity_reviews USING btree (user_id);

CREATE INDEX ix_legal_names_user_id ON public.legal_names USING btree (user_id, id);

CREATE INDEX ix_login_sessions_device_sha256 ON public.login_sessions USING btree (device_sha256) WHERE (device_sha256 IS NOT NULL);

CREATE INDEX ix_login_sessions_user_id ON public.login_sessions USING btree (user_id);

CREATE INDEX ix_match_events_match_id ON public.match_events USING btree (match_id, id);

CREATE INDEX ix_match_evidence_cod_match_id ON public.match_evidence USING btree (cod_match_id) WHERE (cod_match_id IS NOT NULL);

CREATE INDEX ix_match_evidence_match_id ON public.match_evidence USING btree (match_id, id);

CREATE INDEX ix_match_pictures_band0 ON public.match_pictures USING btree (band0) WHERE (phash IS NOT NULL);

CREATE INDEX ix_match_pictures_band1 ON public.match_pictures USING btree (band1) WHERE (phash IS NOT NULL);

CREATE INDEX ix_match_pictures_band2 ON public.match_pictures USING btree (band2) WHERE (phash IS NOT NULL);

CREATE INDEX ix_match_pictures_band3 ON public.match_pictures USING btree (band3) WHERE (phash IS NOT NULL);

CREATE INDEX ix_match_pictures_due_at ON public.match_pictures USING btree (due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX ix_match_pictures_original_sha256 ON public.match_pictures USING btree (original_sha256);

CREATE INDEX ix_match_pictures_sha256 ON public.match_pictures USING btree (sha256);

CREATE INDEX ix_match_pictures_user_id ON public.match_pictures USING btree (user_id, id);

CREATE INDEX ix_match_reports_match_id ON public.match_reports USING btree (match_id, id);

CREATE INDEX ix_match_rulings_match_id ON public.match_rulings USING btree (match_id, id);

CREATE INDEX ix_matches_lately ON public.matches USING btree (player1_id, created_at);

CREATE INDEX ix_matches_player1_id ON public.matches USING btree (player1_id, id);

CREATE INDEX ix_matches_player2_id ON public.matches USING btree (player2_id, id);

CREATE INDEX ix_matches_terms ON public.matches USING btree (wager_amount, title, mode, platform, id);

CREATE INDEX ix_matches_tournament_id ON public.matches USING btree (tournament_id, id) WHERE (tournament_id IS NOT NULL);

CREATE INDEX ix_matchmaking_queue_match_id ON public.matchmaking_queue USING btree (match_id) WHERE (match_id IS NOT NULL);

CREATE INDEX ix_matchmaking_queue_waiting ON public.matchmaking_queue USING btree (title, mode, platform, wager_amount, rating, id) WHERE ((match_id IS NULL) AND (challenge_id IS NULL));

CREATE INDEX ix_mpesa_callbacks_confirmations ON public.mpesa_callbacks USING btree (received_at) WHERE ((kind)::text = 'c2b'::text);

CREATE INDEX ix_mpesa_callbacks_deposit_id ON public.mpesa_callbacks USING btree (deposit_id) WHERE (deposit_id IS NOT NULL);

CREATE INDEX ix_mpesa_callbacks_refund_id ON public.mpesa_callbacks USING btree (refund_id) WHERE (refund_id IS NOT NULL);

CREATE INDEX ix_mpesa_callbacks_request_id ON public.mpesa_callbacks USING btree (request_id) WHERE (request_id IS NOT NULL);

CREATE INDEX ix_mpesa_callbacks_unjudged ON public.mpesa_callbacks USING btree (id) WHERE (judged_at IS NULL);

CREATE INDEX ix_mpesa_callbacks_withdrawal_id ON public.mpesa_callbacks USING btree (withdrawal_id) WHERE (withdrawal_id IS NOT NULL);

CREATE INDEX ix_mpesa_lines_completed_at ON public.mpesa_lines USING btree (completed_at);

CREATE INDEX ix_mpesa_lines_original_receipt ON public.mpesa_lines USING btree (original_receipt) WHERE (original_receipt IS NOT NULL);

CREATE INDEX ix_mpesa_names_user_id ON public.mpesa_names USING btree (user_id, phone, id);

CREATE INDEX ix_mpesa_requests_due_at ON public.mpesa_requests USING btree (due_at) WHERE ((state)::text = ANY ((ARRAY['created'::character varying, 'sent'::character varying])::text[]));

CREATE INDEX ix_mpesa_requests_subject ON public.mpesa_requests USING btree (subject, subject_id, id);

CREATE INDEX ix_name_claims_user_id ON public.name_claims USING btree (user_id, id);

CREATE INDEX ix_notification_deliveries_claimed_at ON public.notification_deliveries USING btree (claimed_at) WHERE (claimed_at IS NOT NULL);

CREATE INDEX ix_notification_deliveries_due_at ON public.notification_deliveries USING btree (due_at) WHERE ((state)::text = ANY ((ARRAY['queued'::character varying, 'sending'::character varying])::text[]));

CREATE INDEX ix_notification_deliveries_provider_id ON public.notification_deliveries USING btree (provider_id) WHERE (provider_id IS NOT NULL);

CREATE UNIQUE INDEX ix_notification_deliveries_receipt ON public.notification_deliveries USING btree (receipt) WHERE (receipt IS NOT NULL);

CREATE INDEX ix_notifications_created_at ON public.notifications USING brin (created_at);

CREATE INDEX ix_passkey_challenges_expires_at ON public.passkey_challenges USING btree (expires_at);

CREATE INDEX ix_passkeys_user_id ON public.passkeys USING btree (user_id) WHERE (removed_at IS NULL);

CREATE INDEX ix_paybill_payments_due_at ON public.paybill_payments USING btree (due_at) WHERE ((state)::text = ANY ((ARRAY['received'::character varying, 'suspense'::character varying, 'review'::character varying])::text[]));

CREATE INDEX ix_paybill_payments_user_id ON public.paybill_payments USING btree (user_id, id);

CREATE INDEX ix_payment_events_subject ON public.payment_events USING btree (subject, subject_id, id);

CREATE INDEX ix_payout_holds_user_id ON public.payout_holds USING btree (user_id, until);

CREATE INDEX ix_play_sessions_user_id ON public.play_sessions USING btree (user_id, last_seen_at);

CREATE INDEX ix_player_exclusions_user_id ON public.player_exclusions USING btree (user_id, ends_at);

CREATE INDEX ix_player_limits_user_id ON public.player_limits USING btree (user_id, kind, hours, id);

CREATE INDEX ix_player_names_skeleton ON public.player_names USING btree (skeleton);

CREATE INDEX ix_player_risks_scored_at ON public.player_risks USING btree (scored_at);

CREATE INDEX ix_prize_advances_due_at ON public.prize_advances USING btree (due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX ix_prize_clawbacks_due_at ON public.prize_clawbacks USING btree (due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX ix_prize_clawbacks_look_at ON public.prize_clawbacks USING btree (look_at) WHERE (look_at IS NOT NULL);

CREATE INDEX ix_prize_clawbacks_user_id ON public.prize_clawbacks USING btree (user_id);

CREATE INDEX ix_prize_upgrade_payments_clawback_id ON public.prize_upgrade_payments USING btree (clawback_id);

CREATE INDEX ix_prize_upgrade_payments_tournament_id ON public.prize_upgrade_payments USING btree (tournament_id, user_id);

CREATE UNIQUE INDEX ix_push_subscriptions_test_receipt ON public.push_subscriptions USING btree (test_receipt) WHERE (test_receipt IS NOT NULL);

CREATE INDEX ix_push_subscriptions_user_id ON public.push_subscriptions USING btree (user_id);

CREATE INDEX ix_rating_changes_match_id ON public.rating_changes USING btree (match_id);

CREATE INDEX ix_rating_changes_opponent_id ON public.rating_changes USING btree (user_id, opponent_id, played_at) WHERE (reversed_at IS NULL);

CREATE INDEX ix_rating_changes_played_at ON public.rating_changes USING btree (played_at) INCLUDE (user_id, match_id, outcome, net, weight) WHERE (reversed_at IS NULL);

CREATE INDEX ix_rating_changes_reversed_at ON public.rating_changes USING btree (reversed_at) WHERE (reversed_at IS NOT NULL);

CREATE INDEX ix_rating_changes_user_id ON public.rating_changes USING btree (user_id, id);

CREATE INDEX ix_reconciliation_breaks_run_id ON public.reconciliation_breaks USING btree (run_id, id);

CREATE INDEX ix_reconciliation_runs_day ON public.reconciliation_runs USING btree (day, id);

CREATE INDEX ix_refresh_tokens_session_id ON public.refresh_tokens USING btree (session_id);

CREATE INDEX ix_refunds_due_at ON public.refunds USING btree (due_at) WHERE ((state)::text = ANY ((ARRAY['held'::character varying, 'sending'::character varying, 'sent'::character varying, 'unknown'::character varying, 'review'::character varying])::text[]));

CREATE INDEX ix_refunds_user_id ON public.refunds USING btree (user_id, id);

CREATE INDEX ix_role_changes_due_at ON public.role_changes USING btree (due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX ix_room_messages_match_id ON public.room_messages USING btree (match_id, id);

CREATE INDEX ix_room_reports_open ON public.room_reports USING btree (id) WHERE (decision IS NULL);

CREATE INDEX ix_room_silences_user_id ON public.room_silences USING btree (user_id, until);

CREATE INDEX ix_sms_codes_created_at ON public.sms_codes USING btree (created_at);

CREATE INDEX ix_sms_codes_due_at ON public.sms_codes USING btree (due_at) WHERE ((state)::text = ANY ((ARRAY['queued'::character varying, 'sending'::character varying])::text[]));

CREATE INDEX ix_sms_codes_phone_created_at ON public.sms_codes USING btree (phone, created_at);

CREATE INDEX ix_sms_codes_user_id_purpose ON public.sms_codes USING btree (user_id, purpose, id);

CREATE INDEX ix_sms_inbound_answered_at ON public.sms_inbound USING btree (answered_at) WHERE (answered_at IS NOT NULL);

CREATE INDEX ix_sms_inbound_due_at ON public.sms_inbound USING btree (due_at) WHERE ((state)::text <> 'done'::text);

CREATE INDEX ix_sms_inbound_phone ON public.sms_inbound USING btree (phone, created_at);

CREATE INDEX ix_sms_reports_created_at ON public.sms_reports USING btree (created_at);

CREATE INDEX ix_sponsor_fundings_due_at ON public.sponsor_fundings USING btree (due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX ix_staff_notes_user_id ON public.staff_notes USING btree (user_id, id);

CREATE INDEX ix_staff_proposals_due_at ON public.staff_proposals USING btree (due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX ix_staff_recovery_codes_factor_id ON public.staff_recovery_codes USING btree (factor_id);

CREATE INDEX ix_stakeless_seats_user_id ON public.stakeless_seats USING btree (user_id);

CREATE INDEX ix_strikes_user_id ON public.strikes USING btree (user_id, id);

CREATE INDEX ix_suspected_pairs_two_id ON public.suspected_pairs USING btree (two_id);

CREATE INDEX ix_tournament_entries_user_id ON public.tournament_entries USING btree (user_id, id);

CREATE INDEX ix_tournament_participants_user_id ON public.tournament_participants USING btree (user_id, id);

CREATE INDEX ix_tournament_series_due_at ON public.tournament_series USING btree (due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX ix_tournaments_due_at ON public.tournaments USING btree (due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX ix_tournaments_status ON public.tournaments USING btree (status, start_date, id);

CREATE INDEX ix_users_email_lower ON public.users USING btree (lower((email)::text));

CREATE INDEX ix_users_phone ON public.users USING btree (phone);

CREATE INDEX ix_verification_jobs_due ON public.verification_jobs USING btree (priority, next_poll_at) WHERE ((state)::text = 'waiting'::text);

CREATE INDEX ix_withdrawals_due_at ON public.withdrawals USING btree (due_at) WHERE ((state)::text = ANY ((ARRAY['awaiting_code'::character varying, 'held'::character varying, 'sending'::character varying, 'sent'::character varying, 'unknown'::character varying, 'review'::character varying])::text[]));

CREATE INDEX ix_withdrawals_user_id ON public.withdrawals USING btree (user_id, id);

CREATE UNIQUE INDEX uq_accounts_match_id ON public.accounts USING btree (match_id) WHERE (match_id IS NOT NULL);

CREATE UNIQUE INDEX uq_accounts_tournament_id ON public.accounts USING btree (tournament_id) WHERE (tournament_id IS NOT NULL);

CREATE UNIQUE INDEX uq_accounts_user_id_kind ON public.accounts USING btree (user_id, kind) WHERE (user_id IS NOT NULL);

CREATE UNIQUE INDEX uq_alarms_open ON public.alarms USING btree (kind, subject) WHERE (cleared_at IS NULL);

CREATE UNIQUE INDEX uq_audit_entries_seq ON public.audit_entries USING btree (seq);

CREATE UNIQUE INDEX uq_deposits_mpesa_reference ON public.deposits USING btree (mpesa_reference) WHERE (mpesa_reference IS NOT NULL);

CREATE UNIQUE INDEX uq_deposits_one_open_prompt_a_phone ON public.deposits USING btree (phone) WHERE holds_phone;

CREATE UNIQUE INDEX uq_factor_resets_open ON public.factor_resets USING btree (user_id) WHERE (decision IS NULL);

CREATE UNIQUE INDEX uq_game_accounts_name ON public.game_accounts USING btree (platform, name_key);

CREATE UNIQUE INDEX uq_identity_checks_one_open ON public.identity_checks USING btree (user_id) WHERE ((state)::text = ANY ((ARRAY['requested'::character varying, 'starting'::character varying, 'open'::character varying, 'review'::character varying])::text[]));

CREATE UNIQUE INDEX uq_manual_rulings_open ON public.manual_rulings USING btree (subject, subject_id) WHERE (decision IS NULL);

CREATE UNIQUE INDEX uq_match_pictures_original ON public.match_pictures USING btree (match_id, user_id, replay, original_sha256) WHERE ((state)::text <> 'dropped'::text);

CREATE UNIQUE INDEX uq_match_pictures_sha256 ON public.match_pictures USING btree (match_id, user_id, replay, sha256) WHERE ((state)::text <> 'dropped'::text);

CREATE UNIQUE INDEX uq_match_rulings_open ON public.match_rulings USING btree (match_id) WHERE (decision IS NULL);

CREATE UNIQUE INDEX uq_name_claims_open ON public.name_claims USING btree (user_id) WHERE ((state)::text = 'open'::text);

CREATE UNIQUE INDEX uq_passkeys_credential_id ON public.passkeys USING btree (credential_id);

CREATE UNIQUE INDEX uq_prize_advances_open ON public.prize_advances USING btree (tournament_id) WHERE (decision IS NULL);

CREATE UNIQUE INDEX uq_prize_clawbacks_standing ON public.prize_clawbacks USING btree (tournament_id, user_id) WHERE ((decision IS NULL) OR ((decision)::text = 'approved'::text));

CREATE UNIQUE INDEX uq_rating_changes_live ON public.rating_changes USING btree (match_id, user_id) WHERE (reversed_at IS NULL);

CREATE UNIQUE INDEX uq_refunds_original_receipt ON public.refunds USING btree (original_receipt) WHERE ((state)::text <> 'released'::text);

CREATE UNIQUE INDEX uq_role_changes_open ON public.role_changes USING btree (user_id) WHERE (decision IS NULL);

CREATE UNIQUE INDEX uq_staff_factors_active ON public.staff_factors USING btree (user_id) WHERE ((confirmed_at IS NOT NULL) AND (removed_at IS NULL));

CREATE UNIQUE INDEX uq_staff_factors_pending ON public.staff_factors USING btree (user_id) WHERE ((confirmed_at IS NULL) AND (removed_at IS NULL));

CREATE UNIQUE INDEX uq_staff_invitations_code_tag ON public.staff_invitations USING btree (code_tag);

CREATE UNIQUE INDEX uq_staff_proposals_open ON public.staff_proposals USING btree (action, COALESCE(user_id, (0)::bigint)) WHERE (decision IS NULL);

CREATE UNIQUE INDEX uq_staff_proposals_receipt ON public.staff_proposals USING btree (receipt) WHERE (((decision)::text = 'approved'::text) AND (receipt IS NOT NULL));

CREATE UNIQUE INDEX uq_staff_recovery_codes_code_tag ON public.staff_recovery_codes USING btree (code_tag);

CREATE UNIQUE INDEX uq_standings_player ON public.standings USING btree (edition, user_id);

CREATE UNIQUE INDEX uq_suspensions_open ON public.suspensions USING btree (user_id) WHERE (lifted_at IS NULL);

CREATE UNIQUE INDEX uq_tournament_entries_open ON public.tournament_entries USING btree (tournament_id, user_id) WHERE ((state)::text <> 'refunded'::text);

CREATE UNIQUE INDEX uq_tournament_matches_key ON public.tournament_matches USING btree (tournament_id, key) WHERE (replaced_at IS NULL);

CREATE UNIQUE INDEX uq_tournament_matches_match_id ON public.tournament_matches USING btree (match_id) WHERE (match_id IS NOT NULL);

CREATE UNIQUE INDEX uq_tournament_participants_seed ON public.tournament_participants USING btree (tournament_id, seed) WHERE (seed IS NOT NULL);

CREATE UNIQUE INDEX uq_tournaments_series_id_start_date ON public.tournaments USING btree (series_id, start_date) WHERE (series_id IS NOT NULL);

CREATE UNIQUE INDEX uq_transactions_mpesa_reference ON public.transactions USING btree (mpesa_reference) WHERE (mpesa_reference IS NOT NULL);

CREATE UNIQUE INDEX uq_users_email_verified ON public.users USING btree (lower((email)::text)) WHERE is_verified;

CREATE UNIQUE INDEX uq_users_phone_verified ON public.users USING btree (phone) WHERE is_verified;

CREATE UNIQUE INDEX uq_users_username_looks ON public.users USING btree (regexp_replace(regexp_replace(lower(translate((username)::text, '1I0'::text, 'llo'::text)), 'rn'::text, 'm'::text, 'g'::text), 'vv'::text, 'w'::text, 'g'::text));

CREATE UNIQUE INDEX uq_users_username_lower ON public.users USING btree (lower((username)::text));

CREATE UNIQUE INDEX uq_withdrawals_mpesa_reference ON public.withdrawals USING btree (mpesa_reference) WHERE (mpesa_reference IS NOT NULL);

CREATE OR REPLACE VIEW public.derived_balances AS
 SELECT a.id,
    a.code,
    a.kind,
    a.tracked,
    a.balance AS cached,
    COALESCE(sum(p.amount), (0)::numeric) AS derived
   FROM (public.accounts a
     LEFT JOIN public.postings p ON ((p.account_id = a.id)))
  GROUP BY a.id;

CREATE TRIGGER applied AFTER INSERT ON public.consents FOR EACH ROW EXECUTE FUNCTION public.apply_consent();

CREATE TRIGGER applied AFTER UPDATE OF decision ON public.role_changes FOR EACH ROW WHEN (((new.decision)::text = 'approved'::text)) EXECUTE FUNCTION public.apply_role_change();

CREATE TRIGGER applied AFTER INSERT OR UPDATE OF lifted_at ON public.suspensions FOR EACH ROW EXECUTE FUNCTION public.apply_suspension();

CREATE TRIGGER apply_entries AFTER INSERT ON public.entries REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.apply_entries();

CREATE TRIGGER asked_once BEFORE UPDATE OF session_id ON public.withdrawals FOR EACH ROW WHEN ((new.session_id IS DISTINCT FROM old.session_id)) EXECUTE FUNCTION public.refuse('who asked for a withdrawal cannot change');

CREATE TRIGGER balance_moves_by_entries BEFORE UPDATE OF balance ON public.accounts FOR EACH ROW EXECUTE FUNCTION public.check_balance_change();

CREATE TRIGGER begin BEFORE INSERT ON public.player_exclusions FOR EACH ROW EXECUTE FUNCTION public.begin_exclusion();

CREATE TRIGGER begin BEFORE INSERT ON public.player_limits FOR EACH ROW EXECUTE FUNCTION public.begin_limit();

CREATE TRIGGER begin BEFORE INSERT ON public.staff_proposals FOR EACH ROW EXECUTE FUNCTION public.begin_staff_proposal();

CREATE TRIGGER chained BEFORE INSERT ON public.audit_entries FOR EACH ROW EXECUTE FUNCTION public.keep_audit_chain();

CREATE TRIGGER check_new BEFORE INSERT ON public.accounts FOR EACH ROW EXECUTE FUNCTION public.check_new_account();

CREATE TRIGGER checked BEFORE INSERT ON public.identity_proofs FOR EACH ROW EXECUTE FUNCTION public.check_identity_proof();

CREATE TRIGGER checked BEFORE INSERT OR UPDATE ON public.tournaments FOR EACH ROW EXECUTE FUNCTION public.check_tournament();

CREATE TRIGGER cod_username AFTER INSERT OR DELETE OR UPDATE OF username, platform ON public.game_accounts FOR EACH ROW EXECUTE FUNCTION public.keep_cod_username();

CREATE TRIGGER confirm BEFORE INSERT ON public.player_limit_confirmations FOR EACH ROW EXECUTE FUNCTION public.confirm_limit();

CREATE TRIGGER count_goes_up BEFORE UPDATE OF sign_count ON public.passkeys FOR EACH ROW WHEN ((new.sign_count < old.sign_count)) EXECUTE FUNCTION public.refuse('the counter of a passkey goes up');

CREATE TRIGGER decide BEFORE UPDATE OF decision ON public.staff_proposals FOR EACH ROW WHEN (((new.decision)::text = 'approved'::text)) EXECUTE FUNCTION public.decide_staff_proposal();

CREATE TRIGGER decided BEFORE UPDATE ON public.appeals FOR EACH ROW EXECUTE FUNCTION public.decision_is_final();

CREATE TRIGGER decided BEFORE UPDATE OF decision, decided_by, decided_at ON public.factor_resets FOR EACH ROW WHEN ((old.decision IS NOT NULL)) EXECUTE FUNCTION public.refuse('what was decided cannot change');

CREATE TRIGGER decided BEFORE UPDATE ON public.identity_reviews FOR EACH ROW WHEN ((old.decision IS NOT NULL)) EXECUTE FUNCTION public.refuse('what was decided cannot change');

CREATE TRIGGER decided BEFORE UPDATE ON public.match_rulings FOR EACH ROW EXECUTE FUNCTION public.decision_is_final();

CREATE TRIGGER decided BEFORE UPDATE OF decision, decided_by, decided_at ON public.prize_advances FOR EACH ROW WHEN ((old.decision IS NOT NULL)) EXECUTE FUNCTION public.refuse('what was decided cannot change');

CREATE TRIGGER decided BEFORE UPDATE OF decision, decided_by, decided_at ON public.prize_clawbacks FOR EACH ROW WHEN ((old.decision IS NOT NULL)) EXECUTE FUNCTION public.refuse('what was decided cannot change');

CREATE TRIGGER decided BEFORE UPDATE ON public.role_changes FOR EACH ROW WHEN ((old.decision IS NOT NULL)) EXECUTE FUNCTION public.refuse('what was decided cannot change');

CREATE TRIGGER decided BEFORE UPDATE ON public.sponsor_fundings FOR EACH ROW WHEN ((old.decision IS NOT NULL)) EXECUTE FUNCTION public.refuse('what was decided cannot change');

CREATE TRIGGER decided BEFORE UPDATE OF decision, decided_by, decided_at, due_at, decided_in ON public.staff_proposals FOR EACH ROW WHEN ((old.decision IS NOT NULL)) EXECUTE FUNCTION public.refuse('what was decided cannot change');

CREATE TRIGGER device_may_pay_out BEFORE INSERT ON public.withdrawals FOR EACH ROW EXECUTE FUNCTION public.device_may_pay_out();

CREATE TRIGGER ended BEFORE UPDATE ON public.identity_checks FOR EACH ROW WHEN (((old.state)::text = ANY ((ARRAY['approved'::character varying, 'rejected'::character varying, 'failed'::character varying])::text[]))) EXECUTE FUNCTION public.refuse('a check that has ended cannot change');

CREATE CONSTRAINT TRIGGER escrow_is_paid_out AFTER UPDATE OF status ON public.matches DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.escrow_is_paid_out();

CREATE TRIGGER fixed BEFORE UPDATE ON public.prize_upgrade_payments FOR EACH ROW EXECUTE FUNCTION public.refuse('what was paid cannot change');

CREATE TRIGGER fixed BEFORE UPDATE ON public.staff_step_ups FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER fixed BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.state_transitions FOR EACH STATEMENT EXECUTE FUNCTION public.refuse('only a migration changes the transitions between states');

CREATE CONSTRAINT TRIGGER has_entries AFTER INSERT ON public.transactions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.transaction_is_complete();

CREATE CONSTRAINT TRIGGER has_its_ticket AFTER INSERT OR UPDATE OF state ON public.challenges DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.challenge_has_its_ticket();

CREATE TRIGGER identity_is_fixed BEFORE UPDATE OF id, code, kind, user_id, match_id, tournament_id, tracked, floor, created_at ON public.accounts FOR EACH ROW EXECUTE FUNCTION public.refuse('what an account is cannot change');

CREATE TRIGGER immutable BEFORE DELETE OR UPDATE ON public.abandoned_searches FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER immutable BEFORE DELETE OR UPDATE ON public.audit_entries FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER immutable BEFORE DELETE OR UPDATE ON public.chase_warnings FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER immutable BEFORE DELETE OR UPDATE ON public.consents FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER immutable BEFORE DELETE OR UPDATE ON public.dispute_statements FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER immutable BEFORE DELETE OR UPDATE ON public.entries FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER immutable BEFORE UPDATE ON public.game_ids FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER immutable BEFORE DELETE OR UPDATE ON public.match_events FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER immutable BEFORE DELETE OR UPDATE ON public.match_evidence FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER immutable BEFORE DELETE OR UPDATE ON public.match_reached FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER immutable BEFORE DELETE OR UPDATE ON public.match_reports FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER immutable BEFORE DELETE OR UPDATE ON public.no_shows FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER immutable BEFORE DELETE OR UPDATE ON public.payment_events FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER immutable BEFORE DELETE OR UPDATE ON public.payout_holds FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER immutable BEFORE DELETE OR UPDATE ON public.player_exclusions FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER immutable BEFORE DELETE OR UPDATE ON public.player_limit_confirmations FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER immutable BEFORE DELETE OR UPDATE ON public.player_limits FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER immutable BEFORE DELETE ON public.rating_changes FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER immutable BEFORE DELETE OR UPDATE ON public.reconciliation_breaks FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER immutable BEFORE UPDATE ON public.reserve_leaves FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER immutable BEFORE UPDATE ON public.reserve_levels FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER immutable BEFORE DELETE OR UPDATE ON public.reserve_records FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER immutable BEFORE DELETE OR UPDATE ON public.staff_notes FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER immutable BEFORE DELETE OR UPDATE ON public.tax_periods FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER immutable BEFORE DELETE OR UPDATE ON public.tournament_prizes FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER immutable BEFORE DELETE OR UPDATE ON public.transactions FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER immutable_all BEFORE TRUNCATE ON public.entries FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER immutable_all BEFORE TRUNCATE ON public.transactions FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER is_adult BEFORE INSERT ON public.users FOR EACH ROW EXECUTE FUNCTION public.user_is_adult();

CREATE TRIGGER joined_terms BEFORE UPDATE OF joined_by, joined_statement, joined_at ON public.appeals FOR EACH ROW WHEN ((old.joined_by IS NOT NULL)) EXECUTE FUNCTION public.refuse('what was appealed against cannot change');

CREATE TRIGGER keep BEFORE INSERT OR UPDATE ON public.play_sessions FOR EACH ROW EXECUTE FUNCTION public.keep_play_session();

CREATE TRIGGER keep BEFORE INSERT OR DELETE ON public.room_messages FOR EACH ROW EXECUTE FUNCTION public.keep_room_message();

CREATE TRIGGER keep_new_ticket_match BEFORE INSERT ON public.matchmaking_queue FOR EACH ROW WHEN ((new.match_id IS NOT NULL)) EXECUTE FUNCTION public.keep_ticket_match();

CREATE TRIGGER keep_ticket BEFORE DELETE ON public.matchmaking_queue FOR EACH ROW EXECUTE FUNCTION public.keep_ticket();

CREATE TRIGGER keep_ticket_match BEFORE UPDATE OF match_id ON public.matchmaking_queue FOR EACH ROW EXECUTE FUNCTION public.keep_ticket_match();

CREATE CONSTRAINT TRIGGER ledger_agrees AFTER INSERT OR UPDATE OF state ON public.deposits DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.deposit_and_ledger_agree();

CREATE CONSTRAINT TRIGGER ledger_agrees AFTER INSERT OR UPDATE OF state ON public.paybill_payments DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.payment_and_ledger_agree('paybill');

CREATE CONSTRAINT TRIGGER ledger_agrees AFTER INSERT OR UPDATE OF decision ON public.prize_advances DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.prizes_and_ledger_agree('advance');

CREATE CONSTRAINT TRIGGER ledger_agrees AFTER INSERT OR UPDATE OF decision ON public.prize_clawbacks DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.prizes_and_ledger_agree('clawback');

CREATE CONSTRAINT TRIGGER ledger_agrees AFTER INSERT ON public.prize_upgrade_payments DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.prizes_and_ledger_agree('payment');

CREATE CONSTRAINT TRIGGER ledger_agrees AFTER INSERT OR UPDATE ON public.prize_upgrades DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.prizes_and_ledger_agree('upgrade');

CREATE CONSTRAINT TRIGGER ledger_agrees AFTER INSERT OR UPDATE OF state ON public.refunds DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.payment_and_ledger_agree('refund');

CREATE CONSTRAINT TRIGGER ledger_agrees AFTER INSERT OR UPDATE OF decision ON public.sponsor_fundings DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.tournament_and_ledger_agree('funding');

CREATE CONSTRAINT TRIGGER ledger_agrees AFTER INSERT OR UPDATE OF decision ON public.staff_proposals DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.proposal_and_ledger_agree();

CREATE CONSTRAINT TRIGGER ledger_agrees AFTER INSERT OR UPDATE OF state ON public.tournament_entries DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.tournament_and_ledger_agree('entry');

CREATE CONSTRAINT TRIGGER ledger_agrees AFTER INSERT ON public.tournament_prizes DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.tournament_and_ledger_agree('prize');

CREATE CONSTRAINT TRIGGER ledger_agrees AFTER UPDATE OF status ON public.tournaments DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.tournament_and_ledger_agree('tournament');

CREATE CONSTRAINT TRIGGER ledger_agrees AFTER INSERT OR UPDATE OF state ON public.withdrawals DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.payment_and_ledger_agree('withdrawal');

CREATE TRIGGER lifted BEFORE UPDATE ON public.suspensions FOR EACH ROW WHEN ((old.lifted_at IS NOT NULL)) EXECUTE FUNCTION public.refuse('what was lifted cannot change');

CREATE CONSTRAINT TRIGGER match_has_both_stakes AFTER INSERT ON public.matches DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.match_has_both_stakes();

CREATE TRIGGER moved AFTER INSERT OR UPDATE ON public.matches FOR EACH ROW EXECUTE FUNCTION public.record_match_event();

CREATE TRIGGER name_is_cleared BEFORE UPDATE OF state ON public.withdrawals FOR EACH ROW WHEN ((((new.state)::text = 'sending'::text) AND ((old.state)::text = 'held'::text) AND (old.sent_at IS NULL))) EXECUTE FUNCTION public.payout_name_is_cleared();

CREATE TRIGGER new_device_stays_new BEFORE UPDATE OF payouts_after ON public.login_sessions FOR EACH ROW WHEN ((COALESCE(new.payouts_after, '-infinity'::timestamp with time zone) < COALESCE(old.payouts_after, '-infinity'::timestamp with time zone))) EXECUTE FUNCTION public.refuse('a device does not become known earlier');

CREATE TRIGGER no_delete BEFORE DELETE ON public.accounts FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.appeals FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.challenges FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.deposits FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.disputes FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.factor_resets FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.manual_rulings FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.match_pictures FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.match_rulings FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.matches FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.mpesa_callbacks FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.mpesa_lines FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.mpesa_requests FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.name_claims FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.passkeys FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.paybill_payments FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.play_sessions FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.prize_advances FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.prize_clawbacks FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.prize_upgrade_payments FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.prize_upgrades FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.refunds FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.risk_flags FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.role_changes FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.sponsor_fundings FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.staff_factors FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.staff_proposals FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.staff_step_ups FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.strikes FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.suspected_pairs FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.suspensions FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.switches FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.tournament_entries FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.tournament_matches FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.tournament_participants FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.tournament_series FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.tournaments FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_delete BEFORE DELETE ON public.withdrawals FOR EACH ROW EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.abandoned_searches FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.accounts FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.appeals FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.audit_entries FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.challenges FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.consents FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.deposits FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.dispute_statements FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.disputes FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.factor_resets FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.game_ids FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.identity_documents FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.identity_proofs FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.legal_names FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.manual_rulings FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.match_events FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.match_evidence FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.match_pictures FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.match_reached FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.match_reports FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.match_rulings FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.matches FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.matchmaking_queue FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.mpesa_callbacks FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.mpesa_lines FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.mpesa_names FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.mpesa_requests FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.name_claims FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.no_shows FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.passkeys FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.paybill_payments FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.payment_events FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.payout_holds FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.player_exclusions FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.player_limit_confirmations FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.player_limits FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.prize_advances FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.prize_clawbacks FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.prize_upgrade_payments FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.prize_upgrades FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.rating_changes FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.reconciliation_breaks FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.reconciliation_runs FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.refunds FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.reserve_leaves FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.reserve_levels FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.reserve_records FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.risk_flags FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.role_changes FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.room_messages FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.room_reports FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.sponsor_fundings FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.staff_factors FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.staff_notes FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.staff_proposals FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.staff_step_ups FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.stakeless_seats FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.strikes FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.suspected_pairs FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.suspensions FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.switches FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.tax_periods FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.tournament_entries FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.tournament_matches FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.tournament_participants FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.tournament_prizes FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.tournament_series FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.tournaments FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.withdrawals FOR EACH STATEMENT EXECUTE FUNCTION public.forbid();

CREATE TRIGGER number_needs_hold BEFORE UPDATE OF phone ON public.users FOR EACH ROW EXECUTE FUNCTION public.number_needs_hold();

CREATE TRIGGER only_reversed BEFORE UPDATE ON public.rating_changes FOR EACH ROW EXECUTE FUNCTION public.check_rating_change();

CREATE TRIGGER overturn BEFORE UPDATE OF overturned_at ON public.matches FOR EACH ROW EXECUTE FUNCTION public.check_overturn();

CREATE CONSTRAINT TRIGGER overturned_is_paid AFTER UPDATE OF overturned_at ON public.matches DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.overturned_is_paid();

CREATE TRIGGER owner BEFORE UPDATE OF id, user_id, site, credential_id, public_key, may_be_copied, created_at ON public.passkeys FOR EACH ROW EXECUTE FUNCTION public.refuse('a passkey stays what it was made as');

CREATE TRIGGER owner BEFORE UPDATE OF tournament_id, user_id, created_at ON public.prize_upgrades FOR EACH ROW EXECUTE FUNCTION public.refuse('an upgrade stays its player''s');

CREATE TRIGGER owner BEFORE UPDATE OF id, user_id, created_at ON public.staff_factors FOR EACH ROW EXECUTE FUNCTION public.refuse('a factor stays its owner''s');

CREATE TRIGGER proof BEFORE DELETE ON public.passkey_challenges FOR EACH ROW WHEN ((((old.ceremony)::text = 'payout'::text) AND (old.passkey_id IS NOT NULL))) EXECUTE FUNCTION public.refuse('what allowed a payout stays');

CREATE TRIGGER protect_deposit BEFORE INSERT ON public.deposits FOR EACH ROW EXECUTE FUNCTION public.protect_deposit();

CREATE TRIGGER protect_payout BEFORE INSERT ON public.withdrawals FOR EACH ROW EXECUTE FUNCTION public.protect_payout();

CREATE TRIGGER protect_stakes AFTER INSERT ON public.entries REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.protect_stakes();

CREATE TRIGGER proven_terms BEFORE UPDATE OF amount, reference ON public.paybill_payments FOR EACH ROW WHEN (((old.verified_at IS NOT NULL) AND ((old.amount IS DISTINCT FROM new.amount) OR ((old.reference)::text IS DISTINCT FROM (new.reference)::text)))) EXECUTE FUNCTION public.refuse('what was paid cannot change');

CREATE TRIGGER read BEFORE INSERT ON public.chase_warnings FOR EACH ROW EXECUTE FUNCTION public.read_chase_warning();

CREATE TRIGGER receipt BEFORE UPDATE OF receipt ON public.staff_proposals FOR EACH ROW WHEN (((((old.action)::text = 'capital_out'::text) AND ((old.decision)::text = 'approved'::text) AND (old.receipt IS NULL)) IS NOT TRUE)) EXECUTE FUNCTION public.refuse('a receipt is named once, of capital that was paid out');

CREATE TRIGGER removed BEFORE UPDATE ON public.passkeys FOR EACH ROW WHEN ((old.removed_at IS NOT NULL)) EXECUTE FUNCTION public.refuse('a passkey that was removed stays removed');

CREATE TRIGGER removed BEFORE UPDATE ON public.staff_factors FOR EACH ROW WHEN ((old.removed_at IS NOT NULL)) EXECUTE FUNCTION public.refuse('a factor that was removed stays removed');

CREATE TRIGGER rules BEFORE UPDATE ON public.match_pictures FOR EACH ROW EXECUTE FUNCTION public.keep_picture();

CREATE TRIGGER rules BEFORE INSERT OR UPDATE ON public.matches FOR EACH ROW EXECUTE FUNCTION public.check_match();

CREATE TRIGGER signed BEFORE UPDATE OF passkey_id ON public.passkey_challenges FOR EACH ROW WHEN ((old.passkey_id IS NOT NULL)) EXECUTE FUNCTION public.refuse('a challenge is signed once');

CREATE TRIGGER staff_does_not_play BEFORE INSERT ON public.deposits FOR EACH ROW EXECUTE FUNCTION public.staff_does_not_play();

CREATE TRIGGER staff_does_not_play BEFORE INSERT ON public.matchmaking_queue FOR EACH ROW EXECUTE FUNCTION public.staff_does_not_play();

CREATE TRIGGER staff_does_not_play BEFORE INSERT ON public.tournament_participants FOR EACH ROW EXECUTE FUNCTION public.staff_does_not_play();

CREATE TRIGGER steps_go_on BEFORE UPDATE OF last_step ON public.staff_factors FOR EACH ROW WHEN ((new.last_step < old.last_step)) EXECUTE FUNCTION public.refuse('a step that was used stays used');

CREATE TRIGGER subject BEFORE UPDATE OF id, user_id, legal_name_id, our_ref, document_kind, document_hash, consent_at ON public.identity_checks FOR EACH ROW EXECUTE FUNCTION public.refuse('what is checked cannot change');

CREATE TRIGGER subject BEFORE UPDATE OF id, user_id, mpesa_name_id, check_id ON public.identity_reviews FOR EACH ROW EXECUTE FUNCTION public.refuse('what is reviewed cannot change');

CREATE TRIGGER terms BEFORE UPDATE OF match_id, user_id, statement, opened_at, rule_by ON public.appeals FOR EACH ROW EXECUTE FUNCTION public.refuse('what was appealed against cannot change');

CREATE TRIGGER terms BEFORE UPDATE OF id, code, challenger_id, opponent_id, rematch_of, wager_amount, title, mode, platform, created_at ON public.challenges FOR EACH ROW EXECUTE FUNCTION public.refuse('the terms of a challenge cannot change');

CREATE TRIGGER terms BEFORE UPDATE OF id, user_id, phone, amount, tax, tax_profile, account_reference, token_sha256, created_at ON public.deposits FOR EACH ROW EXECUTE FUNCTION public.refuse('the terms of a deposit cannot change');

CREATE TRIGGER terms BEFORE UPDATE OF id, user_id, reason, proposed_by, proposed_at ON public.factor_resets FOR EACH ROW EXECUTE FUNCTION public.refuse('what was proposed cannot change');

CREATE TRIGGER terms BEFORE UPDATE OF id, subject, subject_id, action, terms, reason, proposed_by, proposed_at ON public.manual_rulings FOR EACH ROW EXECUTE FUNCTION public.refuse('what was proposed cannot change');

CREATE TRIGGER terms BEFORE UPDATE OF id, match_id, user_id, replay, original_sha256, original_size, sha256, size, content_type, width, height, phash, dhash, thumb, detail, flags, reuses_id, created_at ON public.match_pictures FOR EACH ROW EXECUTE FUNCTION public.refuse('what was shown cannot change');

CREATE TRIGGER terms BEFORE UPDATE OF id, match_id, replay, result, reason, strike, proposed_by, proposed_at, of_appeal ON public.match_rulings FOR EACH ROW EXECUTE FUNCTION public.refuse('what was ruled cannot change');

CREATE TRIGGER terms BEFORE UPDATE OF id, player1_id, player2_id, player1_ticket_id, player2_ticket_id, wager_amount, fee_rate, fee, prize, title, mode, platform, lobby_code, created_at, origin, format, map, best_of, rules, rules_sha256, identities, rating_gap, win_chance ON public.matches FOR EACH ROW EXECUTE FUNCTION public.refuse('the terms of a match cannot change');

CREATE TRIGGER terms BEFORE UPDATE OF id, user_id, wager_amount, accept_adjacent, challenge_id ON public.matchmaking_queue FOR EACH ROW EXECUTE FUNCTION public.refuse('a ticket keeps its player and its stake');

CREATE TRIGGER terms BEFORE UPDATE OF id, user_id, platform, username, code, note, link, created_at ON public.name_claims FOR EACH ROW EXECUTE FUNCTION public.refuse('a claim cannot change');

CREATE TRIGGER terms BEFORE UPDATE OF challenge, site, ceremony, session_id, subject, created_at, expires_at ON public.passkey_challenges FOR EACH ROW EXECUTE FUNCTION public.refuse('a challenge stays what it was drawn for');

CREATE TRIGGER terms BEFORE UPDATE OF id, receipt, created_at ON public.paybill_payments FOR EACH ROW EXECUTE FUNCTION public.refuse('what was paid cannot change');

CREATE TRIGGER terms BEFORE UPDATE OF user_id, name, skeleton ON public.player_names FOR EACH ROW EXECUTE FUNCTION public.refuse('a name that was borne cannot change');

CREATE TRIGGER terms BEFORE UPDATE OF id, tournament_id, amount, reason, proposed_by, proposed_at ON public.prize_advances FOR EACH ROW EXECUTE FUNCTION public.refuse('what was proposed cannot change');

CREATE TRIGGER terms BEFORE UPDATE OF id, tournament_id, user_id, amount, reason, proposed_by, proposed_at ON public.prize_clawbacks FOR EACH ROW EXECUTE FUNCTION public.refuse('what was proposed cannot change');

CREATE TRIGGER terms BEFORE UPDATE OF id, deposit_id, paybill_payment_id, user_id, original_receipt, amount, wallet_amount, tax_amount, reference, token_sha256, created_at ON public.refunds FOR EACH ROW EXECUTE FUNCTION public.refuse('the terms of a refund cannot change');

CREATE TRIGGER terms BEFORE UPDATE OF id, user_id, role, role_before, reason, proposed_by, proposed_at ON public.role_changes FOR EACH ROW EXECUTE FUNCTION public.refuse('what was proposed cannot change');

CREATE TRIGGER terms BEFORE UPDATE OF id, match_id, user_id, preset, body, is_masked, created_at ON public.room_messages FOR EACH ROW EXECUTE FUNCTION public.refuse('what was written cannot change');

CREATE TRIGGER terms BEFORE UPDATE OF id, message_id, user_id, reason, created_at ON public.room_reports FOR EACH ROW EXECUTE FUNCTION public.refuse('what was reported cannot change');

CREATE TRIGGER terms BEFORE UPDATE OF id, amount, reason, proposed_by, proposed_at ON public.sponsor_fundings FOR EACH ROW EXECUTE FUNCTION public.refuse('what was proposed cannot change');

CREATE TRIGGER terms BEFORE UPDATE OF id, action, user_id, amount, code, profile, effective_from, reason, digest, proposed_by, proposed_at ON public.staff_proposals FOR EACH ROW EXECUTE FUNCTION public.refuse('what was proposed cannot change');

CREATE TRIGGER terms BEFORE UPDATE OF id, user_id, match_id, kind, admin_id, created_at, lapses_at, suspended_until ON public.strikes FOR EACH ROW EXECUTE FUNCTION public.refuse('a strike cannot change, only be lifted');

CREATE TRIGGER terms BEFORE UPDATE OF id, user_id, kind, reason, imposed_by, imposed_at ON public.suspensions FOR EACH ROW EXECUTE FUNCTION public.refuse('what was imposed cannot change');

CREATE TRIGGER terms BEFORE UPDATE OF id, tournament_id, user_id, prize_part, house_part ON public.tournament_entries FOR EACH ROW EXECUTE FUNCTION public.refuse('what an entry cost does not change');

CREATE TRIGGER terms BEFORE UPDATE OF id, tournament_id, key, home_id, away_id ON public.tournament_matches FOR EACH ROW EXECUTE FUNCTION public.refuse('who met in a match does not change');

CREATE TRIGGER terms BEFORE UPDATE OF id, tournament_id, user_id, joined_at ON public.tournament_participants FOR EACH ROW EXECUTE FUNCTION public.refuse('who joined, and when, does not change');

CREATE TRIGGER terms BEFORE UPDATE OF id, template, weekday, local_time, created_by, created_at ON public.tournament_series FOR EACH ROW EXECUTE FUNCTION public.refuse('a series keeps its template and its hour');

CREATE TRIGGER terms BEFORE UPDATE OF id, user_id, phone, amount, fee, tax, net, change, tax_profile, originator_conversation_id, token_sha256, created_at ON public.withdrawals FOR EACH ROW EXECUTE FUNCTION public.refuse('the terms of a withdrawal cannot change');

CREATE TRIGGER tickets_are_kept BEFORE UPDATE OF tickets ON public.matches FOR EACH ROW EXECUTE FUNCTION public.refuse('what both came with cannot change');

CREATE TRIGGER tournament_terms BEFORE UPDATE OF tournament_id, tournament_key ON public.matches FOR EACH ROW EXECUTE FUNCTION public.refuse('the terms of a match cannot change');

CREATE TRIGGER transition BEFORE UPDATE OF state ON public.challenges FOR EACH ROW WHEN (((old.state)::text IS DISTINCT FROM (new.state)::text)) EXECUTE FUNCTION public.check_transition('challenge');

CREATE TRIGGER transition BEFORE UPDATE OF state ON public.deposits FOR EACH ROW WHEN (((old.state)::text IS DISTINCT FROM (new.state)::text)) EXECUTE FUNCTION public.check_transition('deposit');

CREATE TRIGGER transition BEFORE UPDATE OF state ON public.paybill_payments FOR EACH ROW WHEN (((old.state)::text IS DISTINCT FROM (new.state)::text)) EXECUTE FUNCTION public.check_transition('paybill');

CREATE TRIGGER transition BEFORE UPDATE OF state ON public.refunds FOR EACH ROW WHEN (((old.state)::text IS DISTINCT FROM (new.state)::text)) EXECUTE FUNCTION public.check_transition('refund');

CREATE TRIGGER transition BEFORE UPDATE OF state ON public.tournament_entries FOR EACH ROW WHEN (((old.state)::text IS DISTINCT FROM (new.state)::text)) EXECUTE FUNCTION public.check_transition('tournament_entry');

CREATE TRIGGER transition BEFORE UPDATE OF state ON public.withdrawals FOR EACH ROW WHEN (((old.state)::text IS DISTINCT FROM (new.state)::text)) EXECUTE FUNCTION public.check_transition('withdrawal');

CREATE TRIGGER two_people BEFORE UPDATE OF frozen, held_until ON public.player_risks FOR EACH ROW WHEN (((old.frozen AND (NOT new.frozen)) OR ((old.held_until > now()) AND COALESCE((new.held_until < old.held_until), true)))) EXECUTE FUNCTION public.require_two_people('risk_clear');

CREATE TRIGGER two_people BEFORE UPDATE OF cleared_at ON public.risk_flags FOR EACH ROW WHEN (((old.cleared_at IS NULL) AND (new.cleared_at IS NOT NULL))) EXECUTE FUNCTION public.require_two_people('risk_clear');

CREATE TRIGGER two_people BEFORE UPDATE OF is_on ON public.switches FOR EACH ROW WHEN ((((old.name)::text = 'withdrawals'::text) AND (NOT old.is_on) AND new.is_on)) EXECUTE FUNCTION public.require_two_people('withdrawals_on');

CREATE TRIGGER two_people BEFORE INSERT ON public.tax_periods FOR EACH ROW EXECUTE FUNCTION public.require_two_people('tax_period');

CREATE TRIGGER undecided BEFORE INSERT ON public.role_changes FOR EACH ROW WHEN ((new.decision IS NOT NULL)) EXECUTE FUNCTION public.refuse('a change of role is proposed before it is decided');

CREATE TRIGGER used BEFORE UPDATE OF used_at ON public.passkey_challenges FOR EACH ROW WHEN ((old.used_at IS NOT NULL)) EXECUTE FUNCTION public.refuse('a challenge is used once');

CREATE TRIGGER used BEFORE UPDATE ON public.staff_invitations FOR EACH ROW WHEN ((old.used_at IS NOT NULL)) EXECUTE FUNCTION public.refuse('an invitation is used once');

CREATE TRIGGER used BEFORE UPDATE ON public.staff_recovery_codes FOR EACH ROW WHEN ((old.used_at IS NOT NULL)) EXECUTE FUNCTION public.refuse('a recovery code is used once');

CREATE TRIGGER young AFTER DELETE ON public.reserve_leaves REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.keep_young_reserves();

CREATE TRIGGER young AFTER DELETE ON public.reserve_levels REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.keep_young_reserves();

ALTER TABLE ONLY public.abandoned_searches
    ADD CONSTRAINT fk_abandoned_searches_user_id FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT fk_accounts_match_id FOREIGN KEY (match_id) REFERENCES public.matches(id);

ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT fk_accounts_tournament_id_tournaments FOREIGN KEY (tournament_id) REFERENCES public.tournaments(id);

ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.alarms
    ADD CONSTRAINT fk_alarms_cleared_by FOREIGN KEY (cleared_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.appeals
    ADD CONSTRAINT fk_appeals_decided_by FOREIGN KEY (decided_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.appeals
    ADD CONSTRAINT fk_appeals_joined_by FOREIGN KEY (joined_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.appeals
    ADD CONSTRAINT fk_appeals_match_id FOREIGN KEY (match_id) REFERENCES public.matches(id);

ALTER TABLE ONLY public.appeals
    ADD CONSTRAINT fk_appeals_user_id FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.audit_entries
    ADD CONSTRAINT fk_audit_entries_admin_id FOREIGN KEY (admin_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.audit_entries
    ADD CONSTRAINT fk_audit_entries_approver_id_users FOREIGN KEY (approver_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.blocks
    ADD CONSTRAINT fk_blocks_blocked_id FOREIGN KEY (blocked_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.blocks
    ADD CONSTRAINT fk_blocks_blocker_id FOREIGN KEY (blocker_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.challenges
    ADD CONSTRAINT fk_challenges_challenger_id FOREIGN KEY (challenger_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.challenges
    ADD CONSTRAINT fk_challenges_match_id FOREIGN KEY (match_id) REFERENCES public.matches(id);

ALTER TABLE ONLY public.challenges
    ADD CONSTRAINT fk_challenges_opponent_id FOREIGN KEY (opponent_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.challenges
    ADD CONSTRAINT fk_challenges_rematch_of FOREIGN KEY (rematch_of) REFERENCES public.matches(id);

ALTER TABLE ONLY public.chase_warnings
    ADD CONSTRAINT fk_chase_warnings_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.consents
    ADD CONSTRAINT fk_consents_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.deposits
    ADD CONSTRAINT fk_deposits_user_id FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.dispute_statements
    ADD CONSTRAINT fk_dispute_statements_match_id FOREIGN KEY (match_id) REFERENCES public.matches(id);

ALTER TABLE ONLY public.dispute_statements
    ADD CONSTRAINT fk_dispute_statements_user_id FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.disputes
    ADD CONSTRAINT fk_disputes_claimed_by FOREIGN KEY (claimed_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.disputes
    ADD CONSTRAINT fk_disputes_match_id FOREIGN KEY (match_id) REFERENCES public.matches(id);

ALTER TABLE ONLY public.disputes
    ADD CONSTRAINT fk_disputes_opened_by FOREIGN KEY (opened_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.factor_resets
    ADD CONSTRAINT fk_factor_resets_decided_by_users FOREIGN KEY (decided_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.factor_resets
    ADD CONSTRAINT fk_factor_resets_proposed_by_users FOREIGN KEY (proposed_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.factor_resets
    ADD CONSTRAINT fk_factor_resets_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.game_accounts
    ADD CONSTRAINT fk_game_accounts_uno FOREIGN KEY (uno, user_id) REFERENCES public.game_ids(uno, user_id);

ALTER TABLE ONLY public.game_accounts
    ADD CONSTRAINT fk_game_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.game_ids
    ADD CONSTRAINT fk_game_ids_user_id FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.idempotent_answers
    ADD CONSTRAINT fk_idempotent_answers_user_id FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.identity_checks
    ADD CONSTRAINT fk_identity_checks_legal_name_id_legal_names FOREIGN KEY (legal_name_id) REFERENCES public.legal_names(id);

ALTER TABLE ONLY public.identity_checks
    ADD CONSTRAINT fk_identity_checks_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.identity_documents
    ADD CONSTRAINT fk_identity_documents_check_id_identity_checks FOREIGN KEY (check_id) REFERENCES public.identity_checks(id);

ALTER TABLE ONLY public.identity_documents
    ADD CONSTRAINT fk_identity_documents_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.identity_proofs
    ADD CONSTRAINT fk_identity_proofs_check_id_identity_checks FOREIGN KEY (check_id) REFERENCES public.identity_checks(id);

ALTER TABLE ONLY public.identity_proofs
    ADD CONSTRAINT fk_identity_proofs_legal_name_id_legal_names FOREIGN KEY (legal_name_id) REFERENCES public.legal_names(id);

ALTER TABLE ONLY public.identity_proofs
    ADD CONSTRAINT fk_identity_proofs_mpesa_name_id_mpesa_names FOREIGN KEY (mpesa_name_id) REFERENCES public.mpesa_names(id);

ALTER TABLE ONLY public.identity_proofs
    ADD CONSTRAINT fk_identity_proofs_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.identity_reviews
    ADD CONSTRAINT fk_identity_reviews_check_id_identity_checks FOREIGN KEY (check_id) REFERENCES public.identity_checks(id);

ALTER TABLE ONLY public.identity_reviews
    ADD CONSTRAINT fk_identity_reviews_decided_by_users FOREIGN KEY (decided_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.identity_reviews
    ADD CONSTRAINT fk_identity_reviews_mpesa_name_id_mpesa_names FOREIGN KEY (mpesa_name_id) REFERENCES public.mpesa_names(id);

ALTER TABLE ONLY public.identity_reviews
    ADD CONSTRAINT fk_identity_reviews_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.legal_names
    ADD CONSTRAINT fk_legal_names_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.login_sessions
    ADD CONSTRAINT fk_login_sessions_user_id FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.manual_rulings
    ADD CONSTRAINT fk_manual_rulings_decided_by FOREIGN KEY (decided_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.manual_rulings
    ADD CONSTRAINT fk_manual_rulings_proposed_by FOREIGN KEY (proposed_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.match_evidence
    ADD CONSTRAINT fk_match_evidence_match_id FOREIGN KEY (match_id) REFERENCES public.matches(id);

ALTER TABLE ONLY public.match_pictures
    ADD CONSTRAINT fk_match_pictures_match_id FOREIGN KEY (match_id) REFERENCES public.matches(id);

ALTER TABLE ONLY public.match_pictures
    ADD CONSTRAINT fk_match_pictures_reuses_id FOREIGN KEY (reuses_id) REFERENCES public.match_pictures(id);

ALTER TABLE ONLY public.match_pictures
    ADD CONSTRAINT fk_match_pictures_user_id FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.match_reached
    ADD CONSTRAINT fk_match_reached_match_id_matches FOREIGN KEY (match_id) REFERENCES public.matches(id);

ALTER TABLE ONLY public.match_reached
    ADD CONSTRAINT fk_match_reached_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.match_reports
    ADD CONSTRAINT fk_match_reports_match_id FOREIGN KEY (match_id) REFERENCES public.matches(id);

ALTER TABLE ONLY public.match_reports
    ADD CONSTRAINT fk_match_reports_user_id FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.match_rulings
    ADD CONSTRAINT fk_match_rulings_decided_by FOREIGN KEY (decided_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.match_rulings
    ADD CONSTRAINT fk_match_rulings_match_id FOREIGN KEY (match_id) REFERENCES public.matches(id);

ALTER TABLE ONLY public.match_rulings
    ADD CONSTRAINT fk_match_rulings_proposed_by FOREIGN KEY (proposed_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.matches
    ADD CONSTRAINT fk_matches_player1_id FOREIGN KEY (player1_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.matches
    ADD CONSTRAINT fk_matches_player2_id FOREIGN KEY (player2_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.matchmaking_queue
    ADD CONSTRAINT fk_matchmaking_queue_challenge_id FOREIGN KEY (challenge_id) REFERENCES public.challenges(id);

ALTER TABLE ONLY public.matchmaking_queue
    ADD CONSTRAINT fk_matchmaking_queue_from_match_id FOREIGN KEY (from_match_id) REFERENCES public.matches(id);

ALTER TABLE ONLY public.matchmaking_queue
    ADD CONSTRAINT fk_matchmaking_queue_match_id FOREIGN KEY (match_id) REFERENCES public.matches(id);

ALTER TABLE ONLY public.matchmaking_queue
    ADD CONSTRAINT fk_matchmaking_queue_user_id FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.mpesa_names
    ADD CONSTRAINT fk_mpesa_names_legal_name_id_legal_names FOREIGN KEY (legal_name_id) REFERENCES public.legal_names(id);

ALTER TABLE ONLY public.mpesa_names
    ADD CONSTRAINT fk_mpesa_names_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.name_claims
    ADD CONSTRAINT fk_name_claims_decided_by FOREIGN KEY (decided_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.name_claims
    ADD CONSTRAINT fk_name_claims_user_id FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.no_shows
    ADD CONSTRAINT fk_no_shows_match_id FOREIGN KEY (match_id) REFERENCES public.matches(id);

ALTER TABLE ONLY public.no_shows
    ADD CONSTRAINT fk_no_shows_user_id FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.notification_deliveries
    ADD CONSTRAINT fk_notification_deliveries_user_id_notification_id FOREIGN KEY (user_id, notification_id) REFERENCES public.notifications(user_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.notification_preferences
    ADD CONSTRAINT fk_notification_preferences_user_id FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.passkey_challenges
    ADD CONSTRAINT fk_passkey_challenges_passkey_id_passkeys FOREIGN KEY (passkey_id) REFERENCES public.passkeys(id);

ALTER TABLE ONLY public.passkey_challenges
    ADD CONSTRAINT fk_passkey_challenges_session_id_login_sessions FOREIGN KEY (session_id) REFERENCES public.login_sessions(id);

ALTER TABLE ONLY public.passkey_handles
    ADD CONSTRAINT fk_passkey_handles_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.passkeys
    ADD CONSTRAINT fk_passkeys_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.paybill_payments
    ADD CONSTRAINT fk_paybill_payments_user_id FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.payout_holds
    ADD CONSTRAINT fk_payout_holds_match_id FOREIGN KEY (match_id) REFERENCES public.matches(id);

ALTER TABLE ONLY public.payout_holds
    ADD CONSTRAINT fk_payout_holds_user_id FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.play_sessions
    ADD CONSTRAINT fk_play_sessions_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.player_exclusions
    ADD CONSTRAINT fk_player_exclusions_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.player_limit_confirmations
    ADD CONSTRAINT fk_player_limit_confirmations_limit_id_player_limits FOREIGN KEY (limit_id) REFERENCES public.player_limits(id);

ALTER TABLE ONLY public.player_limits
    ADD CONSTRAINT fk_player_limits_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.player_names
    ADD CONSTRAINT fk_player_names_user_id FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.player_risks
    ADD CONSTRAINT fk_player_risks_user_id FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.player_stats
    ADD CONSTRAINT fk_player_stats_user_id FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.prize_advances
    ADD CONSTRAINT fk_prize_advances_decided_by_users FOREIGN KEY (decided_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.prize_advances
    ADD CONSTRAINT fk_prize_advances_proposed_by_users FOREIGN KEY (proposed_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.prize_advances
    ADD CONSTRAINT fk_prize_advances_tournament_id_tournaments FOREIGN KEY (tournament_id) REFERENCES public.tournaments(id);

ALTER TABLE ONLY public.prize_clawbacks
    ADD CONSTRAINT fk_prize_clawbacks_decided_by_users FOREIGN KEY (decided_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.prize_clawbacks
    ADD CONSTRAINT fk_prize_clawbacks_proposed_by_users FOREIGN KEY (proposed_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.prize_clawbacks
    ADD CONSTRAINT fk_prize_clawbacks_tournament_id_tournaments FOREIGN KEY (tournament_id) REFERENCES public.tournaments(id);

ALTER TABLE ONLY public.prize_clawbacks
    ADD CONSTRAINT fk_prize_clawbacks_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.prize_upgrade_payments
    ADD CONSTRAINT fk_prize_upgrade_payments_advance_id_prize_advances FOREIGN KEY (advance_id) REFERENCES public.prize_advances(id);

ALTER TABLE ONLY public.prize_upgrade_payments
    ADD CONSTRAINT fk_prize_upgrade_payments_clawback_id_prize_clawbacks FOREIGN KEY (clawback_id) REFERENCES public.prize_clawbacks(id);

ALTER TABLE ONLY public.prize_upgrade_payments
    ADD CONSTRAINT fk_prize_upgrade_payments_tournament_id_tournaments FOREIGN KEY (tournament_id) REFERENCES public.tournaments(id);

ALTER TABLE ONLY public.prize_upgrade_payments
    ADD CONSTRAINT fk_prize_upgrade_payments_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.prize_upgrades
    ADD CONSTRAINT fk_prize_upgrades_tournament_id_tournaments FOREIGN KEY (tournament_id) REFERENCES public.tournaments(id);

ALTER TABLE ONLY public.prize_upgrades
    ADD CONSTRAINT fk_prize_upgrades_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.push_subscriptions
    ADD CONSTRAINT fk_push_subscriptions_session_id_login_sessions FOREIGN KEY (session_id) REFERENCES public.login_sessions(id);

ALTER TABLE ONLY public.rating_changes
    ADD CONSTRAINT fk_rating_changes_match_id FOREIGN KEY (match_id) REFERENCES public.matches(id);

ALTER TABLE ONLY public.rating_changes
    ADD CONSTRAINT fk_rating_changes_user_id FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.reality_checks
    ADD CONSTRAINT fk_reality_checks_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.reconciliation_breaks
    ADD CONSTRAINT fk_reconciliation_breaks_run_id FOREIGN KEY (run_id) REFERENCES public.reconciliation_runs(id);

ALTER TABLE ONLY public.refresh_tokens
    ADD CONSTRAINT fk_refresh_tokens_session_id FOREIGN KEY (session_id) REFERENCES public.login_sessions(id);

ALTER TABLE ONLY public.refunds
    ADD CONSTRAINT fk_refunds_deposit_id FOREIGN KEY (deposit_id) REFERENCES public.deposits(id);

ALTER TABLE ONLY public.refunds
    ADD CONSTRAINT fk_refunds_paybill_payment_id FOREIGN KEY (paybill_payment_id) REFERENCES public.paybill_payments(id);

ALTER TABLE ONLY public.refunds
    ADD CONSTRAINT fk_refunds_user_id FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.reserve_levels
    ADD CONSTRAINT fk_reserve_levels_number_reserve_records FOREIGN KEY (number) REFERENCES public.reserve_records(number);

ALTER TABLE ONLY public.reserve_records
    ADD CONSTRAINT fk_reserve_records_number_before_previous_reserve_records FOREIGN KEY (number_before, previous) REFERENCES public.reserve_records(number, hash) MATCH FULL;

ALTER TABLE ONLY public.risk_flags
    ADD CONSTRAINT fk_risk_flags_cleared_by FOREIGN KEY (cleared_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.risk_flags
    ADD CONSTRAINT fk_risk_flags_user_id FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.role_changes
    ADD CONSTRAINT fk_role_changes_decided_by_users FOREIGN KEY (decided_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.role_changes
    ADD CONSTRAINT fk_role_changes_proposed_by_users FOREIGN KEY (proposed_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.role_changes
    ADD CONSTRAINT fk_role_changes_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.room_messages
    ADD CONSTRAINT fk_room_messages_hidden_by_users FOREIGN KEY (hidden_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.room_messages
    ADD CONSTRAINT fk_room_messages_match_id_matches FOREIGN KEY (match_id) REFERENCES public.matches(id);

ALTER TABLE ONLY public.room_messages
    ADD CONSTRAINT fk_room_messages_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.room_mutes
    ADD CONSTRAINT fk_room_mutes_match_id_matches FOREIGN KEY (match_id) REFERENCES public.matches(id);

ALTER TABLE ONLY public.room_mutes
    ADD CONSTRAINT fk_room_mutes_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.room_reports
    ADD CONSTRAINT fk_room_reports_decided_by_users FOREIGN KEY (decided_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.room_reports
    ADD CONSTRAINT fk_room_reports_message_id_room_messages FOREIGN KEY (message_id) REFERENCES public.room_messages(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.room_reports
    ADD CONSTRAINT fk_room_reports_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.room_silences
    ADD CONSTRAINT fk_room_silences_admin_id_users FOREIGN KEY (admin_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.room_silences
    ADD CONSTRAINT fk_room_silences_message_id_room_messages FOREIGN KEY (message_id) REFERENCES public.room_messages(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.room_silences
    ADD CONSTRAINT fk_room_silences_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.sms_codes
    ADD CONSTRAINT fk_sms_codes_user_id FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.sms_codes
    ADD CONSTRAINT fk_sms_codes_withdrawal_id FOREIGN KEY (withdrawal_id) REFERENCES public.withdrawals(id);

ALTER TABLE ONLY public.sponsor_fundings
    ADD CONSTRAINT fk_sponsor_fundings_decided_by_users FOREIGN KEY (decided_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.sponsor_fundings
    ADD CONSTRAINT fk_sponsor_fundings_proposed_by_users FOREIGN KEY (proposed_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.staff_factor_tries
    ADD CONSTRAINT fk_staff_factor_tries_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.staff_factors
    ADD CONSTRAINT fk_staff_factors_invitation_id_staff_invitations FOREIGN KEY (invitation_id) REFERENCES public.staff_invitations(id);

ALTER TABLE ONLY public.staff_factors
    ADD CONSTRAINT fk_staff_factors_session_id_login_sessions FOREIGN KEY (session_id) REFERENCES public.login_sessions(id);

ALTER TABLE ONLY public.staff_factors
    ADD CONSTRAINT fk_staff_factors_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.staff_invitations
    ADD CONSTRAINT fk_staff_invitations_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.staff_notes
    ADD CONSTRAINT fk_staff_notes_author_id_users FOREIGN KEY (author_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.staff_notes
    ADD CONSTRAINT fk_staff_notes_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.staff_proposals
    ADD CONSTRAINT fk_staff_proposals_decided_by_users FOREIGN KEY (decided_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.staff_proposals
    ADD CONSTRAINT fk_staff_proposals_proposed_by_users FOREIGN KEY (proposed_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.staff_proposals
    ADD CONSTRAINT fk_staff_proposals_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.staff_recovery_codes
    ADD CONSTRAINT fk_staff_recovery_codes_factor_id_staff_factors FOREIGN KEY (factor_id) REFERENCES public.staff_factors(id);

ALTER TABLE ONLY public.staff_step_ups
    ADD CONSTRAINT fk_staff_step_ups_factor_id_staff_factors FOREIGN KEY (factor_id) REFERENCES public.staff_factors(id);

ALTER TABLE ONLY public.staff_step_ups
    ADD CONSTRAINT fk_staff_step_ups_session_id_login_sessions FOREIGN KEY (session_id) REFERENCES public.login_sessions(id);

ALTER TABLE ONLY public.stakeless_seats
    ADD CONSTRAINT fk_stakeless_seats_match_id FOREIGN KEY (match_id) REFERENCES public.matches(id);

ALTER TABLE ONLY public.stakeless_seats
    ADD CONSTRAINT fk_stakeless_seats_user_id FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.strikes
    ADD CONSTRAINT fk_strikes_admin_id FOREIGN KEY (admin_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.strikes
    ADD CONSTRAINT fk_strikes_match_id FOREIGN KEY (match_id) REFERENCES public.matches(id);

ALTER TABLE ONLY public.strikes
    ADD CONSTRAINT fk_strikes_user_id FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.suspected_pairs
    ADD CONSTRAINT fk_suspected_pairs_one_id_users FOREIGN KEY (one_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.suspected_pairs
    ADD CONSTRAINT fk_suspected_pairs_two_id_users FOREIGN KEY (two_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.suspensions
    ADD CONSTRAINT fk_suspensions_imposed_by_users FOREIGN KEY (imposed_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.suspensions
    ADD CONSTRAINT fk_suspensions_lifted_by_users FOREIGN KEY (lifted_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.suspensions
    ADD CONSTRAINT fk_suspensions_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.tax_periods
    ADD CONSTRAINT fk_tax_periods_decided_by FOREIGN KEY (decided_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.tournament_entries
    ADD CONSTRAINT fk_tournament_entries_tournament_id_tournaments FOREIGN KEY (tournament_id) REFERENCES public.tournaments(id);

ALTER TABLE ONLY public.tournament_entries
    ADD CONSTRAINT fk_tournament_entries_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.tournament_matches
    ADD CONSTRAINT fk_tournament_matches_away_id_users FOREIGN KEY (away_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.tournament_matches
    ADD CONSTRAINT fk_tournament_matches_home_id_users FOREIGN KEY (home_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.tournament_matches
    ADD CONSTRAINT fk_tournament_matches_match_id_matches FOREIGN KEY (match_id) REFERENCES public.matches(id);

ALTER TABLE ONLY public.tournament_matches
    ADD CONSTRAINT fk_tournament_matches_tournament_id_tournaments FOREIGN KEY (tournament_id) REFERENCES public.tournaments(id);

ALTER TABLE ONLY public.tournament_participants
    ADD CONSTRAINT fk_tournament_participants_tournament_id_tournaments FOREIGN KEY (tournament_id) REFERENCES public.tournaments(id);

ALTER TABLE ONLY public.tournament_participants
    ADD CONSTRAINT fk_tournament_participants_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.tournament_prizes
    ADD CONSTRAINT fk_tournament_prizes_tournament_id_tournaments FOREIGN KEY (tournament_id) REFERENCES public.tournaments(id);

ALTER TABLE ONLY public.tournament_prizes
    ADD CONSTRAINT fk_tournament_prizes_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.tournament_series
    ADD CONSTRAINT fk_tournament_series_created_by_users FOREIGN KEY (created_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.tournaments
    ADD CONSTRAINT fk_tournaments_created_by_users FOREIGN KEY (created_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.tournaments
    ADD CONSTRAINT fk_tournaments_series_id_tournament_series FOREIGN KEY (series_id) REFERENCES public.tournament_series(id);

ALTER TABLE ONLY public.verification_jobs
    ADD CONSTRAINT fk_verification_jobs_match_id FOREIGN KEY (match_id) REFERENCES public.matches(id);

ALTER TABLE ONLY public.withdrawals
    ADD CONSTRAINT fk_withdrawals_user_id FOREIGN KEY (user_id) REFERENCES public.users(id);

GRANT USAGE ON SCHEMA public TO wagewars_app;
GRANT USAGE ON SCHEMA public TO wagewars_reader;
GRANT USAGE ON SCHEMA public TO wagewars_auditor;

REVOKE ALL ON FUNCTION public.apply_consent() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.apply_entries() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.apply_role_change() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.apply_suspension() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.begin_exclusion() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.begin_limit() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.begin_staff_proposal() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.challenge_has_its_ticket() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.check_balance_change() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.check_entry(p_transaction_id bigint, p_debit bigint, p_credit bigint, p_amount numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.check_identity_proof() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.check_match() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.check_new_account() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.check_overturn() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.check_rating_change() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.check_tournament() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.check_transition() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.confirm_limit() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.decide_staff_proposal() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.decision_is_final() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.deposit_and_ledger_agree() FROM PUBLIC;

GRANT SELECT ON TABLE public.accounts TO wagewars_app;
GRANT SELECT ON TABLE public.accounts TO wagewars_reader;
GRANT SELECT ON TABLE public.accounts TO wagewars_auditor;

GRANT INSERT(code) ON TABLE public.accounts TO wagewars_app;

GRANT INSERT(kind) ON TABLE public.accounts TO wagewars_app;

GRANT INSERT(user_id) ON TABLE public.accounts TO wagewars_app;

GRANT INSERT(match_id) ON TABLE public.accounts TO wagewars_app;

GRANT INSERT(tracked) ON TABLE public.accounts TO wagewars_app;

GRANT INSERT(floor) ON TABLE public.accounts TO wagewars_app;

GRANT INSERT(tournament_id) ON TABLE public.accounts TO wagewars_app;

GRANT SELECT ON TABLE public.transactions TO wagewars_app;
GRANT SELECT ON TABLE public.transactions TO wagewars_reader;
GRANT SELECT ON TABLE public.transactions TO wagewars_auditor;

REVOKE ALL ON FUNCTION public.deposit_entry_fault(t public.transactions, d public.accounts, c public.accounts, p_amount numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.device_may_pay_out() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.end_stakeless_match(p_match_id bigint, p_result text, p_reason text, p_actor text, p_note text, p_from text) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.entry_fault(t public.transactions, d public.accounts, c public.accounts, p_amount numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.escrow_is_paid_out() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.forbid() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.house_entry_fault(t public.transactions, d public.accounts, c public.accounts, p_amount numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.house_money() FROM PUBLIC;
GRANT ALL ON FUNCTION public.house_money() TO wagewars_app;

REVOKE ALL ON FUNCTION public.house_money_fault(t public.transactions) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.house_transaction_fault(t public.transactions) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.identity_room(p_user_id bigint, p_what text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.identity_room(p_user_id bigint, p_what text) TO wagewars_app;

REVOKE ALL ON FUNCTION public.identity_step(p_user_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.identity_step(p_user_id bigint) TO wagewars_app;

REVOKE ALL ON FUNCTION public.keep_audit_chain() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.keep_cod_username() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.keep_picture() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.keep_play_session() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.keep_room_message() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.keep_ticket() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.keep_ticket_match() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.keep_young_reserves() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.ledger_post(p_key text, p_type text, p_actor text, p_match_id bigint, p_receipt text, p_debits bigint[], p_credits bigint[], p_amounts numeric[], OUT transaction_id bigint, OUT created boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ledger_post(p_key text, p_type text, p_actor text, p_match_id bigint, p_receipt text, p_debits bigint[], p_credits bigint[], p_amounts numeric[], OUT transaction_id bigint, OUT created boolean) TO wagewars_app;

REVOKE ALL ON FUNCTION public.ledger_post_batch(p_type text, p_actor text, p_keys text[], p_receipts text[], p_leg_keys text[], p_debits bigint[], p_credits bigint[], p_amounts numeric[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ledger_post_batch(p_type text, p_actor text, p_keys text[], p_receipts text[], p_leg_keys text[], p_debits bigint[], p_credits bigint[], p_amounts numeric[]) TO wagewars_app;

REVOKE ALL ON FUNCTION public.limit_use(p_user_id bigint, p_kind text, p_since timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.limit_use(p_user_id bigint, p_kind text, p_since timestamp with time zone) TO wagewars_app;

REVOKE ALL ON FUNCTION public.limits_in_force(p_user_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.limits_in_force(p_user_id bigint) TO wagewars_app;

REVOKE ALL ON FUNCTION public.lock_house_money() FROM PUBLIC;
GRANT ALL ON FUNCTION public.lock_house_money() TO wagewars_app;

REVOKE ALL ON FUNCTION public.lock_money_of(p_user_ids bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.lock_money_of(p_user_ids bigint[]) TO wagewars_app;

REVOKE ALL ON FUNCTION public.lock_player_money(p_user_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.lock_player_money(p_user_id bigint) TO wagewars_app;

REVOKE ALL ON FUNCTION public.loss_chasing(p_user_id bigint, p_stake numeric, OUT rule text, OUT lost integer, OUT down numeric) FROM PUBLIC;
GRANT ALL ON FUNCTION public.loss_chasing(p_user_id bigint, p_stake numeric, OUT rule text, OUT lost integer, OUT down numeric) TO wagewars_app;

REVOKE ALL ON FUNCTION public.match_entry_fault(t public.transactions, d public.accounts, c public.accounts, p_amount numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.match_has_both_stakes() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.match_shares(p_result text, p_stake numeric, p_prize numeric, p_fee numeric, OUT of_one numeric, OUT of_two numeric, OUT of_platform numeric) FROM PUBLIC;
GRANT ALL ON FUNCTION public.match_shares(p_result text, p_stake numeric, p_prize numeric, p_fee numeric, OUT of_one numeric, OUT of_two numeric, OUT of_platform numeric) TO wagewars_app;

REVOKE ALL ON FUNCTION public.new_handle() FROM PUBLIC;
GRANT ALL ON FUNCTION public.new_handle() TO wagewars_app;

REVOKE ALL ON FUNCTION public.number_needs_hold() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.overturn_match(p_match_id bigint, p_result text, p_reason text, p_actor text, p_note text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.overturn_match(p_match_id bigint, p_result text, p_reason text, p_actor text, p_note text) TO wagewars_app;

REVOKE ALL ON FUNCTION public.overturned_is_paid() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.paybill_entry_fault(t public.transactions, d public.accounts, c public.accounts, p_amount numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.payment_and_ledger_agree() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.payment_fault(p_subject text, p_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.payment_transaction_fault(t public.transactions, p_total numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.payout_name_is_cleared() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.prize_advance_fault(p_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.prize_clawback_fault(p_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.prize_entry_fault(t public.transactions, d public.accounts, c public.accounts, p_amount numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.prize_payment_fault(p_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.prize_transaction_fault(t public.transactions) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.prize_upgrade_fault(p_tournament_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.prizes_and_ledger_agree() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.proposal_and_ledger_agree() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.protect_deposit() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.protect_payout() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.protect_stakes() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.read_chase_warning() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.record_match_event() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refund_entry_fault(t public.transactions, d public.accounts, c public.accounts, p_amount numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_beyond_identity(p_user_id bigint, p_what text, p_amount numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_beyond_limits(p_user_id bigint, p_kinds text[], p_amount numeric, p_counted boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_chasing(p_user_id bigint, p_stake numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_excluded(p_user_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_underage(p_user_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.repayment_entry_fault(t public.transactions, d public.accounts, c public.accounts, p_amount numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.require_two_people() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.reversal_entry_fault(t public.transactions, d public.accounts, c public.accounts, p_amount numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.reversal_transaction_fault(t public.transactions, p_total numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.settle_match(p_match_id bigint, p_result text, p_reason text, p_actor text, p_note text, p_from text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.settle_match(p_match_id bigint, p_result text, p_reason text, p_actor text, p_note text, p_from text) TO wagewars_app;

REVOKE ALL ON FUNCTION public.split_match(p_match_id bigint, p_reason text, p_actor text, p_note text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.split_match(p_match_id bigint, p_reason text, p_actor text, p_note text) TO wagewars_app;

REVOKE ALL ON FUNCTION public.sponsor_funding_fault(p_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.staff_does_not_play() FROM PUBLIC;

GRANT SELECT,INSERT ON TABLE public.staff_proposals TO wagewars_app;

GRANT UPDATE(receipt) ON TABLE public.staff_proposals TO wagewars_app;

GRANT UPDATE(decided_by) ON TABLE public.staff_proposals TO wagewars_app;

GRANT UPDATE(decided_at) ON TABLE public.staff_proposals TO wagewars_app;

GRANT UPDATE(decision) ON TABLE public.staff_proposals TO wagewars_app;

GRANT UPDATE(due_at) ON TABLE public.staff_proposals TO wagewars_app;

REVOKE ALL ON FUNCTION public.staff_proposal_digest(p public.staff_proposals) FROM PUBLIC;
GRANT ALL ON FUNCTION public.staff_proposal_digest(p public.staff_proposals) TO wagewars_app;

REVOKE ALL ON FUNCTION public.staff_proposal_fault(p_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.stake_transaction_fault(t public.transactions, p_legs bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.statement_entry_fault(t public.transactions, d public.accounts, c public.accounts, p_amount numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.ticket_entry_fault(t public.transactions, d public.accounts, c public.accounts, p_amount numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.times_given_back(p_receipt text) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.tournament_and_ledger_agree() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.tournament_entry_fault(t public.transactions, d public.accounts, c public.accounts, p_amount numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.tournament_fee_fault(p_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.tournament_money_fault(p_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.tournament_transaction_fault(t public.transactions) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.transaction_fault(t public.transactions) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.transaction_is_complete() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.user_is_adult() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.withdrawal_entry_fault(t public.transactions, d public.accounts, c public.accounts, p_amount numeric) FROM PUBLIC;

GRANT SELECT,INSERT ON TABLE public.abandoned_searches TO wagewars_app;
GRANT SELECT ON TABLE public.abandoned_searches TO wagewars_reader;

GRANT SELECT,INSERT,UPDATE ON TABLE public.alarms TO wagewars_app;
GRANT SELECT ON TABLE public.alarms TO wagewars_reader;
GRANT SELECT ON TABLE public.alarms TO wagewars_auditor;

GRANT SELECT ON TABLE public.alembic_version TO wagewars_app;
GRANT SELECT ON TABLE public.alembic_version TO wagewars_reader;
GRANT SELECT ON TABLE public.alembic_version TO wagewars_auditor;

GRANT SELECT,INSERT,UPDATE ON TABLE public.appeals TO wagewars_app;

GRANT SELECT,INSERT ON TABLE public.audit_entries TO wagewars_app;
GRANT SELECT ON TABLE public.audit_entries TO wagewars_auditor;

GRANT SELECT,INSERT,DELETE ON TABLE public.blocks TO wagewars_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.challenges TO wagewars_app;

GRANT SELECT ON TABLE public.chase_warnings TO wagewars_app;

GRANT INSERT(user_id) ON TABLE public.chase_warnings TO wagewars_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.cod_capabilities TO wagewars_app;
GRANT SELECT ON TABLE public.cod_capabilities TO wagewars_reader;

GRANT SELECT ON TABLE public.consents TO wagewars_app;

GRANT INSERT(user_id) ON TABLE public.consents TO wagewars_app;

GRANT INSERT(subject) ON TABLE public.consents TO wagewars_app;

GRANT INSERT(version) ON TABLE public.consents TO wagewars_app;

GRANT INSERT(given) ON TABLE public.consents TO wagewars_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.deposits TO wagewars_app;

GRANT SELECT(id) ON TABLE public.deposits TO wagewars_reader;
GRANT SELECT(id) ON TABLE public.deposits TO wagewars_auditor;

GRANT SELECT(user_id) ON TABLE public.deposits TO wagewars_reader;
GRANT SELECT(user_id) ON TABLE public.deposits TO wagewars_auditor;

GRANT SELECT(amount) ON TABLE public.deposits TO wagewars_reader;
GRANT SELECT(amount) ON TABLE public.deposits TO wagewars_auditor;

GRANT SELECT(state) ON TABLE public.deposits TO wagewars_reader;
GRANT SELECT(state) ON TABLE public.deposits TO wagewars_auditor;

GRANT SELECT(failure) ON TABLE public.deposits TO wagewars_reader;
GRANT SELECT(failure) ON TABLE public.deposits TO wagewars_auditor;

GRANT SELECT(mpesa_reference) ON TABLE public.deposits TO wagewars_reader;
GRANT SELECT(mpesa_reference) ON TABLE public.deposits TO wagewars_auditor;

GRANT SELECT(tries) ON TABLE public.deposits TO wagewars_reader;
GRANT SELECT(tries) ON TABLE public.deposits TO wagewars_auditor;

GRANT SELECT(queries) ON TABLE public.deposits TO wagewars_reader;
GRANT SELECT(queries) ON TABLE public.deposits TO wagewars_auditor;

GRANT SELECT(created_at) ON TABLE public.deposits TO wagewars_reader;
GRANT SELECT(created_at) ON TABLE public.deposits TO wagewars_auditor;

GRANT SELECT(prompted_at) ON TABLE public.deposits TO wagewars_reader;
GRANT SELECT(prompted_at) ON TABLE public.deposits TO wagewars_auditor;

GRANT SELECT(completed_at) ON TABLE public.deposits TO wagewars_reader;
GRANT SELECT(completed_at) ON TABLE public.deposits TO wagewars_auditor;

GRANT SELECT(due_at) ON TABLE public.deposits TO wagewars_reader;
GRANT SELECT(due_at) ON TABLE public.deposits TO wagewars_auditor;

GRANT SELECT(tax) ON TABLE public.deposits TO wagewars_reader;
GRANT SELECT(tax) ON TABLE public.deposits TO wagewars_auditor;

GRANT SELECT(tax_profile) ON TABLE public.deposits TO wagewars_reader;
GRANT SELECT(tax_profile) ON TABLE public.deposits TO wagewars_auditor;

GRANT SELECT ON TABLE public.derived_balances TO wagewars_app;
GRANT SELECT ON TABLE public.derived_balances TO wagewars_reader;
GRANT SELECT ON TABLE public.derived_balances TO wagewars_auditor;

GRANT SELECT,INSERT ON TABLE public.dispute_statements TO wagewars_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.disputes TO wagewars_app;

GRANT SELECT ON TABLE public.entries TO wagewars_app;
GRANT SELECT ON TABLE public.entries TO wagewars_reader;
GRANT SELECT ON TABLE public.entries TO wagewars_auditor;

GRANT SELECT,INSERT,UPDATE ON TABLE public.factor_resets TO wagewars_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.game_accounts TO wagewars_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.game_ids TO wagewars_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.idempotent_answers TO wagewars_app;

GRANT SELECT,INSERT ON TABLE public.identity_checks TO wagewars_app;

GRANT UPDATE(document_number) ON TABLE public.identity_checks TO wagewars_app;

GRANT UPDATE(state) ON TABLE public.identity_checks TO wagewars_app;

GRANT UPDATE(job) ON TABLE public.identity_checks TO wagewars_app;

GRANT UPDATE(link) ON TABLE public.identity_checks TO wagewars_app;

GRANT UPDATE(reason) ON TABLE public.identity_checks TO wagewars_app;

GRANT UPDATE(tries) ON TABLE public.identity_checks TO wagewars_app;

GRANT UPDATE(ended_at) ON TABLE public.identity_checks TO wagewars_app;

GRANT UPDATE(due_at) ON TABLE public.identity_checks TO wagewars_app;

GRANT SELECT ON TABLE public.identity_documents TO wagewars_app;

GRANT INSERT(document_hash) ON TABLE public.identity_documents TO wagewars_app;

GRANT INSERT(user_id) ON TABLE public.identity_documents TO wagewars_app;

GRANT INSERT(check_id) ON TABLE public.identity_documents TO wagewars_app;

GRANT SELECT ON TABLE public.identity_proofs TO wagewars_app;

GRANT INSERT(user_id) ON TABLE public.identity_proofs TO wagewars_app;

GRANT INSERT(legal_name_id) ON TABLE public.identity_proofs TO wagewars_app;

GRANT INSERT(step) ON TABLE public.identity_proofs TO wagewars_app;

GRANT INSERT(mpesa_name_id) ON TABLE public.identity_proofs TO wagewars_app;

GRANT INSERT(check_id) ON TABLE public.identity_proofs TO wagewars_app;

GRANT SELECT ON TABLE public.identity_reviews TO wagewars_app;

GRANT INSERT(user_id) ON TABLE public.identity_reviews TO wagewars_app;

GRANT INSERT(mpesa_name_id) ON TABLE public.identity_reviews TO wagewars_app;

GRANT INSERT(check_id) ON TABLE public.identity_reviews TO wagewars_app;

GRANT UPDATE(decision) ON TABLE public.identity_reviews TO wagewars_app;

GRANT UPDATE(decided_by) ON TABLE public.identity_reviews TO wagewars_app;

GRANT UPDATE(decided_at) ON TABLE public.identity_reviews TO wagewars_app;

GRANT UPDATE(reason) ON TABLE public.identity_reviews TO wagewars_app;

GRANT USAGE ON SEQUENCE public.leaderboard_edition TO wagewars_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.leaderboards TO wagewars_app;

GRANT SELECT ON TABLE public.legal_names TO wagewars_app;

GRANT INSERT(user_id) ON TABLE public.legal_names TO wagewars_app;

GRANT INSERT(name) ON TABLE public.legal_names TO wagewars_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.login_sessions TO wagewars_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.manual_rulings TO wagewars_app;
GRANT SELECT ON TABLE public.manual_rulings TO wagewars_auditor;

GRANT SELECT ON TABLE public.match_events TO wagewars_app;
GRANT SELECT ON TABLE public.match_events TO wagewars_reader;

GRANT SELECT,INSERT ON TABLE public.match_evidence TO wagewars_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.match_pictures TO wagewars_app;

GRANT SELECT,INSERT ON TABLE public.match_reached TO wagewars_app;

GRANT SELECT,INSERT ON TABLE public.match_reports TO wagewars_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.match_rulings TO wagewars_app;
GRANT SELECT ON TABLE public.match_rulings TO wagewars_auditor;

GRANT SELECT,INSERT,UPDATE ON TABLE public.matches TO wagewars_app;

GRANT SELECT(id) ON TABLE public.matches TO wagewars_reader;
GRANT SELECT(id) ON TABLE public.matches TO wagewars_auditor;

GRANT SELECT(player1_id) ON TABLE public.matches TO wagewars_reader;
GRANT SELECT(player1_id) ON TABLE public.matches TO wagewars_auditor;

GRANT SELECT(player2_id) ON TABLE public.matches TO wagewars_reader;
GRANT SELECT(player2_id) ON TABLE public.matches TO wagewars_auditor;

GRANT SELECT(wager_amount) ON TABLE public.matches TO wagewars_reader;
GRANT SELECT(wager_amount) ON TABLE public.matches TO wagewars_auditor;

GRANT SELECT(fee_rate) ON TABLE public.matches TO wagewars_reader;
GRANT SELECT(fee_rate) ON TABLE public.matches TO wagewars_auditor;

GRANT SELECT(fee) ON TABLE public.matches TO wagewars_reader;
GRANT SELECT(fee) ON TABLE public.matches TO wagewars_auditor;

GRANT SELECT(prize) ON TABLE public.matches TO wagewars_reader;
GRANT SELECT(prize) ON TABLE public.matches TO wagewars_auditor;

GRANT SELECT(title) ON TABLE public.matches TO wagewars_reader;
GRANT SELECT(title) ON TABLE public.matches TO wagewars_auditor;

GRANT SELECT(mode) ON TABLE public.matches TO wagewars_reader;
GRANT SELECT(mode) ON TABLE public.matches TO wagewars_auditor;

GRANT SELECT(platform) ON TABLE public.matches TO wagewars_reader;
GRANT SELECT(platform) ON TABLE public.matches TO wagewars_auditor;

GRANT SELECT(status) ON TABLE public.matches TO wagewars_reader;
GRANT SELECT(status) ON TABLE public.matches TO wagewars_auditor;

GRANT SELECT(verification_state) ON TABLE public.matches TO wagewars_reader;
GRANT SELECT(verification_state) ON TABLE public.matches TO wagewars_auditor;

GRANT SELECT(result) ON TABLE public.matches TO wagewars_reader;
GRANT SELECT(result) ON TABLE public.matches TO wagewars_auditor;

GRANT SELECT(winner_id) ON TABLE public.matches TO wagewars_reader;
GRANT SELECT(winner_id) ON TABLE public.matches TO wagewars_auditor;

GRANT SELECT(created_at) ON TABLE public.matches TO wagewars_reader;
GRANT SELECT(created_at) ON TABLE public.matches TO wagewars_auditor;

GRANT SELECT(started_at) ON TABLE public.matches TO wagewars_reader;
GRANT SELECT(started_at) ON TABLE public.matches TO wagewars_auditor;

GRANT SELECT(completed_at) ON TABLE public.matches TO wagewars_reader;
GRANT SELECT(completed_at) ON TABLE public.matches TO wagewars_auditor;

GRANT SELECT(due_at) ON TABLE public.matches TO wagewars_reader;
GRANT SELECT(due_at) ON TABLE public.matches TO wagewars_auditor;

GRANT SELECT(overturned_at) ON TABLE public.matches TO wagewars_reader;
GRANT SELECT(overturned_at) ON TABLE public.matches TO wagewars_auditor;

GRANT SELECT(tournament_id) ON TABLE public.matches TO wagewars_reader;
GRANT SELECT(tournament_id) ON TABLE public.matches TO wagewars_auditor;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.matchmaking_queue TO wagewars_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.mpesa_callbacks TO wagewars_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.mpesa_lines TO wagewars_app;
GRANT SELECT ON TABLE public.mpesa_lines TO wagewars_auditor;

GRANT SELECT ON TABLE public.mpesa_names TO wagewars_app;

GRANT INSERT(user_id) ON TABLE public.mpesa_names TO wagewars_app;

GRANT INSERT(phone) ON TABLE public.mpesa_names TO wagewars_app;

GRANT INSERT(name) ON TABLE public.mpesa_names TO wagewars_app;

GRANT INSERT(source) ON TABLE public.mpesa_names TO wagewars_app;

GRANT INSERT(subject_id) ON TABLE public.mpesa_names TO wagewars_app;

GRANT INSERT(receipt) ON TABLE public.mpesa_names TO wagewars_app;

GRANT INSERT(legal_name_id) ON TABLE public.mpesa_names TO wagewars_app;

GRANT INSERT(outcome) ON TABLE public.mpesa_names TO wagewars_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.mpesa_requests TO wagewars_app;

GRANT SELECT,INSERT ON TABLE public.name_claims TO wagewars_app;

GRANT UPDATE(state) ON TABLE public.name_claims TO wagewars_app;

GRANT UPDATE(decided_by) ON TABLE public.name_claims TO wagewars_app;

GRANT UPDATE(reason) ON TABLE public.name_claims TO wagewars_app;

GRANT UPDATE(closed_at) ON TABLE public.name_claims TO wagewars_app;

GRANT SELECT,INSERT ON TABLE public.no_shows TO wagewars_app;
GRANT SELECT ON TABLE public.no_shows TO wagewars_reader;

GRANT SELECT,INSERT ON TABLE public.notification_deliveries TO wagewars_app;

GRANT UPDATE(state) ON TABLE public.notification_deliveries TO wagewars_app;

GRANT UPDATE(attempts) ON TABLE public.notification_deliveries TO wagewars_app;

GRANT UPDATE(reason) ON TABLE public.notification_deliveries TO wagewars_app;

GRANT UPDATE(provider_id) ON TABLE public.notification_deliveries TO wagewars_app;

GRANT UPDATE(due_at) ON TABLE public.notification_deliveries TO wagewars_app;

GRANT UPDATE(claimed_at) ON TABLE public.notification_deliveries TO wagewars_app;

GRANT UPDATE(ended_at) ON TABLE public.notification_deliveries TO wagewars_app;

GRANT UPDATE(shown_at) ON TABLE public.notification_deliveries TO wagewars_app;

GRANT UPDATE(cost) ON TABLE public.notification_deliveries TO wagewars_app;

GRANT UPDATE(delivered_at) ON TABLE public.notification_deliveries TO wagewars_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.notification_preferences TO wagewars_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.notifications TO wagewars_app;

GRANT UPDATE(read_at) ON TABLE public.notifications TO wagewars_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.passkey_challenges TO wagewars_app;

GRANT UPDATE(used_at) ON TABLE public.passkey_challenges TO wagewars_app;

GRANT UPDATE(passkey_id) ON TABLE public.passkey_challenges TO wagewars_app;

GRANT SELECT,INSERT ON TABLE public.passkey_handles TO wagewars_app;

GRANT SELECT,INSERT ON TABLE public.passkeys TO wagewars_app;

GRANT UPDATE(name) ON TABLE public.passkeys TO wagewars_app;

GRANT UPDATE(sign_count) ON TABLE public.passkeys TO wagewars_app;

GRANT UPDATE(last_used_at) ON TABLE public.passkeys TO wagewars_app;

GRANT UPDATE(removed_at) ON TABLE public.passkeys TO wagewars_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.paybill_payments TO wagewars_app;

GRANT SELECT(id) ON TABLE public.paybill_payments TO wagewars_reader;
GRANT SELECT(id) ON TABLE public.paybill_payments TO wagewars_auditor;

GRANT SELECT(receipt) ON TABLE public.paybill_payments TO wagewars_reader;
GRANT SELECT(receipt) ON TABLE public.paybill_payments TO wagewars_auditor;

GRANT SELECT(amount) ON TABLE public.paybill_payments TO wagewars_reader;
GRANT SELECT(amount) ON TABLE public.paybill_payments TO wagewars_auditor;

GRANT SELECT(tax) ON TABLE public.paybill_payments TO wagewars_reader;
GRANT SELECT(tax) ON TABLE public.paybill_payments TO wagewars_auditor;

GRANT SELECT(tax_profile) ON TABLE public.paybill_payments TO wagewars_reader;
GRANT SELECT(tax_profile) ON TABLE public.paybill_payments TO wagewars_auditor;

GRANT SELECT(user_id) ON TABLE public.paybill_payments TO wagewars_reader;
GRANT SELECT(user_id) ON TABLE public.paybill_payments TO wagewars_auditor;

GRANT SELECT(state) ON TABLE public.paybill_payments TO wagewars_reader;
GRANT SELECT(state) ON TABLE public.paybill_payments TO wagewars_auditor;

GRANT SELECT(questions) ON TABLE public.paybill_payments TO wagewars_reader;
GRANT SELECT(questions) ON TABLE public.paybill_payments TO wagewars_auditor;

GRANT SELECT(paid_at) ON TABLE public.paybill_payments TO wagewars_reader;
GRANT SELECT(paid_at) ON TABLE public.paybill_payments TO wagewars_auditor;

GRANT SELECT(created_at) ON TABLE public.paybill_payments TO wagewars_reader;
GRANT SELECT(created_at) ON TABLE public.paybill_payments TO wagewars_auditor;

GRANT SELECT(verified_at) ON TABLE public.paybill_payments TO wagewars_reader;
GRANT SELECT(verified_at) ON TABLE public.paybill_payments TO wagewars_auditor;

GRANT SELECT(completed_at) ON TABLE public.paybill_payments TO wagewars_reader;
GRANT SELECT(completed_at) ON TABLE public.paybill_payments TO wagewars_auditor;

GRANT SELECT(due_at) ON TABLE public.paybill_payments TO wagewars_reader;
GRANT SELECT(due_at) ON TABLE public.paybill_payments TO wagewars_auditor;

GRANT SELECT,INSERT ON TABLE public.payment_events TO wagewars_app;
GRANT SELECT ON TABLE public.payment_events TO wagewars_auditor;

GRANT SELECT,INSERT ON TABLE public.payout_holds TO wagewars_app;
GRANT SELECT ON TABLE public.payout_holds TO wagewars_reader;
GRANT SELECT ON TABLE public.payout_holds TO wagewars_auditor;

GRANT SELECT ON TABLE public.play_sessions TO wagewars_app;

GRANT INSERT(user_id) ON TABLE public.play_sessions TO wagewars_app;

GRANT UPDATE(last_seen_at) ON TABLE public.play_sessions TO wagewars_app;

GRANT SELECT ON TABLE public.player_exclusions TO wagewars_app;

GRANT INSERT(user_id) ON TABLE public.player_exclusions TO wagewars_app;

GRANT INSERT(kind) ON TABLE public.player_exclusions TO wagewars_app;

GRANT INSERT(months) ON TABLE public.player_exclusions TO wagewars_app;

GRANT INSERT(hours) ON TABLE public.player_exclusions TO wagewars_app;

GRANT SELECT ON TABLE public.player_limit_confirmations TO wagewars_app;

GRANT INSERT(limit_id) ON TABLE public.player_limit_confirmations TO wagewars_app;

GRANT SELECT ON TABLE public.player_limits TO wagewars_app;

GRANT INSERT(user_id) ON TABLE public.player_limits TO wagewars_app;

GRANT INSERT(kind) ON TABLE public.player_limits TO wagewars_app;

GRANT INSERT(hours) ON TABLE public.player_limits TO wagewars_app;

GRANT INSERT(amount) ON TABLE public.player_limits TO wagewars_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.player_names TO wagewars_app;

GRANT UPDATE(created_at) ON TABLE public.player_names TO wagewars_app;

GRANT UPDATE(left_at) ON TABLE public.player_names TO wagewars_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.player_risks TO wagewars_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.player_stats TO wagewars_app;
GRANT SELECT ON TABLE public.player_stats TO wagewars_reader;

GRANT SELECT ON TABLE public.postings TO wagewars_app;
GRANT SELECT ON TABLE public.postings TO wagewars_reader;
GRANT SELECT ON TABLE public.postings TO wagewars_auditor;

GRANT SELECT,INSERT,UPDATE ON TABLE public.prize_advances TO wagewars_app;
GRANT SELECT ON TABLE public.prize_advances TO wagewars_auditor;

GRANT SELECT,INSERT,UPDATE ON TABLE public.prize_clawbacks TO wagewars_app;
GRANT SELECT ON TABLE public.prize_clawbacks TO wagewars_auditor;

GRANT SELECT,INSERT,UPDATE ON TABLE public.prize_upgrade_payments TO wagewars_app;
GRANT SELECT ON TABLE public.prize_upgrade_payments TO wagewars_auditor;

GRANT SELECT,INSERT,UPDATE ON TABLE public.prize_upgrades TO wagewars_app;
GRANT SELECT ON TABLE public.prize_upgrades TO wagewars_auditor;

GRANT SELECT ON TABLE public.protection_settings TO wagewars_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.push_subscriptions TO wagewars_app;

GRANT UPDATE(session_id) ON TABLE public.push_subscriptions TO wagewars_app;

GRANT UPDATE(user_id) ON TABLE public.push_subscriptions TO wagewars_app;

GRANT UPDATE(p256dh) ON TABLE public.push_subscriptions TO wagewars_app;

GRANT UPDATE(auth) ON TABLE public.push_subscriptions TO wagewars_app;

GRANT UPDATE(key_id) ON TABLE public.push_subscriptions TO wagewars_app;

GRANT UPDATE(failures) ON TABLE public.push_subscriptions TO wagewars_app;

GRANT UPDATE(created_at) ON TABLE public.push_subscriptions TO wagewars_app;

GRANT UPDATE(test_receipt) ON TABLE public.push_subscriptions TO wagewars_app;

GRANT UPDATE(tested_at) ON TABLE public.push_subscriptions TO wagewars_app;

GRANT UPDATE(test_outcome) ON TABLE public.push_subscriptions TO wagewars_app;

GRANT UPDATE(test_shown_at) ON TABLE public.push_subscriptions TO wagewars_app;

GRANT SELECT,INSERT ON TABLE public.rating_changes TO wagewars_app;
GRANT SELECT ON TABLE public.rating_changes TO wagewars_reader;

GRANT UPDATE(reversed_at) ON TABLE public.rating_changes TO wagewars_app;

GRANT SELECT ON TABLE public.rating_progress TO wagewars_app;

GRANT UPDATE(seen_event_id) ON TABLE public.rating_progress TO wagewars_app;

GRANT SELECT ON TABLE public.reality_checks TO wagewars_app;

GRANT INSERT(user_id) ON TABLE public.reality_checks TO wagewars_app;

GRANT INSERT(minutes),UPDATE(minutes) ON TABLE public.reality_checks TO wagewars_app;

GRANT UPDATE(changed_at) ON TABLE public.reality_checks TO wagewars_app;

GRANT SELECT,INSERT ON TABLE public.reconciliation_breaks TO wagewars_app;
GRANT SELECT ON TABLE public.reconciliation_breaks TO wagewars_reader;
GRANT SELECT ON TABLE public.reconciliation_breaks TO wagewars_auditor;

GRANT SELECT,INSERT,UPDATE ON TABLE public.reconciliation_runs TO wagewars_app;
GRANT SELECT ON TABLE public.reconciliation_runs TO wagewars_reader;
GRANT SELECT ON TABLE public.reconciliation_runs TO wagewars_auditor;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.refresh_tokens TO wagewars_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.refunds TO wagewars_app;

GRANT SELECT(id) ON TABLE public.refunds TO wagewars_reader;
GRANT SELECT(id) ON TABLE public.refunds TO wagewars_auditor;

GRANT SELECT(deposit_id) ON TABLE public.refunds TO wagewars_reader;
GRANT SELECT(deposit_id) ON TABLE public.refunds TO wagewars_auditor;

GRANT SELECT(paybill_payment_id) ON TABLE public.refunds TO wagewars_reader;
GRANT SELECT(paybill_payment_id) ON TABLE public.refunds TO wagewars_auditor;

GRANT SELECT(user_id) ON TABLE public.refunds TO wagewars_reader;
GRANT SELECT(user_id) ON TABLE public.refunds TO wagewars_auditor;

GRANT SELECT(original_receipt) ON TABLE public.refunds TO wagewars_reader;
GRANT SELECT(original_receipt) ON TABLE public.refunds TO wagewars_auditor;

GRANT SELECT(amount) ON TABLE public.refunds TO wagewars_reader;
GRANT SELECT(amount) ON TABLE public.refunds TO wagewars_auditor;

GRANT SELECT(wallet_amount) ON TABLE public.refunds TO wagewars_reader;
GRANT SELECT(wallet_amount) ON TABLE public.refunds TO wagewars_auditor;

GRANT SELECT(tax_amount) ON TABLE public.refunds TO wagewars_reader;
GRANT SELECT(tax_amount) ON TABLE public.refunds TO wagewars_auditor;

GRANT SELECT(state) ON TABLE public.refunds TO wagewars_reader;
GRANT SELECT(state) ON TABLE public.refunds TO wagewars_auditor;

GRANT SELECT(mpesa_reference) ON TABLE public.refunds TO wagewars_reader;
GRANT SELECT(mpesa_reference) ON TABLE public.refunds TO wagewars_auditor;

GRANT SELECT(created_at) ON TABLE public.refunds TO wagewars_reader;
GRANT SELECT(created_at) ON TABLE public.refunds TO wagewars_auditor;

GRANT SELECT(sent_at) ON TABLE public.refunds TO wagewars_reader;
GRANT SELECT(sent_at) ON TABLE public.refunds TO wagewars_auditor;

GRANT SELECT(completed_at) ON TABLE public.refunds TO wagewars_reader;
GRANT SELECT(completed_at) ON TABLE public.refunds TO wagewars_auditor;

GRANT SELECT(due_at) ON TABLE public.refunds TO wagewars_reader;
GRANT SELECT(due_at) ON TABLE public.refunds TO wagewars_auditor;

GRANT SELECT,INSERT,DELETE ON TABLE public.reserve_leaves TO wagewars_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.reserve_levels TO wagewars_app;

GRANT SELECT,INSERT ON TABLE public.reserve_records TO wagewars_app;
GRANT SELECT ON TABLE public.reserve_records TO wagewars_reader;
GRANT SELECT ON TABLE public.reserve_records TO wagewars_auditor;

GRANT SELECT,INSERT,UPDATE ON TABLE public.risk_flags TO wagewars_app;

GRANT SELECT,INSERT ON TABLE public.role_changes TO wagewars_app;
GRANT SELECT ON TABLE public.role_changes TO wagewars_auditor;

GRANT UPDATE(decided_by) ON TABLE public.role_changes TO wagewars_app;

GRANT UPDATE(decided_at) ON TABLE public.role_changes TO wagewars_app;

GRANT UPDATE(decision) ON TABLE public.role_changes TO wagewars_app;

GRANT UPDATE(due_at) ON TABLE public.role_changes TO wagewars_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.room_messages TO wagewars_app;

GRANT UPDATE(hidden_at) ON TABLE public.room_messages TO wagewars_app;

GRANT UPDATE(hidden_by) ON TABLE public.room_messages TO wagewars_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.room_mutes TO wagewars_app;

GRANT SELECT,INSERT ON TABLE public.room_reports TO wagewars_app;

GRANT UPDATE(decision) ON TABLE public.room_reports TO wagewars_app;

GRANT UPDATE(decided_at) ON TABLE public.room_reports TO wagewars_app;

GRANT UPDATE(decided_by) ON TABLE public.room_reports TO wagewars_app;

GRANT SELECT,INSERT ON TABLE public.room_silences TO wagewars_app;

GRANT UPDATE(until) ON TABLE public.room_silences TO wagewars_app;

GRANT UPDATE(admin_id) ON TABLE public.room_silences TO wagewars_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.sms_codes TO wagewars_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.sms_inbound TO wagewars_app;

GRANT UPDATE(state) ON TABLE public.sms_inbound TO wagewars_app;

GRANT UPDATE(attempts) ON TABLE public.sms_inbound TO wagewars_app;

GRANT UPDATE(outcome) ON TABLE public.sms_inbound TO wagewars_app;

GRANT UPDATE(due_at) ON TABLE public.sms_inbound TO wagewars_app;

GRANT UPDATE(answered_at) ON TABLE public.sms_inbound TO wagewars_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.sms_reports TO wagewars_app;

GRANT SELECT,UPDATE ON TABLE public.socket_rounds TO wagewars_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.sponsor_fundings TO wagewars_app;
GRANT SELECT ON TABLE public.sponsor_fundings TO wagewars_auditor;

GRANT SELECT,INSERT,UPDATE ON TABLE public.staff_factor_tries TO wagewars_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.staff_factors TO wagewars_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.staff_invitations TO wagewars_app;

GRANT SELECT,INSERT ON TABLE public.staff_notes TO wagewars_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.staff_recovery_codes TO wagewars_app;

GRANT SELECT,INSERT ON TABLE public.staff_step_ups TO wagewars_app;

GRANT SELECT ON TABLE public.stakeless_seats TO wagewars_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.standings TO wagewars_app;

GRANT SELECT ON TABLE public.state_transitions TO wagewars_app;
GRANT SELECT ON TABLE public.state_transitions TO wagewars_reader;
GRANT SELECT ON TABLE public.state_transitions TO wagewars_auditor;

GRANT SELECT,INSERT,UPDATE ON TABLE public.strikes TO wagewars_app;
GRANT SELECT ON TABLE public.strikes TO wagewars_reader;
GRANT SELECT ON TABLE public.strikes TO wagewars_auditor;

GRANT SELECT,INSERT ON TABLE public.suspected_pairs TO wagewars_app;

GRANT UPDATE(evidence) ON TABLE public.suspected_pairs TO wagewars_app;

GRANT UPDATE(games) ON TABLE public.suspected_pairs TO wagewars_app;

GRANT UPDATE(explanation) ON TABLE public.suspected_pairs TO wagewars_app;

GRANT UPDATE(seen_at) ON TABLE public.suspected_pairs TO wagewars_app;

GRANT UPDATE(cleared_at) ON TABLE public.suspected_pairs TO wagewars_app;

GRANT SELECT,INSERT ON TABLE public.suspensions TO wagewars_app;
GRANT SELECT ON TABLE public.suspensions TO wagewars_auditor;

GRANT UPDATE(lifted_by) ON TABLE public.suspensions TO wagewars_app;

GRANT UPDATE(lifted_at) ON TABLE public.suspensions TO wagewars_app;

GRANT UPDATE(lift_reason) ON TABLE public.suspensions TO wagewars_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.switches TO wagewars_app;
GRANT SELECT ON TABLE public.switches TO wagewars_reader;
GRANT SELECT ON TABLE public.switches TO wagewars_auditor;

GRANT SELECT,INSERT ON TABLE public.tax_periods TO wagewars_app;
GRANT SELECT ON TABLE public.tax_periods TO wagewars_reader;
GRANT SELECT ON TABLE public.tax_periods TO wagewars_auditor;

GRANT SELECT,INSERT,UPDATE ON TABLE public.tournament_entries TO wagewars_app;
GRANT SELECT ON TABLE public.tournament_entries TO wagewars_reader;
GRANT SELECT ON TABLE public.tournament_entries TO wagewars_auditor;

GRANT SELECT,INSERT,UPDATE ON TABLE public.tournament_matches TO wagewars_app;
GRANT SELECT ON TABLE public.tournament_matches TO wagewars_reader;

GRANT SELECT,INSERT,UPDATE ON TABLE public.tournament_participants TO wagewars_app;

GRANT SELECT,INSERT ON TABLE public.tournament_prizes TO wagewars_app;
GRANT SELECT ON TABLE public.tournament_prizes TO wagewars_reader;
GRANT SELECT ON TABLE public.tournament_prizes TO wagewars_auditor;

GRANT SELECT,INSERT,UPDATE ON TABLE public.tournament_series TO wagewars_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.tournaments TO wagewars_app;

GRANT SELECT(id) ON TABLE public.tournaments TO wagewars_reader;
GRANT SELECT(id) ON TABLE public.tournaments TO wagewars_auditor;

GRANT SELECT(name) ON TABLE public.tournaments TO wagewars_reader;
GRANT SELECT(name) ON TABLE public.tournaments TO wagewars_auditor;

GRANT SELECT(title) ON TABLE public.tournaments TO wagewars_reader;
GRANT SELECT(title) ON TABLE public.tournaments TO wagewars_auditor;

GRANT SELECT(mode) ON TABLE public.tournaments TO wagewars_reader;
GRANT SELECT(mode) ON TABLE public.tournaments TO wagewars_auditor;

GRANT SELECT(platform) ON TABLE public.tournaments TO wagewars_reader;
GRANT SELECT(platform) ON TABLE public.tournaments TO wagewars_auditor;

GRANT SELECT(entry_fee) ON TABLE public.tournaments TO wagewars_reader;
GRANT SELECT(entry_fee) ON TABLE public.tournaments TO wagewars_auditor;

GRANT SELECT(prize_part) ON TABLE public.tournaments TO wagewars_reader;
GRANT SELECT(prize_part) ON TABLE public.tournaments TO wagewars_auditor;

GRANT SELECT(house_part) ON TABLE public.tournaments TO wagewars_reader;
GRANT SELECT(house_part) ON TABLE public.tournaments TO wagewars_auditor;

GRANT SELECT(guarantee) ON TABLE public.tournaments TO wagewars_reader;
GRANT SELECT(guarantee) ON TABLE public.tournaments TO wagewars_auditor;

GRANT SELECT(min_participants) ON TABLE public.tournaments TO wagewars_reader;
GRANT SELECT(min_participants) ON TABLE public.tournaments TO wagewars_auditor;

GRANT SELECT(max_participants) ON TABLE public.tournaments TO wagewars_reader;
GRANT SELECT(max_participants) ON TABLE public.tournaments TO wagewars_auditor;

GRANT SELECT(current_participants) ON TABLE public.tournaments TO wagewars_reader;
GRANT SELECT(current_participants) ON TABLE public.tournaments TO wagewars_auditor;

GRANT SELECT(status) ON TABLE public.tournaments TO wagewars_reader;
GRANT SELECT(status) ON TABLE public.tournaments TO wagewars_auditor;

GRANT SELECT(start_date) ON TABLE public.tournaments TO wagewars_reader;
GRANT SELECT(start_date) ON TABLE public.tournaments TO wagewars_auditor;

GRANT SELECT(started_at) ON TABLE public.tournaments TO wagewars_reader;
GRANT SELECT(started_at) ON TABLE public.tournaments TO wagewars_auditor;

GRANT SELECT(finished_at) ON TABLE public.tournaments TO wagewars_reader;
GRANT SELECT(finished_at) ON TABLE public.tournaments TO wagewars_auditor;

GRANT SELECT(closed_at) ON TABLE public.tournaments TO wagewars_reader;
GRANT SELECT(closed_at) ON TABLE public.tournaments TO wagewars_auditor;

GRANT SELECT ON TABLE public.users TO wagewars_app;

GRANT SELECT(id) ON TABLE public.users TO wagewars_reader;
GRANT SELECT(id) ON TABLE public.users TO wagewars_auditor;

GRANT INSERT(username) ON TABLE public.users TO wagewars_app;
GRANT SELECT(username) ON TABLE public.users TO wagewars_auditor;

GRANT INSERT(email),UPDATE(email) ON TABLE public.users TO wagewars_app;

GRANT INSERT(phone),UPDATE(phone) ON TABLE public.users TO wagewars_app;

GRANT INSERT(password_hash),UPDATE(password_hash) ON TABLE public.users TO wagewars_app;

GRANT INSERT(date_of_birth) ON TABLE public.users TO wagewars_app;

GRANT SELECT(role) ON TABLE public.users TO wagewars_reader;
GRANT SELECT(role) ON TABLE public.users TO wagewars_auditor;

GRANT INSERT(cod_username),UPDATE(cod_username) ON TABLE public.users TO wagewars_app;

GRANT INSERT(profile_image_url) ON TABLE public.users TO wagewars_app;

GRANT INSERT(is_verified),UPDATE(is_verified) ON TABLE public.users TO wagewars_app;
GRANT SELECT(is_verified) ON TABLE public.users TO wagewars_reader;
GRANT SELECT(is_verified) ON TABLE public.users TO wagewars_auditor;

GRANT SELECT(is_active) ON TABLE public.users TO wagewars_reader;
GRANT SELECT(is_active) ON TABLE public.users TO wagewars_auditor;

GRANT SELECT(created_at) ON TABLE public.users TO wagewars_reader;
GRANT SELECT(created_at) ON TABLE public.users TO wagewars_auditor;

GRANT UPDATE(updated_at) ON TABLE public.users TO wagewars_app;

GRANT INSERT(payouts_after),UPDATE(payouts_after) ON TABLE public.users TO wagewars_app;

GRANT INSERT(language),UPDATE(language) ON TABLE public.users TO wagewars_app;
GRANT SELECT(language) ON TABLE public.users TO wagewars_reader;

GRANT SELECT(is_simulated) ON TABLE public.users TO wagewars_reader;

GRANT SELECT,INSERT,UPDATE ON TABLE public.verification_jobs TO wagewars_app;
GRANT SELECT ON TABLE public.verification_jobs TO wagewars_reader;

GRANT SELECT,INSERT,UPDATE ON TABLE public.withdrawals TO wagewars_app;

GRANT SELECT(id) ON TABLE public.withdrawals TO wagewars_reader;
GRANT SELECT(id) ON TABLE public.withdrawals TO wagewars_auditor;

GRANT SELECT(user_id) ON TABLE public.withdrawals TO wagewars_reader;
GRANT SELECT(user_id) ON TABLE public.withdrawals TO wagewars_auditor;

GRANT SELECT(amount) ON TABLE public.withdrawals TO wagewars_reader;
GRANT SELECT(amount) ON TABLE public.withdrawals TO wagewars_auditor;

GRANT SELECT(fee) ON TABLE public.withdrawals TO wagewars_reader;
GRANT SELECT(fee) ON TABLE public.withdrawals TO wagewars_auditor;

GRANT SELECT(tax) ON TABLE public.withdrawals TO wagewars_reader;
GRANT SELECT(tax) ON TABLE public.withdrawals TO wagewars_auditor;

GRANT SELECT(net) ON TABLE public.withdrawals TO wagewars_reader;
GRANT SELECT(net) ON TABLE public.withdrawals TO wagewars_auditor;

GRANT SELECT(change) ON TABLE public.withdrawals TO wagewars_reader;
GRANT SELECT(change) ON TABLE public.withdrawals TO wagewars_auditor;

GRANT SELECT(tax_profile) ON TABLE public.withdrawals TO wagewars_reader;
GRANT SELECT(tax_profile) ON TABLE public.withdrawals TO wagewars_auditor;

GRANT SELECT(state) ON TABLE public.withdrawals TO wagewars_reader;
GRANT SELECT(state) ON TABLE public.withdrawals TO wagewars_auditor;

GRANT SELECT(failure) ON TABLE public.withdrawals TO wagewars_reader;
GRANT SELECT(failure) ON TABLE public.withdrawals TO wagewars_auditor;

GRANT SELECT(mpesa_reference) ON TABLE public.withdrawals TO wagewars_reader;
GRANT SELECT(mpesa_reference) ON TABLE public.withdrawals TO wagewars_auditor;

GRANT SELECT(tries) ON TABLE public.withdrawals TO wagewars_reader;
GRANT SELECT(tries) ON TABLE public.withdrawals TO wagewars_auditor;

GRANT SELECT(questions) ON TABLE public.withdrawals TO wagewars_reader;
GRANT SELECT(questions) ON TABLE public.withdrawals TO wagewars_auditor;

GRANT SELECT(created_at) ON TABLE public.withdrawals TO wagewars_reader;
GRANT SELECT(created_at) ON TABLE public.withdrawals TO wagewars_auditor;

GRANT SELECT(confirmed_at) ON TABLE public.withdrawals TO wagewars_reader;
GRANT SELECT(confirmed_at) ON TABLE public.withdrawals TO wagewars_auditor;

GRANT SELECT(sent_at) ON TABLE public.withdrawals TO wagewars_reader;
GRANT SELECT(sent_at) ON TABLE public.withdrawals TO wagewars_auditor;

GRANT SELECT(completed_at) ON TABLE public.withdrawals TO wagewars_reader;
GRANT SELECT(completed_at) ON TABLE public.withdrawals TO wagewars_auditor;

GRANT SELECT(due_at) ON TABLE public.withdrawals TO wagewars_reader;
GRANT SELECT(due_at) ON TABLE public.withdrawals TO wagewars_auditor;

ALTER DEFAULT PRIVILEGES REVOKE ALL ON FUNCTIONS FROM PUBLIC;
