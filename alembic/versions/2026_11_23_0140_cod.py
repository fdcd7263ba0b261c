"""Who players are in the game, and what we still have to ask Activision about their matches.

Revision: 0014
After: 0013
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

RULES = """
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON game_ids
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON game_ids
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();

GRANT SELECT, INSERT ON game_ids TO wagewars_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON game_accounts TO wagewars_app;
GRANT SELECT, INSERT, UPDATE ON verification_jobs, cod_capabilities TO wagewars_app;
"""

_PLATFORMS = "platform IN ('acti', 'battle', 'psn', 'xbl', 'mobile')"
_VISIBLE = "visibility IN ('unknown', 'visible', 'private', 'not_found', 'empty', 'taken')"


def _moment(name: str, *, now: bool = False) -> sa.Column[object]:
    default = sa.text("now()") if now else None
    kind = sa.DateTime(timezone=True)
    return sa.Column(name, kind, server_default=default, nullable=not now)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "game_ids",
        sa.Column("uno", sa.String(20), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        _moment("created_at", now=True),
        sa.CheckConstraint("uno ~ '^[0-9]{1,20}$'", name=op.f("ck_game_ids_uno_is_digits")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_game_ids_user_id")),
        sa.PrimaryKeyConstraint("uno", name=op.f("pk_game_ids")),
        sa.UniqueConstraint("uno", "user_id", name=op.f("uq_game_ids_uno")),
    )
    op.create_table(
        "game_accounts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("platform", sa.String(10), nullable=False),
        sa.Column("username", sa.String(50), nullable=False),
        sa.Column("uno", sa.String(20), nullable=True),
        sa.Column("visibility", sa.String(10), server_default="unknown", nullable=False),
        _moment("probed_at"),
        _moment("probe_due_at"),
        _moment("created_at", now=True),
        _moment("updated_at", now=True),
        sa.CheckConstraint(_PLATFORMS, name=op.f("ck_game_accounts_platform_is_known")),
        sa.CheckConstraint(_VISIBLE, name=op.f("ck_game_accounts_visibility_is_known")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_game_accounts_user_id")),
        sa.ForeignKeyConstraint(
            ["uno", "user_id"],
            ["game_ids.uno", "game_ids.user_id"],
            name=op.f("fk_game_accounts_uno"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_game_accounts")),
        sa.UniqueConstraint("user_id", "platform", name=op.f("uq_game_accounts_user_id")),
    )
    op.create_index(
        "ix_game_accounts_probe_due_at",
        "game_accounts",
        ["probe_due_at"],
        postgresql_where=sa.text("probe_due_at IS NOT NULL"),
    )
    op.create_table(
        "verification_jobs",
        sa.Column("match_id", sa.BigInteger(), nullable=False),
        sa.Column("replay", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(10), server_default="waiting", nullable=False),
        sa.Column("priority", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempt", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        _moment("next_poll_at"),
        _moment("lease_until"),
        sa.Column("hits", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("sightings", pg.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("polls", pg.JSONB(), server_default=sa.text("'[]'"), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'done')", name=op.f("ck_verification_jobs_state_is_known")
        ),
        sa.CheckConstraint(
            "(state = 'waiting') = (next_poll_at IS NOT NULL)",
            name=op.f("ck_verification_jobs_who_waits_has_a_deadline"),
        ),
        sa.ForeignKeyConstraint(
            ["match_id"], ["matches.id"], name=op.f("fk_verification_jobs_match_id")
        ),
        sa.PrimaryKeyConstraint("match_id", "replay", name=op.f("pk_verification_jobs")),
    )
    op.create_index(
        "ix_verification_jobs_due",
        "verification_jobs",
        ["priority", "next_poll_at"],
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "cod_capabilities",
        sa.Column("name", sa.String(30), nullable=False),
        sa.Column("misses", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        _moment("off_until"),
        _moment("changed_at", now=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_cod_capabilities")),
    )
    op.execute(RULES)


def downgrade() -> None:
    """Money does not go back: a mistake is mended by the next migration."""
    raise NotImplementedError
