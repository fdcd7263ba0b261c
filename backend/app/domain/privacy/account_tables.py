"""The export of personal data: account, sign-ins and messages."""

from app.domain.privacy.personal_table import PersonalTable, Withheld, columns, without

_SECRET, _INNER, _STAFF = Withheld.SECRET, Withheld.INNER, Withheld.STAFF

ACCOUNT_TABLES = (
    PersonalTable(
        "users",
        "Your account.",
        columns(
            "id username email phone date_of_birth role cod_username profile_image_url is_verified"
            " is_active created_at updated_at payouts_after language terms_version shows_name"
            " handle"
        ),
        without(password_hash=_SECRET, is_simulated=_INNER),
        whose="t.id = %(id)s",
    ),
    PersonalTable(
        "consents",
        "What you agreed to, in which version and when.",
        columns("id user_id subject version given at"),
    ),
    PersonalTable(
        "player_names",
        "The usernames you have had.",
        columns("user_id name created_at left_at"),
        without(skeleton=_INNER),
    ),
    PersonalTable(
        "game_accounts",
        "Your names in the game.",
        columns(
            "id user_id platform username uno visibility probed_at created_at updated_at named_at"
            " proven_at"
        ),
        without(probe_due_at__name_key=_INNER),
    ),
    PersonalTable("game_ids", "The game's own numbers for you.", columns("uno user_id created_at")),
    PersonalTable(
        "name_claims",
        "Names in the game that you claimed from somebody else.",
        columns("id user_id platform username code note link state reason created_at closed_at"),
        without(decided_by=_STAFF),
    ),
    PersonalTable(
        "login_sessions",
        "Where you are or were signed in.",
        columns(
            "id user_id user_agent created_at last_used_at expires_at ended_at ended_because"
            " factor_at payouts_after"
        ),
        without(device_sha256__mark_sha256=_SECRET),
    ),
    PersonalTable(
        "passkeys",
        "Passkeys that you added, without the keys.",
        columns("id user_id site name may_be_copied created_at last_used_at removed_at"),
        without(credential_id__public_key=_SECRET, sign_count=_INNER),
    ),
    PersonalTable(
        "sms_codes",
        "Codes that we sent you by SMS, without the codes.",
        columns("id user_id purpose phone state sends created_at expires_at used_at withdrawal_id"),
        without(salt__ticket_sha256=_SECRET, tries_left__due_at__known_device=_INNER),
    ),
    PersonalTable(
        "blocks",
        "Players you have blocked.",
        columns("blocker_id blocked_id created_at"),
        whose="t.blocker_id = %(id)s",
    ),
    PersonalTable(
        "notifications",
        "Your inbox.",
        columns("user_id id kind subject variables created_at read_at"),
        without(dedupe_key=_INNER),
    ),
    PersonalTable(
        "notification_preferences",
        "Which notices you want.",
        columns("user_id kind channel is_on changed_at"),
    ),
    PersonalTable(
        "notification_deliveries",
        "What became of notices on the way to your phone.",
        columns("id user_id notification_id channel state reason ended_at shown_at delivered_at"),
        without(
            receipt=_SECRET,
            attempts__provider_id__due_at__expires_at__claimed_at__subscription_id__cost=_INNER,
        ),
    ),
    PersonalTable(
        "push_subscriptions",
        "Phones and browsers that get notices.",
        columns("id session_id user_id created_at tested_at test_outcome test_shown_at"),
        without(endpoint__p256dh__auth__test_receipt=_SECRET, key_id__failures=_INNER),
    ),
    PersonalTable(
        "player_risks",
        "Whether your payouts wait for a check.",
        columns("user_id held_until frozen"),
        without(score__scored_at=Withheld.CHEATS),
    ),
    PersonalTable(
        "strikes",
        "Strikes against you, and until when they suspend you.",
        columns("id user_id match_id kind created_at lapses_at suspended_until lifted_at"),
        without(admin_id=_STAFF),
    ),
    PersonalTable(
        "no_shows", "Matches you did not come to.", columns("user_id match_id created_at")
    ),
    PersonalTable(
        "suspensions",
        "When we shut your account, and when we opened it again.",
        columns("id user_id kind imposed_at lifted_at"),
        without(imposed_by__lifted_by=_STAFF, reason__lift_reason=Withheld.CHEATS),
    ),
    PersonalTable(
        "room_silences",
        "Until when you may not write to opponents.",
        columns("message_id user_id until created_at"),
        without(admin_id=_STAFF),
    ),
    PersonalTable(
        "player_exclusions",
        "Breaks from play that you took.",
        columns("id user_id kind months hours starts_at ends_at"),
    ),
    PersonalTable(
        "player_limits",
        "Limits that you set for yourself.",
        columns("id user_id kind hours amount is_raise created_at effective_at"),
    ),
    PersonalTable(
        "player_limit_confirmations",
        "Raises of limits that you confirmed.",
        columns("limit_id confirmed_at"),
        whose="t.limit_id IN (SELECT l.id FROM player_limits l WHERE l.user_id = %(id)s)",
    ),
    PersonalTable(
        "play_sessions",
        "When you had the app open to play.",
        columns("id user_id started_at last_seen_at"),
    ),
    PersonalTable(
        "reality_checks",
        "How often we tell you how long you have played.",
        columns("user_id minutes changed_at"),
    ),
    PersonalTable(
        "chase_warnings",
        "When you read our warning about losses.",
        columns("id user_id read_at"),
    ),
    PersonalTable(
        "legal_names", "How you said you are called.", columns("id user_id name created_at")
    ),
    PersonalTable(
        "mpesa_names",
        "What M-Pesa called the owner of your number, and how it compares with your name.",
        columns("id user_id phone name source subject_id receipt legal_name_id outcome created_at"),
    ),
    PersonalTable(
        "identity_checks",
        "Checks of your documents.",
        columns(
            "id user_id legal_name_id document_kind document_number consent_at state reason"
            " created_at ended_at"
        ),
        without(our_ref__job__tries__due_at=_INNER, document_hash__link=_SECRET),
    ),
    PersonalTable(
        "identity_documents",
        "Documents that were found to be yours.",
        columns("user_id check_id created_at"),
        without(document_hash=_SECRET),
    ),
    PersonalTable(
        "identity_reviews",
        "What our staff decided about your name or document.",
        columns("id user_id mpesa_name_id check_id opened_at decision decided_at reason"),
        without(decided_by=_STAFF),
    ),
    PersonalTable(
        "identity_proofs",
        "What is proved of who you are.",
        columns("id user_id legal_name_id step mpesa_name_id check_id created_at"),
    ),
)
