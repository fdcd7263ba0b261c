"""The export of personal data: searches, matches, ratings and tournaments."""

from app.domain.privacy.personal_table import PersonalTable, Withheld, columns, without

_SECRET, _INNER, _STAFF, _CHEATS = (
    Withheld.SECRET,
    Withheld.INNER,
    Withheld.STAFF,
    Withheld.CHEATS,
)
_MY_MATCH = (
    "t.match_id IN (SELECT m.id FROM matches m"
    " WHERE m.player1_id = %(id)s OR m.player2_id = %(id)s)"
)

PLAY_TABLES = (
    PersonalTable(
        "matchmaking_queue",
        "Your present search for an opponent.",
        columns(
            "id user_id wager_amount title mode platform accept_adjacent rating deviation"
            " skill_range_min skill_range_max match_id challenge_id from_match_id created_at"
        ),
        without(seen_at__socket_seen_at__own_range=_INNER),
    ),
    PersonalTable(
        "abandoned_searches",
        "Searches that found nobody.",
        columns("id user_id wager_amount title mode platform waited reason ended_at"),
    ),
    PersonalTable(
        "challenges",
        "Challenges you made or were named in.",
        columns(
            "id challenger_id opponent_id rematch_of wager_amount title mode platform state"
            " match_id created_at due_at"
        ),
        without(code=_SECRET),
        whose="t.challenger_id = %(id)s OR t.opponent_id = %(id)s",
    ),
    PersonalTable(
        "matches",
        "Your matches.",
        columns(
            "id player1_id player2_id wager_amount fee_rate fee prize title mode platform"
            " lobby_code status verification_state result winner_id reason player1_ready_at"
            " player2_ready_at player1_confirmed player2_confirmed created_at started_at"
            " completed_at due_at origin format map best_of rules rules_sha256 identities"
            " rating_gap win_chance replays proposed_result proposed_at overturned_at"
            " tournament_id tournament_key"
        ),
        without(
            actor__note=_STAFF,
            flags=_CHEATS,
            cod_match_data=Withheld.OTHERS,
            player1_ticket_id__player2_ticket_id__player1_waited__player2_waited=_INNER,
            tickets__reminders__answer_until=_INNER,
        ),
        whose="t.player1_id = %(id)s OR t.player2_id = %(id)s",
    ),
    PersonalTable(
        "match_events",
        "What happened to your matches, step by step.",
        columns("id match_id status verification_state created_at"),
        without(actor__note=_STAFF),
        whose=_MY_MATCH,
    ),
    PersonalTable(
        "match_reports",
        "Results that you reported.",
        columns(
            "id match_id user_id outcome created_at replay wants_replay contests cod_match_id"
            " by_sms"
        ),
    ),
    PersonalTable(
        "match_pictures",
        "Pictures that you sent, by their fingerprints; the app shows them with their match.",
        columns(
            "id match_id user_id replay state original_sha256 original_size sha256 size"
            " content_type width height note video_link claimed_name created_at"
        ),
        without(
            phash__dhash__band0__band1__band2__band3__thumb__detail__flags__reuses_id=_CHEATS,
            due_at=_INNER,
        ),
    ),
    PersonalTable(
        "match_reached",
        "When you were shown that an opponent had reported.",
        columns("match_id replay user_id channel reached_at created_at"),
    ),
    PersonalTable(
        "disputes",
        "Disputes about your matches.",
        columns(
            "match_id replay opened_by reason_code opened_at evidence_until rule_by"
            " player1_done_at player2_done_at closed_at"
        ),
        without(claimed_by__claimed_until__escalated_at=_STAFF, late_at__match_is_live=_INNER),
        whose=_MY_MATCH,
    ),
    PersonalTable(
        "dispute_statements",
        "What you told the referee.",
        columns("id match_id replay user_id reason_code statement created_at"),
    ),
    PersonalTable(
        "appeals",
        "Appeals that you made or joined.",
        columns(
            "match_id user_id statement opened_at rule_by due_at decision result reason"
            " decided_at joined_by joined_statement joined_at"
        ),
        without(decided_by=_STAFF),
        only_if={
            "statement": "t.user_id = %(id)s",
            "joined_statement": "t.joined_by = %(id)s",
        },
        whose="t.user_id = %(id)s OR t.joined_by = %(id)s",
    ),
    PersonalTable(
        "room_messages",
        "What you wrote to opponents.",
        columns("id match_id user_id preset body is_masked created_at hidden_at"),
        without(hidden_by=_STAFF),
    ),
    PersonalTable(
        "room_mutes", "Opponents you did not want to hear.", columns("match_id user_id created_at")
    ),
    PersonalTable(
        "room_reports",
        "Messages that you reported.",
        columns("id message_id user_id reason created_at decision decided_at"),
        without(decided_by=_STAFF),
    ),
    PersonalTable(
        "player_stats",
        "Your record and your rating now.",
        columns(
            "user_id current_rank updated_at rating deviation volatility rated_at total_matches"
            " wins losses draws current_streak best_streak total_wagered total_winnings"
            " net_winnings board_winnings"
        ),
    ),
    PersonalTable(
        "rating_changes",
        "What each match did to your rating.",
        columns(
            "id match_id user_id opponent_id outcome stake net rating_before deviation_before"
            " volatility_before rating_after deviation_after volatility_after played_at"
            " created_at reversed_at weight"
        ),
    ),
    PersonalTable(
        "stakeless_seats",
        "Your running matches without a stake.",
        columns("match_id user_id"),
    ),
    PersonalTable(
        "tournament_participants",
        "Tournaments that you entered.",
        columns(
            "id tournament_id user_id status eliminated joined_at checked_in_at seed rating"
            " deviation withdrawn_at withdrawn_reason is_barred place_first place_last left_at"
        ),
    ),
    PersonalTable(
        "tournament_entries",
        "Fees of tournaments.",
        columns("id tournament_id user_id prize_part house_part state created_at ended_at"),
    ),
    PersonalTable(
        "tournament_matches",
        "Your matches in tournaments.",
        columns(
            "id tournament_id key match_id home_id away_id opened_at ending winner_id home_score"
            " away_score begun_at recorded_at replaced_at"
        ),
        without(actor=_STAFF),
        whose="t.home_id = %(id)s OR t.away_id = %(id)s",
    ),
    PersonalTable(
        "tournament_prizes",
        "Prizes of tournaments.",
        columns("tournament_id user_id place_first place_last amount created_at"),
    ),
)
