"""Every way in which we refuse, by name: the codes that the app on the phone has a sentence for."""

from enum import StrEnum


class ProblemCode(StrEnum):
    """Stable codes of refusals. A new one must get a sentence in the PWA to compile there."""

    INVALID_REQUEST = "invalid_request"
    NOT_FOUND = "not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    INTERNAL_ERROR = "internal_error"
    SERVICE_UNAVAILABLE = "service_unavailable"
    TOO_MANY_REQUESTS = "too_many_requests"

    NOT_SIGNED_IN = "not_signed_in"
    WRONG_CREDENTIALS = "wrong_credentials"
    SESSION_ENDED = "session_ended"
    NOT_ALLOWED = "not_allowed"
    ACCOUNT_SUSPENDED = "account_suspended"

    USERNAME_TAKEN = "username_taken"
    USERNAME_RESERVED = "username_reserved"
    EMAIL_TAKEN = "email_taken"
    PHONE_TAKEN = "phone_taken"
    PHONE_INVALID = "phone_invalid"
    TOO_YOUNG = "too_young"
    PASSWORD_WEAK = "password_weak"  # noqa: S105  # a code, not a secret
    PASSWORD_WRONG = "password_wrong"  # noqa: S105  # a code, not a secret
    PHONE_NOT_VERIFIED = "phone_not_verified"
    PHONE_ALREADY_VERIFIED = "phone_already_verified"
    CODE_WRONG = "code_wrong"
    CODE_EXPIRED = "code_expired"
    NOTIFICATION_REQUIRED = "notification_required"

    PUSH_SERVICE_UNKNOWN = "push_service_unknown"
    PUSH_KEY_OUTDATED = "push_key_outdated"
    PUSH_NOT_SUBSCRIBED = "push_not_subscribed"
    AMOUNT_NOT_ALLOWED = "amount_not_allowed"
    NEWCOMER_STAKE_TOO_HIGH = "newcomer_stake_too_high"
    INSUFFICIENT_BALANCE = "insufficient_balance"
    DEPOSIT_STILL_OPEN = "deposit_still_open"
    DEPOSITS_PAUSED = "deposits_paused"
    WITHDRAWALS_PAUSED = "withdrawals_paused"
    WITHDRAWAL_COOLING_OFF = "withdrawal_cooling_off"
    WITHDRAWAL_MOVED_ON = "withdrawal_moved_on"
    DAILY_LIMIT_REACHED = "daily_limit_reached"
    WALLET_FULL = "wallet_full"
    MONEY_OWED = "money_owed"
    IDEMPOTENCY_KEY_REUSED = "idempotency_key_reused"
    IDEMPOTENCY_KEY_BUSY = "idempotency_key_busy"
    STATEMENT_TOO_LONG = "statement_too_long"

    # Proof of reserves
    NOT_IN_RESERVES = "not_in_reserves"
    RESERVES_GONE = "reserves_gone"

    RULING_MOVED_ON = "ruling_moved_on"
    SAME_PERSON = "same_person"
    SPONSOR_SHORT = "sponsor_short"

    ALREADY_IN_PLAY = "already_in_play"
    MATCH_MOVED_ON = "match_moved_on"
    TOURNAMENT_MATCH_OPEN = "tournament_match_open"
    RULING_NOT_FOR_TOURNAMENT = "ruling_not_for_tournament"
    ALREADY_REPORTED = "already_reported"

    # Players' names in the game.
    GAME_ACCOUNT_LOCKED = "game_account_locked"
    GAME_NAME_HELD = "game_name_held"
    NAME_CLAIM_CLOSED = "name_claim_closed"
    # evidence
    PICTURE_UNREADABLE = "picture_unreadable"
    PICTURE_SHOWS_NOTHING = "picture_shows_nothing"
    PICTURE_TOO_LARGE = "picture_too_large"
    PICTURE_GONE = "picture_gone"
    TOO_MANY_PICTURES = "too_many_pictures"
    EVIDENCE_CLOSED = "evidence_closed"
    BODY_TOO_LARGE = "body_too_large"
    # Disputes, appeals, strikes and holds.
    DISPUTE_CLAIMED = "dispute_claimed"
    APPEAL_CLOSED = "appeal_closed"
    APPEAL_WAITS = "appeal_waits"
    SUSPENDED_FROM_PLAY = "suspended_from_play"
    WITHDRAWAL_HELD = "withdrawal_held"
    MONEY_HELD = "money_held"
    # What players set for their own protection.
    EXCLUDED = "excluded"
    EXCLUSION_NOT_LONGER = "exclusion_not_longer"
    OWN_LIMIT_REACHED = "own_limit_reached"
    NO_LIMIT_SET = "no_limit_set"
    LIMIT_NOT_WAITING = "limit_not_waiting"
    # Finding an opponent
    COOLING_DOWN = "cooling_down"
    GAME_NAME_NEEDED = "game_name_needed"
    GAME_NOT_ON_PLATFORM = "game_not_on_platform"
    CHALLENGE_MOVED_ON = "challenge_moved_on"
    CHALLENGE_NOT_FOR_YOU = "challenge_not_for_you"
    # The match room
    ROOM_CLOSED = "room_closed"
    ROOM_FULL = "room_full"
    SILENCED = "silenced"
    PLAYER_BLOCKED = "player_blocked"
    POSES_AS_STAFF = "poses_as_staff"
    TOO_MANY_REPORTS = "too_many_reports"
    # Tournaments
    TOURNAMENT_NOT_OPEN = "tournament_not_open"
    TOURNAMENT_FULL = "tournament_full"
    TOURNAMENT_PAUSED = "tournament_paused"
    TOURNAMENT_BEGUN = "tournament_begun"
    ALREADY_JOINED = "already_joined"
    NOT_JOINED = "not_joined"
    CHECK_IN_NOT_OPEN = "check_in_not_open"
    CHECK_IN_CLOSED = "check_in_closed"
    LEAVES_USED_UP = "leaves_used_up"
    SECOND_ACCOUNT = "second_account"
    NOT_POSSIBLE = "not_possible"
    DEPENDENTS_BEGUN = "dependents_begun"
    START_NOT_POSSIBLE = "start_not_possible"
