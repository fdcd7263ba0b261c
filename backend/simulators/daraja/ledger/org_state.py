"""What PUT /_sim/org sets for the organisation besides its balances."""

from pydantic import BaseModel

from simulators.core.store import Store


class OrgState(BaseModel):
    """What is wrong with the organisation as a whole."""

    payouts_fail_with: str | None = None


def read(store: Store) -> OrgState:
    """Return the state as it is."""
    row = store.one("SELECT value FROM notes WHERE name = 'org'")
    return OrgState.model_validate_json(row["value"]) if row else OrgState()


def write(store: Store, state: OrgState) -> None:
    """Keep the state across restarts."""
    store.run(
        "INSERT OR REPLACE INTO notes (name, value) VALUES ('org', ?)", state.model_dump_json()
    )
