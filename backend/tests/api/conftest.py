"""An arena: the API, served with its lifespan, and players who are signed in."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.fixtures.arena import Arena, serve
from tests.fixtures.databases import Database


@pytest.fixture(scope="session")
def arena_url() -> Iterator[str]:
    """Where the API is served for this process of the run."""
    from app.main import create_app  # reads settings, which exist by now

    with serve(create_app()) as url:
        yield url


@pytest.fixture
def arena(arena_url: str, database: Database, books_balance: None) -> Iterator[Arena]:
    """Players find each other here; when the test is over, the books must balance."""
    with ExitStack() as stack:
        yield Arena(arena_url, database, stack)
