"""Answers as the contract has them: methods, media types, headers."""

import httpx

from tests.api.contract.operations import operations
from tests.support.arena import Arena, refusal


def test_a_method_that_a_path_does_not_have_is_told_which_it_has(browser: httpx.Client) -> None:
    methods: dict[str, set[str]] = {}
    for operation in operations():
        methods.setdefault(operation.filled(), set()).add(operation.method)
    for path, known in methods.items():
        if "PATCH" in known:
            continue
        answer = browser.patch(path)
        assert refusal(answer) == (405, "method_not_allowed"), path
        assert set(answer.headers["allow"].split(", ")) == known, path


def test_a_statement_comes_as_the_files_that_the_contract_declares(arena: Arena) -> None:
    player = arena.player(money=500)
    for form, media_type in (("csv", "text/csv"), ("pdf", "application/pdf")):
        answer = player.http.get("/payments/transactions", params={"format": form})
        assert answer.status_code == 200
        assert answer.headers["content-type"].partition(";")[0] == media_type
        assert "attachment" in answer.headers["content-disposition"]


def test_a_refusal_carries_the_headers_that_the_contract_declares(browser: httpx.Client) -> None:
    answer = browser.get("/users/me")
    assert refusal(answer) == (401, "not_signed_in")
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.headers["x-request-id"] == answer.json()["request_id"]
