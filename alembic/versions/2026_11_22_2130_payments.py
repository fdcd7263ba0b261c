"""Withdrawals, paybill payments, refunds, taxes, and what keeps watch over them.

Revision: 0004
After: 0003
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_CHECKS = (
    (
        "deposits",
        "credited_has_its_moment",
        "(state IN ('credited', 'reversed')) = (completed_at IS NOT NULL)",
    ),
    ("deposits", "tax_is_a_part", "tax >= 0 AND tax < amount"),
    (
        "mpesa_callbacks",
        "kind_is_known",
        "kind IN ('stk', 'c2b', 'b2c', 'b2c_timeout', 'status', 'status_timeout', 'balance', 'balance_timeout', 'reversal', 'reversal_timeout')",
    ),
    (
        "sms_codes",
        "purpose_is_known",
        "purpose IN ('verify_phone', 'reset_password', 'withdraw')",
    ),
    (
        "sms_codes",
        "a_withdrawal_has_its_code",
        "(purpose = 'withdraw') = (withdrawal_id IS NOT NULL)",
    ),
)


def upgrade() -> None:
    """Create the tables and widen the older ones."""
    op.create_table(
        "mpesa_lines",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("receipt", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("amount", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("original_receipt", sa.String(length=20), nullable=True),
        sa.Column("reference", sa.String(length=40), nullable=True),
        sa.Column("details", sa.String(length=200), nullable=True),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "seen_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('collection', 'payout', 'reversal', 'charge', 'other')",
            name=op.f("ck_mpesa_lines_kind_is_known"),
        ),
        sa.CheckConstraint(
            "source IN ('pull', 'statement', 'status')",
            name=op.f("ck_mpesa_lines_source_is_known"),
        ),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_mpesa_lines_amount_is_something")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mpesa_lines")),
        sa.UniqueConstraint("receipt", "kind", name=op.f("uq_mpesa_lines_receipt_kind")),
    )
    op.create_index("ix_mpesa_lines_completed_at", "mpesa_lines", ["completed_at"], unique=False)
    op.create_table(
        "mpesa_requests",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=True),
        sa.Column("subject_id", sa.BigInteger(), nullable=True),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("token_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("asked_receipt", sa.String(length=20), nullable=True),
        sa.Column("asked_conversation_id", sa.String(length=80), nullable=True),
        sa.Column("originator_conversation_id", sa.String(length=80), nullable=True),
        sa.Column("conversation_id", sa.String(length=80), nullable=True),
        sa.Column("state", sa.String(length=10), server_default="created", nullable=False),
        sa.Column("answer", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(kind = 'status') = (subject_id IS NOT NULL AND subject IS NOT NULL)",
            name=op.f("ck_mpesa_requests_a_question_has_its_subject"),
        ),
        sa.CheckConstraint(
            "(state IN ('created', 'sent')) = (due_at IS NOT NULL)",
            name=op.f("ck_mpesa_requests_who_waits_has_a_deadline"),
        ),
        sa.CheckConstraint(
            "kind IN ('status', 'balance')",
            name=op.f("ck_mpesa_requests_kind_is_known"),
        ),
        sa.CheckConstraint(
            "state IN ('created', 'sent', 'answered', 'lost')",
            name=op.f("ck_mpesa_requests_state_is_known"),
        ),
        sa.CheckConstraint(
            "subject IN ('withdrawal', 'paybill', 'refund', 'deposit')",
            name=op.f("ck_mpesa_requests_subject_is_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mpesa_requests")),
        sa.UniqueConstraint("reference", name=op.f("uq_mpesa_requests_reference")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_mpesa_requests_token_sha256")),
    )
    op.create_index(
        "ix_mpesa_requests_due_at",
        "mpesa_requests",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('created', 'sent')"),
    )
    op.create_index(
        "ix_mpesa_requests_subject",
        "mpesa_requests",
        ["subject", "subject_id", "id"],
        unique=False,
    )
    op.create_table(
        "payment_events",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
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
        sa.CheckConstraint(
            "subject IN ('withdrawal', 'paybill', 'refund')",
            name=op.f("ck_payment_events_subject_is_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_events")),
    )
    op.create_index(
        "ix_payment_events_subject",
        "payment_events",
        ["subject", "subject_id", "id"],
        unique=False,
    )
    op.create_table(
        "reconciliation_runs",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="running", nullable=False),
        sa.Column("started_by", sa.String(length=60), nullable=False),
        sa.Column("ledger_float", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("mpesa_balance", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("players_money", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("lines", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("cents_seen", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "cents_explained",
            sa.BigInteger(),
            server_default=sa.text("0"),
            nullable=False,
        ),
        sa.Column(
            "started_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'running') = (due_at IS NOT NULL)",
            name=op.f("ck_reconciliation_runs_running_has_deadline"),
        ),
        sa.CheckConstraint(
            "state IN ('running', 'agreed', 'broken', 'failed')",
            name=op.f("ck_reconciliation_runs_state_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliation_runs")),
    )
    op.create_index(
        "ix_reconciliation_runs_day", "reconciliation_runs", ["day", "id"], unique=False
    )
    op.create_table(
        "switches",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("is_on", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("changed_by", sa.String(length=60), server_default="system", nullable=False),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "name IN ('deposits', 'withdrawals')", name=op.f("ck_switches_is_known")
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_switches")),
    )
    op.create_table(
        "alarms",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column(
            "detail",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column("times", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column(
            "raised_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "last_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cleared_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["cleared_by"], ["users.id"], name=op.f("fk_alarms_cleared_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarms")),
    )
    op.create_index(
        "uq_alarms_open",
        "alarms",
        ["kind", "subject"],
        unique=True,
        postgresql_where=sa.text("cleared_at IS NULL"),
    )
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("admin_id", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column(
            "detail",
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
        sa.ForeignKeyConstraint(["admin_id"], ["users.id"], name=op.f("fk_audit_entries_admin_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index("ix_audit_entries_subject", "audit_entries", ["subject", "id"], unique=False)
    op.create_table(
        "manual_rulings",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column(
            "terms",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.BigInteger(), nullable=False),
        sa.Column(
            "proposed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.String(length=10), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(decision IS NULL) = (due_at IS NOT NULL) AND (decision IS NULL OR decision IN ('approved', 'rejected', 'lapsed')) AND (coalesce(decision, 'lapsed') <> 'lapsed') = (decided_by IS NOT NULL)",
            name=op.f("ck_manual_rulings_decided_by_somebody"),
        ),
        sa.CheckConstraint(
            "subject IN ('deposit', 'withdrawal', 'paybill', 'refund')",
            name=op.f("ck_manual_rulings_subject_is_known"),
        ),
        sa.CheckConstraint(
            "length(btrim(reason)) >= 8", name=op.f("ck_manual_rulings_reason_is_given")
        ),
        sa.CheckConstraint("proposed_by <> decided_by", name=op.f("ck_manual_rulings_two_people")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["users.id"], name=op.f("fk_manual_rulings_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["users.id"], name=op.f("fk_manual_rulings_proposed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manual_rulings")),
    )
    op.create_index(
        "uq_manual_rulings_open",
        "manual_rulings",
        ["subject", "subject_id"],
        unique=True,
        postgresql_where=sa.text("decision IS NULL"),
    )
    op.create_table(
        "paybill_payments",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("receipt", sa.String(length=20), nullable=False),
        sa.Column("amount", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column(
            "tax",
            sa.Numeric(precision=12, scale=2),
            server_default=sa.text("0"),
            nullable=False,
        ),
        sa.Column("tax_profile", sa.String(length=20), server_default="none", nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("payer", sa.String(length=80), nullable=True),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=20), server_default="received", nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("doubt", sa.String(length=30), nullable=True),
        sa.Column("questions", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state IN ('received', 'suspense', 'review')) = (due_at IS NOT NULL)",
            name=op.f("ck_paybill_payments_who_waits_has_a_deadline"),
        ),
        sa.CheckConstraint(
            "state <> 'credited' OR user_id IS NOT NULL",
            name=op.f("ck_paybill_payments_credited_has_its_player"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('credited', 'suspense', 'returned') OR verified_at IS NOT NULL",
            name=op.f("ck_paybill_payments_money_needs_proof"),
        ),
        sa.CheckConstraint(
            "amount > 0 AND tax >= 0 AND tax < amount",
            name=op.f("ck_paybill_payments_amount_is_sane"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_paybill_payments_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paybill_payments")),
        sa.UniqueConstraint("receipt", name=op.f("uq_paybill_payments_receipt")),
    )
    op.create_index(
        "ix_paybill_payments_due_at",
        "paybill_payments",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('received', 'suspense', 'review')"),
    )
    op.create_index(
        "ix_paybill_payments_user_id",
        "paybill_payments",
        ["user_id", "id"],
        unique=False,
    )
    op.create_table(
        "reconciliation_breaks",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("receipt", sa.String(length=20), nullable=True),
        sa.Column("ours", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("theirs", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("difference", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["reconciliation_runs.id"],
            name=op.f("fk_reconciliation_breaks_run_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliation_breaks")),
    )
    op.create_index(
        "ix_reconciliation_breaks_run_id",
        "reconciliation_breaks",
        ["run_id", "id"],
        unique=False,
    )
    op.create_table(
        "tax_periods",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("profile", sa.String(length=20), nullable=False),
        sa.Column("effective_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "profile IN ('none', 'gambling')",
            name=op.f("ck_tax_periods_profile_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["users.id"], name=op.f("fk_tax_periods_decided_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_periods")),
        sa.UniqueConstraint("effective_from", name=op.f("uq_tax_periods_effective_from")),
    )
    op.create_table(
        "withdrawals",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("phone", sa.String(length=15), nullable=False),
        sa.Column("amount", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("fee", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("tax", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("net", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("change", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("tax_profile", sa.String(length=20), nullable=False),
        sa.Column(
            "state",
            sa.String(length=20),
            server_default="awaiting_code",
            nullable=False,
        ),
        sa.Column("originator_conversation_id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=80), nullable=True),
        sa.Column("token_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("result_code", sa.String(length=40), nullable=True),
        sa.Column("failure", sa.String(length=30), nullable=True),
        sa.Column("doubt", sa.String(length=30), nullable=True),
        sa.Column("mpesa_reference", sa.String(length=20), nullable=True),
        sa.Column("tries", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("questions", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'released') = (failure IS NOT NULL)",
            name=op.f("ck_withdrawals_release_has_its_reason"),
        ),
        sa.CheckConstraint(
            "(state IN ('awaiting_code', 'held', 'sending', 'sent', 'unknown', 'review')) = (due_at IS NOT NULL)",
            name=op.f("ck_withdrawals_who_waits_has_a_deadline"),
        ),
        sa.CheckConstraint(
            "(state IN ('paid', 'released')) = (completed_at IS NOT NULL)",
            name=op.f("ck_withdrawals_final_has_its_moment"),
        ),
        sa.CheckConstraint(
            "phone ~ '^254[71][0-9]{8}$'", name=op.f("ck_withdrawals_phone_is_kenyan")
        ),
        sa.CheckConstraint(
            "state <> 'paid' OR mpesa_reference IS NOT NULL",
            name=op.f("ck_withdrawals_paid_needs_a_receipt"),
        ),
        sa.CheckConstraint(
            "amount > 0 AND net > 0 AND net <= 250000 AND net = trunc(net) AND fee >= 0 AND tax >= 0 AND change >= 0 AND change < 1 AND net + fee + tax + change = amount",
            name=op.f("ck_withdrawals_parts_make_the_amount"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_withdrawals_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawals")),
        sa.UniqueConstraint(
            "originator_conversation_id",
            name=op.f("uq_withdrawals_originator_conversation_id"),
        ),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_withdrawals_token_sha256")),
    )
    op.create_index(
        "ix_withdrawals_due_at",
        "withdrawals",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text(
            "state IN ('awaiting_code', 'held', 'sending', 'sent', 'unknown', 'review')"
        ),
    )
    op.create_index("ix_withdrawals_user_id", "withdrawals", ["user_id", "id"], unique=False)
    op.create_index(
        "uq_withdrawals_mpesa_reference",
        "withdrawals",
        ["mpesa_reference"],
        unique=True,
        postgresql_where=sa.text("mpesa_reference IS NOT NULL"),
    )
    op.create_table(
        "refunds",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("deposit_id", sa.BigInteger(), nullable=True),
        sa.Column("paybill_payment_id", sa.BigInteger(), nullable=True),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("original_receipt", sa.String(length=20), nullable=False),
        sa.Column("amount", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("wallet_amount", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("tax_amount", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=20), server_default="held", nullable=False),
        sa.Column("token_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("originator_conversation_id", sa.String(length=80), nullable=True),
        sa.Column("conversation_id", sa.String(length=80), nullable=True),
        sa.Column("result_code", sa.String(length=40), nullable=True),
        sa.Column("doubt", sa.String(length=30), nullable=True),
        sa.Column("mpesa_reference", sa.String(length=20), nullable=True),
        sa.Column("questions", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state IN ('done', 'released')) = (completed_at IS NOT NULL)",
            name=op.f("ck_refunds_final_has_its_moment"),
        ),
        sa.CheckConstraint(
            "(state IN ('held', 'sending', 'sent', 'unknown', 'review')) = (due_at IS NOT NULL)",
            name=op.f("ck_refunds_who_waits_has_a_deadline"),
        ),
        sa.CheckConstraint(
            "(deposit_id IS NULL) <> (paybill_payment_id IS NULL)",
            name=op.f("ck_refunds_one_payment_goes_back"),
        ),
        sa.CheckConstraint(
            "amount > 0 AND wallet_amount >= 0 AND tax_amount >= 0 AND wallet_amount + tax_amount = CASE WHEN user_id IS NULL THEN 0 ELSE amount END",
            name=op.f("ck_refunds_parts_make_the_amount"),
        ),
        sa.ForeignKeyConstraint(
            ["deposit_id"], ["deposits.id"], name=op.f("fk_refunds_deposit_id")
        ),
        sa.ForeignKeyConstraint(
            ["paybill_payment_id"],
            ["paybill_payments.id"],
            name=op.f("fk_refunds_paybill_payment_id"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_refunds_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
        sa.UniqueConstraint("reference", name=op.f("uq_refunds_reference")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_refunds_token_sha256")),
    )
    op.create_index(
        "ix_refunds_due_at",
        "refunds",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('held', 'sending', 'sent', 'unknown', 'review')"),
    )
    op.create_index("ix_refunds_user_id", "refunds", ["user_id", "id"], unique=False)
    op.create_index(
        "uq_refunds_original_receipt",
        "refunds",
        ["original_receipt"],
        unique=True,
        postgresql_where=sa.text("state <> 'released'"),
    )
    op.add_column(
        "deposits",
        sa.Column(
            "tax",
            sa.Numeric(precision=12, scale=2),
            server_default=sa.text("0"),
            nullable=False,
        ),
    )
    op.add_column(
        "deposits",
        sa.Column("tax_profile", sa.String(length=20), server_default="none", nullable=False),
    )
    op.add_column("mpesa_callbacks", sa.Column("withdrawal_id", sa.BigInteger(), nullable=True))
    op.add_column("mpesa_callbacks", sa.Column("request_id", sa.BigInteger(), nullable=True))
    op.add_column("mpesa_callbacks", sa.Column("refund_id", sa.BigInteger(), nullable=True))
    op.alter_column(
        "mpesa_callbacks",
        "kind",
        existing_type=sa.VARCHAR(length=10),
        type_=sa.String(length=20),
        existing_nullable=False,
    )
    op.create_index("ix_mpesa_callbacks_refund_id", "mpesa_callbacks", ["refund_id"], unique=False)
    op.create_index(
        "ix_mpesa_callbacks_request_id", "mpesa_callbacks", ["request_id"], unique=False
    )
    op.create_index(
        "ix_mpesa_callbacks_withdrawal_id",
        "mpesa_callbacks",
        ["withdrawal_id"],
        unique=False,
    )
    op.add_column("sms_codes", sa.Column("withdrawal_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_sms_codes_withdrawal_id"),
        "sms_codes",
        "withdrawals",
        ["withdrawal_id"],
        ["id"],
    )
    op.add_column("users", sa.Column("payouts_after", sa.DateTime(timezone=True), nullable=True))
    for table, name, rule in _CHECKS:
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS ck_{table}_{name}")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_{name} CHECK ({rule})")


def downgrade() -> None:
    """Money does not go back: a mistake is mended by the next migration."""
    raise NotImplementedError
