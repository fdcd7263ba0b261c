"""Playing an opponent, on the wire."""

from typing import Annotated, Any, Literal

from pydantic import Field

from app.domain.matches.disputes import Complaint
from app.domain.matches.games import Mode, Platform, Title
from app.domain.matches.states import MatchStatus, VerificationState
from app.domain.matches.vocabulary import Reason
from app.schemas.base import Documented, Inbound, MomentOut, MoneyOut, Outbound, example
from app.schemas.match_rules import Lobby, MatchRules
from app.schemas.rating import RatingChange
from app.schemas.text import pasted

Seat = Literal["player1", "player2"]
Result = Literal["player1", "player2", "draw", "void", "split"]
Outcome = Literal["won", "lost", "draw", "problem"]


class MatchPlayer(Outbound):
    """One side of a match; `is_simulated` says that a program plays, in a demo."""

    id: int
    username: str
    cod_username: str | None
    is_simulated: bool
    ready: bool
    reported: bool


class AnswerWait(Outbound):
    """Who (seat) has not answered the other's report, and the first proof that they were told.

    Their time to answer runs from `reached_at`, until `due_at` of the match. While that is null,
    or if it came too late for the whole time, a referee gets the match at `referee_at`.
    """

    seat: Seat
    reached_by: Literal["app", "push", "sms"] | None
    reached_at: MomentOut | None
    referee_at: MomentOut


class AppealState(Outbound):
    """An appeal or a contest: whose (seat), until when another referee should decide it.

    `joined_statement` is the other player's, where both got less than the prize and both appealed.
    """

    by: Seat
    statement: str
    opened_at: MomentOut
    rule_by: MomentOut
    decision: Literal["upheld", "overturned"] | None
    reason: str | None
    decided_at: MomentOut | None
    joined_statement: str | None


class DisputeState(Outbound):
    """The deadlines of a dispute, the same for both players but for `appeal_until`.

    `opened_by` is null when the reports contradicted each other. `place_in_queue` counts from 1
    once the window for proof is closed; `appeal_until` is null where the viewer
    cannot appeal.
    """

    opened_at: MomentOut
    opened_by: Seat | None
    reason: Annotated[str, Documented(Complaint | Reason)]
    evidence_until: MomentOut
    rule_by: MomentOut
    place_in_queue: int | None
    player1_done: bool
    player2_done: bool
    closed_at: MomentOut | None
    appeal_until: MomentOut | None
    appeal: AppealState | None


class GameSide(Outbound):
    """One player in the game's own records; `score` is null where there are no sides."""

    result: str | None
    score: int | None
    kills: int | None
    deaths: int | None


class GameRecord(Outbound):
    """The game that was found at Activision for a match, and how sure that is.

    A side is null while only the other player's records show the game. Ids of accounts are kept,
    and shown to nobody here.
    """

    cod_match_id: str | None
    map: str | None
    mode: str | None
    started_at: MomentOut | None
    ended_at: MomentOut | None
    winner: Literal["player1", "player2", "draw"]
    grade: Literal["HIGH", "MEDIUM"]
    player1: GameSide | None
    player2: GameSide | None


class AnswerBySms(Outbound):
    """Where the match's own player sends `OK`, `W` or `L` with `code` from their proved number."""

    to: str
    code: str


class Match(Outbound):
    """A 1v1 for money; `pot = prize + fee` (KES), `due_at` is the deadline of the present state.

    There is none while its two are awaited and staff has paused the tournament.
    A match of a tournament (`tournament_id`, where its place is `tournament_match_key`, such as
    W2.3) has no stake: its amounts are 0, and it cannot be drawn.

    `game` is what was found of the present game; it comes after the fact, if at all.
    `my_net` is the one figure of a finished match for its viewer: what it brought them (KES), the
    prize less their stake, or minus the stake, or nothing; `pot` and `prize` are the whole.
    `back_in_queue`: the opponent was not ready, so the viewer searches on, with the stake held.
    `ruling` is what the referee wrote with the decision; `rating_change` is the viewer's own, and
    comes a second or two after the end. `answer` says whose report is missing while the other's
    waits for it, and later how they were reached. `proposed_result` stands unless one of the two
    contests it before `due_at`. `lobby` is the set-up of the present game, `map` its map; both are
    null in old matches. Until `contest_until` the viewer can dispute an end that came without them
    (by silence, by the game's data); null where they cannot. `rules` cannot change; `rules_sha256`
    is over their canonical JSON (keys sorted, no spaces).
    """

    id: int
    status: MatchStatus
    verification_state: VerificationState
    wager_amount: MoneyOut
    pot: MoneyOut
    fee: MoneyOut
    prize: MoneyOut
    title: Title
    mode: Mode
    platform: Platform
    lobby_code: str
    lobby: Lobby | None
    player1: MatchPlayer
    player2: MatchPlayer
    my_seat: Seat | None
    my_outcome: Outcome | None
    answer: AnswerWait | None
    dispute: DisputeState | None
    contest_until: MomentOut | None
    winner_id: int | None
    result: Result | None
    reason: Annotated[str | None, Documented(Reason | None)]
    ruling: str | None
    proposed_result: Result | None
    replays: int
    origin: Literal["queue", "challenge", "rematch", "tournament"]
    tournament_id: int | None
    tournament_match_key: str | None
    format: str
    map: str | None
    best_of: int
    rules: Annotated[dict[str, Any], Documented(MatchRules)]
    rules_sha256: str
    due_at: MomentOut | None
    created_at: MomentOut
    started_at: MomentOut | None
    completed_at: MomentOut | None
    rating_change: RatingChange | None
    my_net: MoneyOut | None
    back_in_queue: bool
    game: GameRecord | None
    answer_by_sms: AnswerBySms | None


class MatchList(Outbound):
    """A page of matches, newest first."""

    items: list[Match]
    next_cursor: str | None


class Report(Inbound):
    """What the player says happened.

    `replay` is for a draw that they would rather play again; `cod_match_id` names the game meant.
    """

    model_config = example(outcome="won")

    outcome: Outcome
    replay: bool | None = None
    cod_match_id: Annotated[str, Field(pattern=pasted(r"[0-9]{1,20}"))] | None = None


class Contest(Inbound):
    """An objection to a proposed result, with what the player says happened instead."""

    model_config = example(outcome="won")

    outcome: Outcome = "problem"
