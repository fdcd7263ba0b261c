"""The tables: players, money, matches.

Revision: 0001
After: nothing
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import UserDefinedType
from typing_extensions import override


class Xid8(UserDefinedType[int]):
    """PostgreSQL's 64-bit transaction id."""

    @override
    def get_col_spec(self, **_: object) -> str:
        """Name the type in DDL."""
        return "xid8"


revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table, in the order of their references."""
    op.create_table(
        "entries",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("transaction_id", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.SmallInteger(), nullable=False),
        sa.Column("debit_account_id", sa.BigInteger(), nullable=False),
        sa.Column("credit_account_id", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.CheckConstraint(
            "amount > 0 AND amount <= 1000000000 AND debit_account_id <> credit_account_id",
            name=op.f("ck_entries_amount_is_sane_and_goes_somewhere"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
        sa.UniqueConstraint("transaction_id", "seq", name=op.f("uq_entries_transaction_id_seq")),
    )
    op.create_index(
        "ix_entries_credit_account_id", "entries", ["credit_account_id", "id"], unique=False
    )
    op.create_index(
        "ix_entries_debit_account_id", "entries", ["debit_account_id", "id"], unique=False
    )
    op.create_table(
        "match_events",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("match_id", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("verification_state", sa.String(length=20), nullable=False),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_events")),
    )
    op.create_index("ix_match_events_match_id", "match_events", ["match_id", "id"], unique=False)
    op.create_table(
        "mpesa_callbacks",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("token_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("body_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("source_ip", postgresql.INET(), nullable=True),
        sa.Column("deposit_id", sa.BigInteger(), nullable=True),
        sa.Column("deliveries", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column(
            "received_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("failures", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "judge_after",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verdict", sa.String(length=40), nullable=True),
        sa.CheckConstraint("kind IN ('stk', 'c2b')", name=op.f("ck_mpesa_callbacks_kind_is_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mpesa_callbacks")),
        sa.UniqueConstraint(
            "kind",
            "token_sha256",
            "body_sha256",
            name=op.f("uq_mpesa_callbacks_kind_token_sha256_body_sha256"),
        ),
    )
    op.create_index(
        "ix_mpesa_callbacks_deposit_id", "mpesa_callbacks", ["deposit_id"], unique=False
    )
    op.create_index(
        "ix_mpesa_callbacks_unjudged",
        "mpesa_callbacks",
        ["id"],
        unique=False,
        postgresql_where=sa.text("judged_at IS NULL"),
    )
    op.create_table(
        "state_roads",
        sa.Column("machine", sa.String(length=20), nullable=False),
        sa.Column("from_state", sa.String(length=20), nullable=False),
        sa.Column("to_state", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("machine", "from_state", "to_state", name=op.f("pk_state_roads")),
    )
    op.create_table(
        "transactions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("idempotency_key", sa.String(length=120), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("match_id", sa.BigInteger(), nullable=True),
        sa.Column("mpesa_reference", sa.String(length=20), nullable=True),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("xact", Xid8(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "length(idempotency_key) >= 8", name=op.f("ck_transactions_key_is_meaningful")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transactions")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_transactions_idempotency_key")),
    )
    op.create_index(
        "uq_transactions_mpesa_reference",
        "transactions",
        ["mpesa_reference"],
        unique=True,
        postgresql_where=sa.text("mpesa_reference IS NOT NULL"),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("username", sa.String(length=50), nullable=False),
        sa.Column("email", sa.String(length=100), nullable=False),
        sa.Column("phone", sa.String(length=15), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("date_of_birth", sa.Date(), nullable=False),
        sa.Column("role", sa.String(length=10), server_default="player", nullable=False),
        sa.Column("cod_username", sa.String(length=50), nullable=True),
        sa.Column("profile_image_url", sa.String(length=255), nullable=True),
        sa.Column("is_verified", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("phone ~ '^254[71][0-9]{8}$'", name=op.f("ck_users_phone_is_kenyan")),
        sa.CheckConstraint("role IN ('player', 'admin')", name=op.f("ck_users_role_is_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("phone", name=op.f("uq_users_phone")),
    )
    op.create_index(
        "uq_users_email_lower", "users", [sa.literal_column("lower(email)")], unique=True
    )
    op.create_index(
        "uq_users_username_lower", "users", [sa.literal_column("lower(username)")], unique=True
    )
    op.create_table(
        "deposits",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("phone", sa.String(length=15), nullable=False),
        sa.Column("amount", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="created", nullable=False),
        sa.Column("holds_phone", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("account_reference", sa.String(length=12), nullable=False),
        sa.Column("token_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("merchant_request_id", sa.String(length=80), nullable=True),
        sa.Column("checkout_request_id", sa.String(length=80), nullable=True),
        sa.Column("result_code", sa.String(length=40), nullable=True),
        sa.Column("failure", sa.String(length=30), nullable=True),
        sa.Column("doubt", sa.String(length=30), nullable=True),
        sa.Column("needs_query", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("claimed_receipt", sa.String(length=20), nullable=True),
        sa.Column("mpesa_reference", sa.String(length=20), nullable=True),
        sa.Column("tries", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("queries", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("prompted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'credited') = (completed_at IS NOT NULL)",
            name=op.f("ck_deposits_credited_has_its_moment"),
        ),
        sa.CheckConstraint(
            "(state IN ('created', 'sending', 'prompted', 'unknown', 'review')) = (due_at IS NOT NULL)",
            name=op.f("ck_deposits_who_waits_has_a_deadline"),
        ),
        sa.CheckConstraint(
            "(state IN ('failed', 'expired')) = (failure IS NOT NULL)",
            name=op.f("ck_deposits_failure_has_its_reason"),
        ),
        sa.CheckConstraint("phone ~ '^254[71][0-9]{8}$'", name=op.f("ck_deposits_phone_is_kenyan")),
        sa.CheckConstraint(
            "amount > 0 AND amount <= 250000 AND amount = trunc(amount)",
            name=op.f("ck_deposits_amount_is_what_daraja_takes"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_deposits_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deposits")),
        sa.UniqueConstraint("account_reference", name=op.f("uq_deposits_account_reference")),
        sa.UniqueConstraint("checkout_request_id", name=op.f("uq_deposits_checkout_request_id")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_deposits_token_sha256")),
    )
    op.create_index(
        "ix_deposits_due_at",
        "deposits",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text(
            "state IN ('created', 'sending', 'prompted', 'unknown', 'review')"
        ),
    )
    op.create_index("ix_deposits_user_id", "deposits", ["user_id", "id"], unique=False)
    op.create_index(
        "uq_deposits_mpesa_reference",
        "deposits",
        ["mpesa_reference"],
        unique=True,
        postgresql_where=sa.text("mpesa_reference IS NOT NULL"),
    )
    op.create_index(
        "uq_deposits_one_open_prompt_a_phone",
        "deposits",
        ["phone"],
        unique=True,
        postgresql_where=sa.text("holds_phone"),
    )
    op.create_table(
        "idempotent_answers",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_idempotent_answers_user_id")
        ),
        sa.PrimaryKeyConstraint("user_id", "key", name=op.f("pk_idempotent_answers")),
    )
    op.create_index(
        op.f("ix_idempotent_answers_created_at"), "idempotent_answers", ["created_at"], unique=False
    )
    op.create_table(
        "login_sessions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("user_agent", sa.String(length=200), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "last_used_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_because", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_login_sessions_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_sessions")),
    )
    op.create_index("ix_login_sessions_user_id", "login_sessions", ["user_id"], unique=False)
    op.create_table(
        "matches",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("player1_id", sa.BigInteger(), nullable=False),
        sa.Column("player2_id", sa.BigInteger(), nullable=False),
        sa.Column("player1_ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("player2_ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("player1_waited", sa.BigInteger(), nullable=False),
        sa.Column("player2_waited", sa.BigInteger(), nullable=False),
        sa.Column("wager_amount", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("fee_rate", sa.Numeric(precision=5, scale=4), nullable=False),
        sa.Column("fee", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("prize", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("title", sa.String(length=10), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("platform", sa.String(length=10), nullable=False),
        sa.Column("lobby_code", sa.String(length=8), nullable=False),
        sa.Column("status", sa.String(length=20), server_default="pending", nullable=False),
        sa.Column(
            "verification_state",
            sa.String(length=20),
            server_default="awaiting_checkin",
            nullable=False,
        ),
        sa.Column("result", sa.String(length=10), nullable=True),
        sa.Column("winner_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("actor", sa.String(length=60), server_default="system", nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("player1_ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("player2_ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "player1_confirmed", sa.Boolean(), server_default=sa.text("false"), nullable=False
        ),
        sa.Column(
            "player2_confirmed", sa.Boolean(), server_default=sa.text("false"), nullable=False
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["player1_id"], ["users.id"], name=op.f("fk_matches_player1_id")),
        sa.ForeignKeyConstraint(["player2_id"], ["users.id"], name=op.f("fk_matches_player2_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matches")),
    )
    op.create_index(
        "ix_matches_terms",
        "matches",
        ["wager_amount", "title", "mode", "platform", "id"],
        unique=False,
    )
    op.create_index("ix_matches_player1_id", "matches", ["player1_id", "id"], unique=False)
    op.create_index("ix_matches_player2_id", "matches", ["player2_id", "id"], unique=False)
    op.create_table(
        "player_stats",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("current_rank", sa.BigInteger(), server_default=sa.text("1000"), nullable=False),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_player_stats_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_player_stats")),
    )
    op.create_table(
        "sms_codes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("phone", sa.String(length=15), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="queued", nullable=False),
        sa.Column("sends", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("tries_left", sa.BigInteger(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "purpose IN ('verify_phone', 'reset_password')",
            name=op.f("ck_sms_codes_purpose_is_known"),
        ),
        sa.CheckConstraint(
            "state IN ('queued', 'sending', 'sent', 'failed')",
            name=op.f("ck_sms_codes_state_is_known"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sms_codes_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sms_codes")),
    )
    op.create_index(
        "ix_sms_codes_due_at",
        "sms_codes",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('queued','sending')"),
    )
    op.create_index(
        "ix_sms_codes_phone_created_at", "sms_codes", ["phone", "created_at"], unique=False
    )
    op.create_index(
        "ix_sms_codes_user_id_purpose", "sms_codes", ["user_id", "purpose", "id"], unique=False
    )
    op.create_table(
        "accounts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("match_id", sa.BigInteger(), nullable=True),
        sa.Column("tracked", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("floor", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column(
            "balance",
            sa.Numeric(precision=12, scale=2),
            server_default=sa.text("0"),
            nullable=False,
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "floor IS NULL OR balance >= floor", name=op.f("ck_accounts_balance_not_below_floor")
        ),
        sa.ForeignKeyConstraint(["match_id"], ["matches.id"], name=op.f("fk_accounts_match_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_accounts_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("code", name=op.f("uq_accounts_code")),
    )
    op.create_index(
        "uq_accounts_match_id",
        "accounts",
        ["match_id"],
        unique=True,
        postgresql_where=sa.text("match_id IS NOT NULL"),
    )
    op.create_index(
        "uq_accounts_user_id_kind",
        "accounts",
        ["user_id", "kind"],
        unique=True,
        postgresql_where=sa.text("user_id IS NOT NULL"),
    )
    op.create_table(
        "deposit_events",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("deposit_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column(
            "evidence",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["deposit_id"], ["deposits.id"], name=op.f("fk_deposit_events_deposit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deposit_events")),
    )
    op.create_index("ix_deposit_events_deposit_id", "deposit_events", ["deposit_id"], unique=False)
    op.create_table(
        "match_reports",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("match_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "outcome IN ('won', 'lost', 'draw', 'problem')",
            name=op.f("ck_match_reports_outcome_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["match_id"], ["matches.id"], name=op.f("fk_match_reports_match_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_match_reports_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_reports")),
    )
    op.create_index("ix_match_reports_match_id", "match_reports", ["match_id", "id"], unique=False)
    op.create_table(
        "matchmaking_queue",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("wager_amount", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("title", sa.String(length=10), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("platform", sa.String(length=10), nullable=False),
        sa.Column("accept_adjacent", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("rating", sa.BigInteger(), nullable=False),
        sa.Column("skill_range_min", sa.BigInteger(), nullable=False),
        sa.Column("skill_range_max", sa.BigInteger(), nullable=False),
        sa.Column("match_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "wager_amount > 0 AND wager_amount = trunc(wager_amount)",
            name=op.f("ck_matchmaking_queue_wager_is_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["match_id"], ["matches.id"], name=op.f("fk_matchmaking_queue_match_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_matchmaking_queue_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matchmaking_queue")),
        sa.UniqueConstraint("user_id", name=op.f("uq_matchmaking_queue_user_id")),
    )
    op.create_index(
        "ix_matchmaking_queue_match_id",
        "matchmaking_queue",
        ["match_id"],
        unique=False,
        postgresql_where=sa.text("match_id IS NOT NULL"),
    )
    op.create_index(
        "ix_matchmaking_queue_waiting",
        "matchmaking_queue",
        ["wager_amount", "title", "mode", "platform", "created_at"],
        unique=False,
        postgresql_where=sa.text("match_id IS NULL"),
    )
    op.create_table(
        "refresh_tokens",
        sa.Column("token_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("session_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"], ["login_sessions.id"], name=op.f("fk_refresh_tokens_session_id")
        ),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_refresh_tokens")),
    )
    op.create_index("ix_refresh_tokens_session_id", "refresh_tokens", ["session_id"], unique=False)


def downgrade() -> None:
    """Money does not go back: a mistake is mended by the next migration."""
    raise NotImplementedError
