"""All tables that speak of a person: what a player gets of each, or why nothing.

`tests/services/privacy` compares this with the database: a new table or column with a person in
it must be decided here before the tests are green.
"""

from app.domain.privacy.account_tables import ACCOUNT_TABLES
from app.domain.privacy.money_tables import MONEY_TABLES
from app.domain.privacy.personal_table import Withheld
from app.domain.privacy.play_tables import PLAY_TABLES

EXPORTED = (*ACCOUNT_TABLES, *MONEY_TABLES, *PLAY_TABLES)

NOT_EXPORTED = {
    "alarms": Withheld.STAFF,
    "audit_entries": Withheld.STAFF,
    "factor_resets": Withheld.STAFF,
    "idempotent_answers": Withheld.COPY,
    "manual_rulings": Withheld.STAFF,
    "match_evidence": Withheld.OTHERS,  # the game's own record, of both players and often of more
    "match_rulings": Withheld.STAFF,  # what was decided stands with the match
    "mpesa_callbacks": Withheld.COPY,
    "mpesa_lines": Withheld.COPY,
    "mpesa_requests": Withheld.COPY,
    "passkey_handles": Withheld.SECRET,
    "payment_events": Withheld.COPY,
    "prize_advances": Withheld.STAFF,
    "reconciliation_runs": Withheld.STAFF,
    "refresh_tokens": Withheld.SECRET,
    "reserve_records": Withheld.INNER,  # published for everybody; it names nobody
    "risk_flags": Withheld.CHEATS,
    "role_changes": Withheld.STAFF,
    "sms_inbound": Withheld.OTHERS,  # kept by number, which may have had another owner
    "sponsor_fundings": Withheld.STAFF,
    "staff_factor_tries": Withheld.SECRET,
    "staff_factors": Withheld.SECRET,
    "staff_invitations": Withheld.SECRET,
    "staff_notes": Withheld.CHEATS,
    "staff_proposals": Withheld.STAFF,  # what it did to a wallet stands in the statement
    "standings": Withheld.COPY,
    "suspected_pairs": Withheld.CHEATS,
    "switches": Withheld.STAFF,
    "tax_periods": Withheld.STAFF,
    "tournament_series": Withheld.STAFF,
    "tournaments": Withheld.STAFF,
}
