"""After every test of the ledger the money must add up."""

import pytest


@pytest.fixture(autouse=True)
def _the_books_balance_afterwards(books_balance: None) -> None:
    """Check the invariants of the money when the test is over."""
