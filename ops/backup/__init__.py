"""Encrypted physical backups of PostgreSQL 18, their WAL, and what lies beside the database.

`python -m ops.backup` takes one, restores to a second, archives WAL and looks what there is;
docs/backups.md says when and how.
"""
