"""After every test of the ledger the money must add up."""

import pytest


@pytest.fixture(autouse=True)
def _ledger_balances_afterwards(ledger_balances: None) -> None:
    """Check the invariants of the money when the test is over."""
