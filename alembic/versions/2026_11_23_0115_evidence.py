"""Pictures that players show as proof, and names that look alike.

Revision: 0015
After: 0014
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

RULES = """
-- What was shown cannot be changed, by nobody. A row goes from storing to stored or dropped, and
-- from stored to expired when its time has come; then its words go as well, and its file.
CREATE FUNCTION keep_picture() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER rules BEFORE UPDATE ON match_pictures
  FOR EACH ROW EXECUTE FUNCTION keep_picture();
CREATE TRIGGER terms BEFORE UPDATE OF id, match_id, user_id, replay, original_sha256, original_size,
    sha256, size, content_type, width, height, phash, dhash, thumb, flags, reuses_id, created_at
  ON match_pictures FOR EACH ROW EXECUTE FUNCTION refuse('what was shown cannot change');
CREATE TRIGGER no_delete BEFORE DELETE ON match_pictures
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON match_pictures
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON player_names
  FOR EACH ROW EXECUTE FUNCTION forbid();

REVOKE ALL ON FUNCTION keep_picture() FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE ON match_pictures TO wagewars_app;
GRANT SELECT, INSERT ON player_names TO wagewars_app;
"""


def upgrade() -> None:
    """Add both tables, with their rules."""
    text, now = sa.text, sa.text("now()")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "match_pictures",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("match_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("replay", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(10), server_default="storing", nullable=False),
        sa.Column("original_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("original_size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("content_type", sa.String(20), nullable=False),
        sa.Column("width", sa.SmallInteger(), nullable=False),
        sa.Column("height", sa.SmallInteger(), nullable=False),
        sa.Column("phash", sa.BigInteger(), nullable=True),
        sa.Column("dhash", sa.BigInteger(), nullable=True),
        *(
            sa.Column(
                f"band{number}",
                sa.Integer(),
                sa.Computed(f"((phash >> {48 - 16 * number}) & 65535)::integer", persisted=True),
                nullable=True,
            )
            for number in range(4)
        ),
        sa.Column("thumb", sa.LargeBinary(), nullable=True),
        sa.Column("note", sa.String(500), nullable=True),
        sa.Column("video_link", sa.String(300), nullable=True),
        sa.Column("claimed_name", sa.String(50), nullable=True),
        sa.Column("flags", pg.ARRAY(sa.String()), server_default=text("'{}'"), nullable=False),
        sa.Column("reuses_id", sa.BigInteger(), nullable=True),
        sa.Column("due_at", moment, nullable=True),
        sa.Column("created_at", moment, server_default=now, nullable=False),
        sa.CheckConstraint(
            "state IN ('storing', 'stored', 'dropped', 'expired')",
            name=op.f("ck_match_pictures_state_is_known"),
        ),
        sa.CheckConstraint(
            "due_at IS NOT NULL OR state IN ('dropped', 'expired')",
            name=op.f("ck_match_pictures_who_waits_has_a_deadline"),
        ),
        sa.CheckConstraint(
            "num_nulls(phash, dhash, thumb) IN (0, 3)",
            name=op.f("ck_match_pictures_a_fingerprint_is_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["match_id"], ["matches.id"], name=op.f("fk_match_pictures_match_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_match_pictures_user_id")),
        sa.ForeignKeyConstraint(
            ["reuses_id"], ["match_pictures.id"], name=op.f("fk_match_pictures_reuses_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_pictures")),
    )
    kept = text("state <> 'dropped'")
    for name, column in (
        ("uq_match_pictures_original", "original_sha256"),
        ("uq_match_pictures_sha256", "sha256"),
    ):
        columns = ["match_id", "user_id", "replay", column]
        op.create_index(name, "match_pictures", columns, unique=True, postgresql_where=kept)
    for column in ("original_sha256", "sha256"):
        op.create_index(f"ix_match_pictures_{column}", "match_pictures", [column])
    for number in range(4):
        op.create_index(
            f"ix_match_pictures_band{number}",
            "match_pictures",
            [f"band{number}"],
            postgresql_where=text("phash IS NOT NULL"),
        )
    op.create_index(
        "ix_match_pictures_due_at",
        "match_pictures",
        ["due_at"],
        postgresql_where=text("due_at IS NOT NULL"),
    )
    op.create_table(
        "player_names",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(50), nullable=False),
        sa.Column("skeleton", sa.String(400), nullable=False),
        sa.Column("created_at", moment, server_default=now, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_player_names_user_id")),
        sa.PrimaryKeyConstraint("user_id", "name", name=op.f("pk_player_names")),
    )
    op.create_index("ix_player_names_skeleton", "player_names", ["skeleton"])
    op.execute(RULES)


def downgrade() -> None:
    """Money does not go back: a mistake is mended by the next migration."""
    raise NotImplementedError
