"""Reconciliation has a system to itself, apart from the one of `tests.e2e`.

Two systems at once would share the Redis of this process, and each worker the jobs of both.
"""

import pytest


@pytest.fixture(autouse=True)
def _ledger_balances_afterwards(ledger_balances: None) -> None:
    """Check the invariants of the money when the flow is over."""
