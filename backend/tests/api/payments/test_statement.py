"""The statement as players see it: filtered, in two languages, with legs, and as files to keep."""

import csv
import io
import re
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import httpx
import pytest

from app.api.exports import statement_csv, statement_pdf
from app.api.routes import statement as routes
from app.domain.language import Language
from app.domain.ledger.statement import Movement, MovementType
from tests.database.ledger.lives import life
from tests.support.arena import Arena, Player, refusal
from tests.support.reading import change_in

pytestmark = pytest.mark.usefixtures("rematches_allowed")

HOME = "/payments/transactions"


def file(player: Player, form: str, **query: Any) -> httpx.Response:
    answer = player.http.get(HOME, params={"format": form, **query})
    assert answer.status_code == 200, answer.text
    return answer


def rows(answer: httpx.Response) -> list[dict[str, str]]:
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf"), "Excel needs the mark to see UTF-8"
    text = answer.content.decode("utf-8-sig")
    assert text.count("\r\n") == text.count("\n")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def pages(paper: bytes) -> list[str]:
    """Return the words on each page of a PDF."""
    assert paper.startswith(b"%PDF-")
    found = []
    for packed in re.findall(rb"stream\n(.*?)\nendstream", paper, re.DOTALL):
        content = zlib.decompress(packed)
        if b" Tj" in content:
            words = re.findall(rb"\((.*?)(?<!\\)\) Tj", content, re.DOTALL)
            plain = b" ".join(words).decode("windows-1252").replace("\xa0", " ")
            found.append(plain.replace("\\(", "(").replace("\\)", ")"))
    return found


def filename(answer: httpx.Response) -> str:
    kind, _, name = answer.headers["content-disposition"].partition("; filename=")
    assert kind == "attachment"
    return str(name.strip('"'))


def played(arena: Arena) -> Player:
    """Return somebody who has won 180 and lost 50, and left the queue once."""
    one, two, match_id = arena.playing()
    one.report(match_id, "won")
    two.report(match_id, "lost")
    one.join(50)
    match_id = int(two.join(50).json()["match_id"])
    for player in (one, two):
        player.ready(match_id)
    one.report(match_id, "lost")
    two.report(match_id, "won")
    one.join(20)
    one.leave()
    return one


def test_a_player_may_filter_by_kind_of_movement(arena: Arena) -> None:
    player = played(arena)
    everything = player.statement()
    assert {line["kind"] for line in everything} == {"deposit", "stake", "prize"}
    for kind in ("deposit", "withdrawal", "stake", "prize", "refund", "other"):
        expected = [line for line in everything if line["kind"] == kind]
        assert player.get(HOME, kind=kind, limit=100)["items"] == expected
        first = player.get(HOME, kind=kind, limit=1)
        cursor = first["next_cursor"]
        rest = player.get(HOME, kind=kind, cursor=cursor)["items"] if cursor else []
        assert first["items"] + rest == expected
    assert refusal(player.http.get(HOME, params={"kind": "theft"})) == (422, "invalid_request")


def test_days_are_days_in_nairobi_and_both_belong_to_the_period(arena: Arena) -> None:
    player = played(arena)
    gift, stake, prize, *_ = player.statement()[::-1]
    times = {  # a transaction does not change; only the owner of the tables can pretend
        gift["id"]: "2026-03-01T20:59:59Z",  # 1 March, a second before midnight in Nairobi
        stake["id"]: "2026-03-01T21:00:00Z",  # 2 March
        prize["id"]: "2026-03-02T20:59:59Z",  # 2 March
    }
    arena.sql("ALTER TABLE transactions DISABLE TRIGGER immutable")
    for line_id, moment in times.items():
        arena.sql(
            f"UPDATE transactions SET created_at = '{moment}' WHERE id ="
            f" (SELECT transaction_id FROM entries WHERE id = {line_id})"
        )

    def listed(**days: str) -> list[int]:
        lines = player.get(HOME, limit=100, **days)["items"]
        return [line["id"] for line in lines if line["id"] in times][::-1]

    assert listed(**{"from": "2026-03-01", "to": "2026-03-01"}) == [gift["id"]]
    assert listed(**{"from": "2026-03-02", "to": "2026-03-02"}) == [stake["id"], prize["id"]]
    assert listed(to="2026-03-01") == [gift["id"]]
    assert listed(**{"from": "2026-03-02"}) == [stake["id"], prize["id"]]
    assert listed(**{"from": "2026-03-03", "to": "2026-03-04"}) == []
    kept = file(player, "csv", **{"from": "2026-03-02", "to": "2026-03-02"})
    assert [row["date (Nairobi)"] for row in rows(kept)] == [
        "2026-03-02 23:59:59",
        "2026-03-02 00:00:00",
    ]
    assert filename(kept) == "wagewars-statement-2026-03-02-to-2026-03-02.csv"


