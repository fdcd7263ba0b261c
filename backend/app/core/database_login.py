"""Check that the login of this process can do nothing to the database but what the app may.

A login that owns the tables could switch off their triggers and with them every rule of money, so
no process of the app works with one. The check is one query on the first connection.
"""

from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class


class UnsafeLogin(Exception):
    """The login may do more than the app needs, or lacks its session settings."""


# One row for each offence. Asked about the session's login, which `SET ROLE` cannot hide, and about
# every role that it could become.
_OFFENCES = """
WITH login AS (SELECT * FROM pg_roles WHERE rolname = session_user)
SELECT 'is a superuser' FROM login WHERE rolsuper
UNION ALL SELECT 'may create roles (CREATEROLE)' FROM login WHERE rolcreaterole
UNION ALL SELECT 'bypasses row security (BYPASSRLS)' FROM login WHERE rolbypassrls
UNION ALL SELECT 'may replicate (REPLICATION)' FROM login WHERE rolreplication
UNION ALL SELECT 'is or may become the owner of the database' FROM pg_database
  WHERE datname = current_database() AND pg_has_role(session_user, datdba, 'MEMBER')
UNION ALL (SELECT 'is or may become the owner of table ' || relname FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'S')
    AND pg_has_role(session_user, relowner, 'MEMBER') ORDER BY relname LIMIT 1)
UNION ALL (SELECT 'is or may become the owner of function ' || proname FROM pg_proc
  WHERE pronamespace = 'public'::regnamespace
    AND pg_has_role(session_user, proowner, 'MEMBER') ORDER BY proname LIMIT 1)
UNION ALL SELECT 'may create objects in schema public'
  WHERE has_schema_privilege(session_user, 'public', 'CREATE')
UNION ALL (SELECT 'may truncate, or attach triggers to, table ' || relname FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
    AND has_table_privilege(session_user, oid, 'TRUNCATE, TRIGGER') ORDER BY relname LIMIT 1)
UNION ALL (SELECT 'may pass on its rights to table ' || relname FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
    AND has_table_privilege(session_user, oid, 'SELECT WITH GRANT OPTION,
      INSERT WITH GRANT OPTION, UPDATE WITH GRANT OPTION, DELETE WITH GRANT OPTION')
  ORDER BY relname LIMIT 1)
UNION ALL (SELECT 'may write table ' || relname || ' itself' FROM pg_class
  WHERE oid IN (to_regclass('entries'), to_regclass('transactions'), to_regclass('accounts'))
    AND (has_table_privilege(session_user, oid, 'INSERT, UPDATE, DELETE')
         OR has_any_column_privilege(session_user, oid, 'UPDATE')) ORDER BY relname LIMIT 1)
UNION ALL (SELECT 'has no ' || name || ' (see alembic/sql/app_login.sql)' FROM pg_settings
  WHERE name IN ('lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout')
    AND setting = '0' ORDER BY name LIMIT 1)
UNION ALL SELECT 'plans the ledger''s functions anew at each call'
    ' (plan_cache_mode; see alembic/sql/app_login.sql)'
  WHERE current_setting('plan_cache_mode') <> 'force_generic_plan'
"""


def require_safe_login(connection: Connection) -> None:
    """Raise UnsafeLogin, in one sentence, unless the login has no rights but those of the app."""
    was_autocommit, connection.autocommit = connection.autocommit, True  # leaves nothing open
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT session_user::text UNION ALL ({_OFFENCES})")
        (login,), *offences = cursor.fetchall()
    connection.autocommit = was_autocommit
    if offences:
        what = "; ".join(offence for (offence,) in offences)
        msg = (
            f"DATABASE_URL names login {login}, which {what}."
            " Give the app the login of docs/operations.md, not the owner of the tables."
        )
        raise UnsafeLogin(msg)
