"""What staff does first about each kind of alert, in one sentence."""

ADVICE: dict[str, str] = {
    "appeal_is_late": "An appeal waits too long: a referee who had no part in it decides.",
    "audit_broken": "Call the owner: somebody has changed what staff did in the audit log.",
    "books_differ": "Read the run's breaks: each says what differs and by how much.",
    "callback_unreadable": "A message of M-Pesa's cannot be read: show it to the developers.",
    "clearing_is_old": "Hand in the portal's statement: money moved that no row of it explains.",
    "cod_address_shut_out": "Activision shuts our address out: wait; matches go on by reports.",
    "cod_token_refused": "Set a new COD_API_KEY and restart the workers; matches go on by reports.",
    "deposit_contradiction": "Read the deposit's history: a message contradicts what is booked.",
    "deposit_reversed": "M-Pesa took a payment back; see what the player owes, and ask M-Pesa why.",
    "deposit_review": "Compare its history with the portal, then propose credit or fail.",
    "dispute_is_late": "A dispute waits longer than promised: claim it and rule.",
    "dispute_past_limit": "Call the owner: a dispute is past its hard limit, the pot still frozen.",
    "identity_provider_refuses_us": "No document is checked: see our account at the provider, and"
    " IDENTITY_API_KEY.",
    "identity_review": "Compare a player's name with M-Pesa's, or their document, and decide.",
    "ledger_broken": "Call the owner and stop all payments: the ledger does not add up.",
    "messages_reported": "Read what players reported in their matches, and hide it or dismiss it.",
    "money_is_short": "Payouts are off: compare the balance at M-Pesa with what is the players'.",
    "money_left_behind": "Money is set aside for something that is over: tell the developers.",
    "mpesa_contradicts_itself": "Two of M-Pesa's lists contradict each other: ask M-Pesa.",
    "mpesa_answers_lost": "Five answers of M-Pesa in a row were lost: pause payments, and ask it.",
    "name_claim_waits": "Look at what a player shows for a name in the game, and decide.",
    "notification_budget": "Most of today's SMS to players are sent: look why, then raise"
    " NOTIFICATION_SMS_DAILY_BUDGET.",
    "operator_password_is_old": "Set a new initiator password at the portal and in the settings.",
    "overturned_with_debt": "An appeal took back money that was spent: see what the player owes.",
    "paid_after_release": "A withdrawal was paid that we had given back: see what the player owes.",
    "paybill_not_confirmed": "Somebody claimed a payment that M-Pesa does not know: a forger?",
    "paybill_review": "Compare its history with the portal, then propose credit, assign or refuse.",
    "paybill_unreadable": "A payment has no readable amount: M-Pesa is asked; see what it answers.",
    "payout_not_sent": "A withdrawal could not be sent: read its history.",
    "payout_refused": "M-Pesa refuses a payout for a reason of ours: read its code.",
    "payouts_paused": "Payouts are off: mend what the switch's reason says, then turn it on.",
    "payouts_frozen": "A player's risk is high: read it, and clear it if it is explained.",
    "player_banned": "A third false claim: read their matches and payments before they withdraw.",
    "pull_fails": "M-Pesa's list is not read: lost confirmations stay uncredited, gone after 48 h.",
    "pull_row_unreadable": "A row of M-Pesa's list cannot be read: look for its receipt at M-Pesa.",
    "push_refuses_us": "Push services refuse our key: see PUSH_VAPID_KEYS and PUSH_CONTACT.",
    "question_refused": "M-Pesa refuses our inquiries: check operator, password and rights.",
    "refund_after_release": "A refund was made that we had given up: see what the player owes.",
    "refund_refused": "M-Pesa refused a reversal: read its history; pay back by hand if need be.",
    "refund_review": "Compare its history with the portal, then propose done or release.",
    "reserves_differ": "Players' money is not what the ledger owes: call the owner, find the row.",
    "reversal_differs": "M-Pesa took back a part of a payment only: ask M-Pesa.",
    "ring_suspected": "Matches of these players look arranged: read the risk of each.",
    "ruling_against_data": "Sure game data contradict a ruling: a second referee decides.",
    "sim_check_silent": "Payouts wait: M-Pesa does not say whether SIM cards are new: ask it, or"
    " set WITHDRAWAL_SIM_SWAP_CHECK to false.",
    "sms_answer_budget": "Most of today's answers to SMS are sent: look who writes, then raise"
    " NOTIFICATION_SMS_ANSWERS_DAILY_BUDGET.",
    "sms_budget": "Most of today's SMS are sent: look who asks, then raise LOGIN_SMS_DAILY_BUDGET.",
    "sms_numbers_in_a_row": "Codes go to numbers in a row: find who asks, lower its limit.",
    "sms_not_used": "Codes are asked for and not typed: look for one network, lower its limit.",
    "sms_not_proved": "An SMS to us was forged, or its network was away: look at its portal.",
    "sms_refuses_us": "No SMS leaves: mend our account at Africa's Talking (balance, key, sender).",
    "sweep_failed": "A row's next step fails: find its error in the worker's log, then mend it.",
    "tournament_prizes_wait": "Clear a participant's risk or disqualify them; prizes wait for it.",
    "withdrawal_contradiction": "Read the withdrawal's history: M-Pesa contradicts what is booked.",
    "withdrawal_review": "Compare its history with the portal, then propose pay or release.",
}
_UNKNOWN = "Read what it is about; docs/admin.md says what to do."


def advice_for(kind: str) -> str:
    """Return the first step about an alert of `kind`."""
    return ADVICE.get(kind, _UNKNOWN)
