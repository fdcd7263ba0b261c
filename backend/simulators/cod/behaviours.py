"""What we imitate of Activision, and how sure we are that it really does it."""

from simulators.daraja.behaviours import Behaviour, Label


def _rows(label: Label, rows: dict[str, str]) -> tuple[Behaviour, ...]:
    return tuple(Behaviour(name=name, label=label, what=what) for name, what in rows.items())


# Nothing here is documented by its owner: there is no public API. "Observed" is what other people's
# programs and stored answers show; "modelled" is our guess where they are silent.
COD_BEHAVIOURS: tuple[Behaviour, ...] = (
    *_rows(
        Label.OBSERVED,
        {
            "cod_errors_in_200": "an error is HTTP 200 with status error and a message",
            "cod_not_authenticated": "a missing or dead cookie is not authenticated",
            "cod_not_allowed": "a player whose data is not open is not allowed",
            "cod_user_not_found": "an unknown name, or the wrong platform, is user not found",
            "cod_uno_blocked": "a lookup by id is not allowed but for one's own and friends",
            "cod_friends_see_more": "the owner of a token and their friends are always shown",
            "cod_no_steam": "there is no platform steam",
            "cod_recent": "20 matches at most, the latest first, with a summary, counts as floats",
            "cod_end_honoured": "end, in milliseconds, cuts the list; start does not",
            "cod_names_inside": "battlenet inside for battle outside, and names without digits",
            "cod_light_list": "the light list says matchId, and its timestamp is the end in ms",
            "cod_full_match": "every player's part in the same shape as their own list",
            "cod_full_match_not_yet": "a match that was not taken in is Amazon's NoSuchKey",
            "cod_private_hidden": "private matches never appear",
            "cod_empty_title": "a title that is not exposed is success with empty data",
            "cod_shutdown": "the reality since 2024: every old title is empty",
            "cod_unknown_title": "a title without an API is 404",
            "cod_map_events_gone": "matchMapEvents is HTTP 500",
            "cod_search": "search shows who may be found, 20 at most, with an id under uno only",
            "cod_own_account": "linked names and privacy flags of one's own account only",
            "cod_token_check": "identities say whether a token is good",
            "cod_big_ids": "ids are decimal strings, many of them above 2^63",
            "cod_no_team": "free-for-all has no teams, and scores of nought",
            "cod_leaver": "who left early is not present at the end",
        },
    ),
    *_rows(
        Label.MODELLED,
        {
            "cod_private_visible": "private matches appear, should Activision ever show them",
            "cod_full_match_public": "full matches need no token, as in 2021",
            "cod_start_honoured": "start cuts the list too",
            "cod_privacy_lag": "a change of privacy holds an hour later",
            "cod_ingest_delay": "each player sees a match after a delay of their own",
            "cod_partial_first": "the first figures of a match are too low for a while",
            "cod_rate_limit": "200 calls in half an hour for a token and an address",
            "cod_rate_429": "the limit said by HTTP 429 instead",
            "cod_ban": "who goes on calling is banned for five minutes",
            "cod_faults": "every known way of failing, on demand",
            "cod_players_appear": "an unknown name appears as a player",
        },
    ),
)