def test_invalid_filters_are_refused_with_a_message(arena: Arena) -> None:
    player = arena.player()
    for query in (
        {"from": "2026-03-02", "to": "2026-03-01"},
        {"from": "yesterday"},
        {"from": "0001-01-01"},
        {"to": "9999-12-31"},
        {"format": "xlsx"},
        {"lang": "fr"},
    ):
        assert refusal(player.http.get(HOME, params=query)) == (422, "invalid_request"), query


def test_the_language_comes_from_the_request_or_the_browser(arena: Arena) -> None:
    player = arena.player()
    receipt = player.get(HOME)["items"][0]["mpesa_reference"]
    english = f"KES 500.00 came into your wallet: you paid it by M-Pesa. Receipt {receipt}."
    swahili = f"KES 500.00 zimeingia kwenye pochi yako: ulizilipa kwa M-Pesa. Risiti {receipt}."

    def description(accept: str, **query: str) -> str:
        answer = player.http.get(HOME, params=query, headers={"Accept-Language": accept})
        return str(answer.json()["items"][0]["description"])

    assert description("*") == description("en-GB, sw;q=0.5") == english
    assert description("sw-KE, en;q=0.5") == swahili
    assert description("sw-KE", lang="en") == english
    assert description("en", lang="sw") == swahili


def test_a_movement_has_its_legs_in_plain_text(arena: Arena) -> None:
    player = played(arena)
    prize = next(line for line in player.statement() if line["type"] == "wager_win")
    movement = player.get(f"{HOME}/{prize['id']}")
    assert {name: movement[name] for name in prize} == prize
    pot = {"kind": "match_escrow", "name": f"the pot of match {prize['match_id']}"}
    assert [(leg["amount"], leg["source"], leg["target"]) for leg in movement["legs"]] == [
        ("180.00", pot, {"kind": "user_wallet", "name": "your wallet"}),
        ("20.00", pot, {"kind": "platform_fee", "name": "our fee"}),
    ]
    movement = player.get(f"{HOME}/{prize['id']}", lang="sw")
    assert [leg["target"]["name"] for leg in movement["legs"]] == ["pochi yako", "ada yetu"]


def test_a_player_cannot_read_a_movement_of_another(arena: Arena) -> None:
    mine, other = arena.player(), arena.player()
    line = other.statement()[0]["id"]
    assert other.get(f"{HOME}/{line}")["id"] == line
    for line_id in (line, 0, 10**9, 2**62, 2**63 - 1):
        expected = (404, "not_found") if line_id else (422, "invalid_request")
        assert refusal(mine.http.get(f"{HOME}/{line_id}")) == expected


def test_the_csv_file_has_every_movement(arena: Arena) -> None:
    player = played(arena)
    lines = player.statement()
    answer = file(player, "csv", limit=2, cursor=lines[3]["id"])  # both are for pages
    found = rows(answer)
    assert tuple(found[0]) == statement_csv.COLUMNS
    for line, row in zip(lines, found, strict=True):
        assert (row["type"], row["description"]) == (line["type"], line["description"])
        assert (row["amount"], row["balance"]) == (line["amount"], line["balance_after"])
        assert row["match"] == str(line["match_id"] or "")
    today = found[0]["date (Nairobi)"][:10]
    assert filename(answer) == f"wagewars-statement-{today}.csv"
    assert filename(file(player, "csv", kind="prize")) == f"wagewars-statement-prize-{today}.csv"
    swahili = rows(file(player, "csv", lang="sw"))
    changes = [change_in(row["description"], Language.SWAHILI) for row in swahili]
    assert changes == [Decimal(row["amount"]) for row in swahili]


