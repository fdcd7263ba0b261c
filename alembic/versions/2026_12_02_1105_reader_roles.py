"""Roles that read: for figures, and for whoever audits.

Revision: 0115
After: 0113
"""

from sql_files import run_file

revision = "0115"
down_revision = "0113"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_file("readers")
