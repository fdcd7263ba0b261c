"""An arena: the API and players who are signed in there."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from app.core import ratelimit
from tests.fixtures.arena import Arena
from tests.fixtures.databases import Database


@pytest.fixture
def arena(api_url: str, database: Database, books_balance: None) -> Iterator[Arena]:
    """Players find each other here; when the test is over, the books must balance."""
    ratelimit.look_again()
    with ExitStack() as stack:
        yield Arena(api_url, database, stack)
