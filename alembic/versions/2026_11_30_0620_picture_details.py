"""Pictures: details, by which two scoreboards that differ in numbers alone are told apart.

Revision: 0002_picture_details
After: 0020
"""

from alembic import op

revision = "0002_picture_details"
down_revision = "0020"
branch_labels = None
depends_on = None

_CHECK = "ck_match_pictures_a_fingerprint_is_whole"
_TERMS = """
CREATE TRIGGER terms BEFORE UPDATE OF id, match_id, user_id, replay, original_sha256,
    original_size, sha256, size, content_type, width, height, phash, dhash, thumb, detail, flags,
    reuses_id, created_at
  ON match_pictures
  FOR EACH ROW EXECUTE FUNCTION refuse('what was shown cannot change')
"""


def upgrade() -> None:
    """Add the column; older pictures are compared by file only, and there are none."""
    op.execute("ALTER TABLE match_pictures ADD COLUMN detail bytea")
    op.execute(f"ALTER TABLE match_pictures DROP CONSTRAINT {_CHECK}")
    op.execute(
        f"ALTER TABLE match_pictures ADD CONSTRAINT {_CHECK}"
        " CHECK (num_nulls(phash, dhash, thumb, detail) = ANY (ARRAY[0, 4]))"
    )
    op.execute("CREATE INDEX ix_match_pictures_user_id ON match_pictures (user_id, id)")
    op.execute("DROP TRIGGER terms ON match_pictures")
    op.execute(_TERMS)


def downgrade() -> None:
    """Money does not go back: a mistake is mended by the next migration."""
    raise NotImplementedError
