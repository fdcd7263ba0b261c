"""Every way in which we refuse is used, and has its place in HTTP."""

from app.api.errors import STATUS_OF_KIND
from app.domain import errors
from app.domain.problems import ProblemCode
from tests.architecture.sources import sources


def kinds(of: type[errors.Refusal] = errors.Refusal) -> set[type[errors.Refusal]]:
    return {deeper for kind in of.__subclasses__() for deeper in {kind, *kinds(kind)}}


def _status_of(kind: type[errors.Refusal]) -> int:
    return next(STATUS_OF_KIND[base][0] for base in kind.__mro__ if base in STATUS_OF_KIND)


def test_every_code_is_raised_somewhere() -> None:
    raised = {name for source in sources() for name in source.names_of("ProblemCode")}
    assert {code.name for code in ProblemCode} - raised == set(), "nobody says these"


def test_each_code_has_one_status() -> None:
    of_name = {kind.__name__: kind for kind in kinds()}
    used: dict[str, set[int]] = {}
    for source in sources():
        for code, kind in source.first_arguments("ProblemCode"):
            if kind in of_name:
                used.setdefault(code, set()).add(_status_of(of_name[kind]))
    assert used
    assert {code: found for code, found in used.items() if len(found) > 1} == {}


def test_every_kind_of_refusal_has_a_status() -> None:
    for kind in kinds():
        assert [base for base in kind.__mro__ if base in STATUS_OF_KIND], f"{kind} has no status"
    assert set(STATUS_OF_KIND) <= kinds()


def test_nobody_raises_a_refusal_of_no_kind() -> None:
    for source in sources():
        assert "raise Refusal(" not in source.text, source.path


def test_codes_are_spelled_as_they_are_named() -> None:
    for code in ProblemCode:
        assert code.value == code.name.lower()


def test_only_the_api_speaks_http() -> None:
    for source in sources():
        if source.path != "app/api/errors.py":
            assert "HTTPException" not in source.text, source.path
