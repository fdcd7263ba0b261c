"""The texts in English."""

from app.domain.notifications.kinds import Kind
from app.domain.notifications.templates import Template
from app.domain.tournaments.reasons import Why

TEXTS: dict[Kind, Template] = {
    Kind.MATCH_FOUND: Template(
        "Match found",
        "{opponent} plays you for {amount} each. Be ready before {until}.",
        "WageWars: match found! {opponent} plays you for {amount} each. Open the app and be ready"
        " before {until}.",
        "WageWars: match found! {opponent}, {amount} each. Reply OK {code} when ready, before"
        " {until}. After the game: W {code} (won) or L {code} (lost).",
    ),
    Kind.OPPONENT_READY: Template(
        "Your opponent is ready", "{opponent} is ready to play. Go to your match."
    ),
    Kind.MATCH_REPORTED: Template(
        "Your opponent has reported",
        "{opponent} said how your match ended. Report it as well, or it is decided without you.",
    ),
    Kind.MATCH_REMINDER: Template(
        "Report your match",
        "Say how your match against {opponent} ended before {until}, or it is decided without you.",
        "WageWars: say in the app how your match against {opponent} ended before {until}, or it is"
        " decided without you.",
        "WageWars: how did your match against {opponent} end? Reply W {code} (won) or L {code}"
        " (lost) before {until}, or it is decided without you.",
    ),
    Kind.MATCH_UNANSWERED: Template(
        "Your match waits for you",
        "{opponent} said how your match ended. Say it as well now, or it is decided without you.",
        "WageWars: {opponent} said how your match ended. Say it in the app as well as soon as you"
        " read this, or it is decided without you.",
        "WageWars: {opponent} said how your match ended. Reply W {code} (won) or L {code} (lost)"
        " when you read this, or it is decided without you.",
    ),
    Kind.MATCH_TO_CONFIRM: Template(
        "A result is proposed",
        "Agree or object to the result of your match against {opponent} before {until}.",
        "WageWars: a result of your match against {opponent} is proposed. Agree or object in the"
        " app before {until}.",
        "WageWars: a result of your match against {opponent} is proposed. Reply OK {code} to agree,"
        " or object in the app before {until}.",
    ),
    Kind.MATCH_REPLAYED: Template("Play again", "Your match against {opponent} is played again."),
    Kind.MATCH_DISPUTED: Template(
        "Your match is disputed",
        "Show your proof of the match against {opponent} before {until}. Then a referee decides.",
        "WageWars: your match against {opponent} is disputed. Show your proof in the app before"
        " {until}. Then a referee decides.",
    ),
    Kind.MATCH_RULED: Template(
        "A referee has ruled",
        "Read what was ruled on your match against {opponent}, and why.",
        "WageWars: a referee has ruled on your match against {opponent}. Read it in the app; an"
        " appeal is possible for a short time only.",
    ),
    Kind.APPEAL_OPENED: Template(
        "Your match is looked at again",
        "Your match against {opponent} is looked at again. Until then nothing of it is paid out.",
        "WageWars: your match against {opponent} is looked at again. Until then nothing of it is"
        " paid out. More in the app.",
    ),
    Kind.APPEAL_DECIDED: Template(
        "The second look is over",
        "Read what was decided about your match against {opponent}, and why.",
        "WageWars: the second look at your match against {opponent} is over. Read in the app what"
        " was decided.",
    ),
    Kind.MATCH_WON: Template("You won", "{amount} of your match came into your wallet."),
    Kind.MATCH_LOST: Template(
        "You lost", "You lost your match, and with it your stake of {amount}."
    ),
    Kind.MATCH_DRAWN: Template(
        "A draw", "Your match was a draw: {amount} came back to your wallet."
    ),
    Kind.MATCH_SPLIT: Template(
        "The pot was shared", "{amount} of your match came into your wallet."
    ),
    Kind.MATCH_REFUNDED: Template(
        "Your match does not count", "Your stake of {amount} came back to your wallet."
    ),
    Kind.TOURNAMENT_MATCH_WON: Template("You won", "You won your match of the tournament."),
    Kind.TOURNAMENT_MATCH_LOST: Template("You lost", "You lost your match of the tournament."),
    Kind.TOURNAMENT_MATCH_VOID: Template(
        "A tournament match has no winner", "Your match of the tournament ended without a winner."
    ),
    Kind.CHALLENGE_RECEIVED: Template(
        "You are challenged", "{opponent} challenges you for {amount} each."
    ),
    Kind.CHALLENGE_ACCEPTED: Template(
        "Your challenge is taken", "{opponent} takes your challenge. Go to your match."
    ),
    Kind.CHALLENGE_DECLINED: Template(
        "Your challenge was declined", "{opponent} declined. {amount} came back to your wallet."
    ),
    Kind.CHALLENGE_EXPIRED: Template(
        "Nobody took your challenge", "Its time is over: {amount} came back to your wallet."
    ),
    Kind.SEARCH_ENDED: Template(
        "Your search ended", "No opponent was found, and {amount} came back to your wallet."
    ),
    Kind.TOURNAMENT_CHECK_IN: Template(
        "Check in now", "Check in for {tournament} before {until}, or you do not play in it."
    ),
    Kind.TOURNAMENT_CHECK_IN_CLOSING: Template(
        "Check-in closes soon",
        "You have not checked in for {tournament}. Do it before {until}, or you do not play in it.",
        "WageWars: check in for {tournament} in the app before {until}, or you do not play in it.",
    ),
    Kind.TOURNAMENT_PROMOTED: Template(
        "You have a seat",
        "You moved up from the waiting list of {tournament}. Your entry of {amount} is held. Check"
        " in before {until}.",
        "WageWars: you have a seat in {tournament}. Your entry of {amount} is held. Check in in the"
        " app before {until}.",
    ),
    Kind.TOURNAMENT_SKIPPED: Template(
        "A seat was free",
        "A seat in {tournament} was free, but your wallet did not hold the entry of {amount}.",
    ),
    Kind.TOURNAMENT_MOVED: Template(
        "A tournament is moved", "{tournament} starts at {at}, not at {was}."
    ),
    Kind.TOURNAMENT_CANCELLED: Template(
        "A tournament is cancelled", "{tournament} is cancelled: {why}. You got back {amount}."
    ),
    Kind.TOURNAMENT_REFUNDED: Template(
        "You do not take part", "You are not in {tournament}: {why}. You got back {amount}."
    ),
    Kind.TOURNAMENT_REMOVED: Template(
        "You were taken out", "{tournament} goes on without you: {why}. You got back {amount}."
    ),
    Kind.TOURNAMENT_MATCH: Template(
        "Your match is open",
        "{tournament}: you play {opponent}. Be ready before {until}, or you lose the match.",
        "WageWars: {tournament}, you play {opponent}. Be ready in the app before {until}, or you"
        " lose the match.",
        "WageWars: your tournament match: {opponent}. Reply OK {code} when ready, before {until},"
        " or you lose it. Then W {code} (won) or L {code} (lost).",
    ),
    Kind.TOURNAMENT_REPLAYED: Template(
        "Play again", "{tournament}: your match against {opponent} is played again."
    ),
    Kind.TOURNAMENT_REINSTATED: Template(
        "You are back", "{tournament}: our staff took your disqualification back."
    ),
    Kind.TOURNAMENT_REOPENED: Template(
        "Your match is to be played",
        "{tournament}: our staff took {opponent} back in, so your match against them is played.",
    ),
    Kind.TOURNAMENT_OUT: Template("You are out", "You are out of {tournament}: place {place}."),
    Kind.TOURNAMENT_FINISHED: Template(
        "A tournament is over", "{tournament} is played to its end: place {place}."
    ),
    Kind.TOURNAMENT_PRIZE_DUE: Template(
        "You win a prize",
        "{tournament}: place {place}, and {amount} once nobody can contest the results any more.",
    ),
    Kind.TOURNAMENT_PRIZE_PAID: Template(
        "Your prize is here", "{amount} for place {place} in {tournament} came into your wallet."
    ),
    Kind.TOURNAMENT_PRIZE_TAKEN: Template(
        "Your prize was taken back",
        "You are disqualified from {tournament}, and {amount} of prizes were taken back: {taken}"
        " out of your wallet, and {owed} that you owe. What you deposit pays that first. If you"
        " object, write to us: see Help.",
        "WageWars: you are disqualified from {tournament}. {amount} were taken back, you owe"
        " {owed}. To object see Help in the app.",
    ),
    Kind.TOURNAMENT_DISQUALIFIED: Template(
        "You are disqualified",
        "You are disqualified from {tournament}. If you object, write to us: see Help.",
    ),
    Kind.TOURNAMENT_MOVED_UP: Template(
        "You move up",
        "{tournament}: somebody was disqualified, and you have place {place} now.",
    ),
    Kind.TOURNAMENT_PRIZE_RAISED: Template(
        "Your prize is higher",
        "{tournament}: somebody was disqualified. You have place {place} now, and {amount} more of"
        " the prizes. It comes to you as it is recovered.",
    ),
    Kind.TOURNAMENT_RAISE_PAID: Template(
        "More of your prize is here",
        "{amount} of your higher prize in {tournament} came into your wallet.",
    ),
    Kind.DEPOSIT_CREDITED: Template("Deposit received", "{amount} came into your wallet."),
    Kind.DEPOSIT_FAILED: Template(
        "Deposit not completed", "Your deposit of {amount} did not come through."
    ),
    Kind.DEPOSIT_REVERSED: Template(
        "M-Pesa took a payment back",
        "M-Pesa took back your payment of {amount}, so it left your wallet.",
        "WageWars: M-Pesa took back your payment of {amount}, so it left your wallet. Read more in"
        " the app.",
    ),
    Kind.WITHDRAWAL_PAID: Template("Withdrawal paid", "{amount} went to your phone by M-Pesa."),
    Kind.WITHDRAWAL_RETURNED: Template(
        "Withdrawal not paid",
        "Your withdrawal was not paid: {amount} came back to your wallet.",
        "WageWars: your withdrawal was not paid. {amount} came back to your wallet. Read why in the"
        " app.",
    ),
    Kind.REFUND_SENT: Template(
        "Payment sent back", "Your payment of {amount} went back by M-Pesa."
    ),
    Kind.REFUND_RETURNED: Template(
        "Payment not sent back",
        "{amount} that was set aside to send your payment back came back to your wallet.",
    ),
    Kind.PAYOUTS_HELD: Template(
        "Withdrawals wait", "We look at your account: withdrawals wait until {until}."
    ),
    Kind.PAYOUTS_FROZEN: Template(
        "Withdrawals wait for us",
        "A person looks at your account before money can leave. It stays yours.",
        "WageWars: a person looks at your account before money can leave it. It stays yours.",
    ),
    Kind.PAYOUTS_RELEASED: Template(
        "Withdrawals are open",
        "We have looked at your account: you can withdraw again.",
        "WageWars: we have looked at your account. You can withdraw again.",
    ),
    Kind.NEW_DEVICE: Template(
        "A new device",
        "Somebody logged in on a new device at {at}. Not you? Change your password.",
    ),
    Kind.PASSWORD_CHANGED: Template(
        "Your password was changed", "Not you? Choose Forgot password at once."
    ),
    Kind.PHONE_CHANGED: Template(
        "Your phone was changed", "Your account's phone is now {number}. Not you? Tell us."
    ),
    Kind.LOGIN_COPIED: Template(
        "A copy of your log-in was used", "We ended it. Not you? Change your password."
    ),
    Kind.EMAIL_CHANGED: Template(
        "Your e-mail was changed",
        "You log in with another address since {at}. Not you? Choose Forgot password at once.",
    ),
    Kind.MANY_GUESSES: Template(
        "Many wrong passwords",
        "Somebody tried many passwords for you at {at}. Use one that you use nowhere else.",
    ),
    Kind.PASSKEY_CHANGED: Template(
        "Your passkeys",
        "A passkey was added or removed at {at}. Not you? Choose Forgot password at once.",
    ),
    Kind.PASSKEY_COPIED: Template(
        "A copy of your passkey",
        "Somebody used a copy of your passkey at {at}. We refused it: remove that passkey.",
    ),
    Kind.FACTOR_CHANGED: Template(
        "Your second factor",
        "Your authenticator or recovery codes were set, used or taken away at {at}. Not you? Call"
        " a colleague.",
    ),
    Kind.STRIKE_GIVEN: Template(
        "A false claim is on record",
        "A referee found that you claimed what was not so. Your profile says what follows.",
    ),
    Kind.MATCH_MISSED: Template(
        "You missed a match",
        "You were not there for a match, so it was called off. Another one soon means a pause.",
    ),
    Kind.COOLDOWN_STARTED: Template(
        "A pause", "You missed matches lately: you can play again at {until}."
    ),
}

WHY: dict[Why, str] = {
    Why.TOO_FEW: "there were too few players",
    Why.STAFF: "our staff decided so",
    Why.ABSENT: "you did not check in",
    Why.SUSPENDED: "your account may not play at present",
}