def test_the_pdf_names_its_player_and_has_every_movement(arena: Arena) -> None:
    player = played(arena)
    answer = file(player, "pdf")
    assert answer.headers["content-type"] == "application/pdf"
    (words,) = pages(answer.content)
    assert f"Wallet statement {player.username} · 07" in words
    assert "Balance before 0.00" in words
    assert "Page 1 of 1" in words
    lines = player.statement()
    joined = re.sub(r"\s+", " ", words)
    for line in lines:
        assert f"{Decimal(line['balance_after']):,.2f}" in joined
        assert str(line["description"]).split(":", maxsplit=1)[0] in joined
    (words,) = pages(file(player, "pdf", lang="sw", kind="withdrawal").content)
    assert "Taarifa ya pochi" in words
    assert "Hakuna kilichotokea katika kipindi hiki." in words


def test_too_much_for_one_file_is_refused_with_what_to_do(
    arena: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    player = played(arena)
    many = len(player.statement())
    for form in routes.Form.CSV, routes.Form.PDF:
        monkeypatch.setitem(routes._MAX_ROWS, form, many)
        assert file(player, form).content
        monkeypatch.setitem(routes._MAX_ROWS, form, many - 1)
        answer = player.http.get(HOME, params={"format": form})
        assert refusal(answer) == (422, "statement_too_long")


def test_files_are_made_a_few_times_a_minute_for_each_player(arena: Arena) -> None:
    eager, patient = arena.player(), arena.player()
    # Twice the limit and one more: a minute may end in between.
    answers = [eager.http.get(HOME, params={"format": "csv"}) for _ in range(21)]
    refused = [answer for answer in answers if answer.status_code != 200]
    assert 1 <= len(refused) <= 11
    assert refusal(refused[0]) == (429, "too_many_requests")
    assert eager.statement()
    assert file(patient, "pdf").content


def some(count: int) -> list[Movement]:
    return [
        Movement(
            id=number,
            type=MovementType.RECEIVABLE_REPAID,
            amount=Decimal(-1),
            balance_after=Decimal(number),
            created_at=datetime(2026, 11, 22, 18, 0, tzinfo=UTC),
            legs=(),
        )
        for number in range(count, 0, -1)
    ]


COVER = statement_pdf.Cover(
    username="amina",
    phone="254711000001",
    kind=None,
    first_day=date(2026, 11, 1),
    last_day=date(2026, 11, 22),
    made_at=datetime(2026, 11, 22, 18, 0, tzinfo=UTC),
)


@pytest.mark.parametrize("language", Language)
def test_a_long_paper_numbers_its_pages_and_heads_each_of_them(language: Language) -> None:
    found = pages(statement_pdf.render(some(100), COVER, language))
    assert len(found) > 4
    last = {Language.ENGLISH: "Page {} of {}", Language.SWAHILI: "Ukurasa {} kati ya {}"}
    for number, words in enumerate(found, start=1):
        assert last[language].format(number, len(found)) in words
        assert "22 Nov 2026, 21:00" in words
        assert ("Balance" if language is Language.ENGLISH else "Salio") in words
    assert sum(len(re.findall(r"–1\.00", words)) for words in found) == 100


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_spreadsheet_never_takes_text_for_a_formula(start: str) -> None:
    hostile = f'{start}HYPERLINK("http://evil.example";"KES 5")'
    line = replace(some(1)[0], receipt=hostile)
    content = statement_csv.render([line], Language.ENGLISH).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content, newline=""))
    assert row["receipt"] == f"'{hostile}"
    assert row["description"].startswith("KES 1.00 left your wallet")
    assert (row["amount"], row["balance"]) == ("-1.00", "1.00"), "numbers stay numbers"


@pytest.fixture
def sign_in(arena: Arena) -> Callable[[int, str], Player]:
    """Sign in a player created without the API."""
    return arena._sign_in


def test_random_lives_add_up_through_the_api(sign_in: Callable[[int, str], Player]) -> None:
    for seed in range(300, 305):
        lived = life(seed)
        player = sign_in(lived.player.id, lived.player.username)
        lines = player.statement()
        changes = [change_in(line["description"], Language.ENGLISH) for line in lines]
        assert sum(changes, Decimal(0)) == lived.wallet
        assert f"{lived.wallet:.2f}" == player.get("/payments/wallet")["available"]
        pending = [line for line in lines if line["status"] == "pending"]
        assert len(pending) == len(lived.withdrawals) + len(lived.refunds)
        assert {line["phone"] for line in lines if line["withdrawal_id"]} <= {"254711000001"}
        assert [row["amount"] for row in rows(file(player, "csv"))] == [
            line["amount"] for line in lines
        ]
