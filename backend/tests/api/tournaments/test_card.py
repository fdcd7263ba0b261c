"""The picture that a chat shows beside the link of a tournament."""

import httpx

from tests.support.arena import Arena
from tests.support.factories.base import writing
from tests.support.factories.tournament import TournamentFactory
from tests.support.pictures import opened


def test_anybody_gets_the_card_of_a_published_tournament_and_nobody_of_a_draft(
    arena: Arena,
) -> None:
    with writing():
        tournament_id = TournamentFactory.create(name="<b>Cup").id
    path = f"{arena.url}/api/v1/tournaments/{tournament_id}/card.png"
    assert httpx.get(path).status_code == 404
    arena.sql(
        "UPDATE tournaments SET status = 'registration', published_at = now(),"
        f" due_at = check_in_opens_at WHERE id = {tournament_id}"
    )
    answer = httpx.get(path)
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["cache-control"] == "public, max-age=300"
    assert opened(answer.content).size == (1200, 630)
