/** The names of kinds, groups and channels, why some cannot be switched off, and what became of pushes. */
import type { PushState } from "@/lib/push";
import type { NotificationChannel, NotificationGroup, NotificationKind, PushTestState } from "@/types/notification";

export const CHANNEL_NAME: Record<NotificationChannel, string> = { in_app: "In the app", push: "Push", sms: "SMS" };

export const GROUP_NAME: Record<NotificationGroup, string> = {
  match: "Matches",
  challenge: "Challenges and searches",
  tournament: "Tournaments",
  money: "Money",
  account: "Your account",
  conduct: "Fair play",
};

/** Why the required kinds of a group are always on. */
export const WHY_REQUIRED: Record<NotificationGroup, string> = {
  match: "Missing one of these can cost you your stake, or your say in the result.",
  challenge: "Missing one of these can cost you your stake.",
  tournament: "Missing one of these can cost you your seat, or a match.",
  money: "They say that money is not where you think it is.",
  account: "They tell you when somebody changes your account, or when money cannot leave it.",
  conduct: "A record against you has consequences, so you are always told.",
};

export const KIND_NAME: Record<NotificationKind, string> = {
  match_found: "Match found",
  opponent_ready: "Your opponent is ready",
  match_reported: "Your opponent has reported",
  match_reminder: "Report your match",
  match_unanswered: "Your match waits for you",
  match_to_confirm: "A result is proposed",
  match_replayed: "Play again",
  match_disputed: "A dispute opens",
  match_ruled: "A referee has ruled",
  appeal_opened: "A match is looked at again",
  appeal_decided: "The second look is over",
  match_won: "You won",
  match_lost: "You lost",
  match_drawn: "A draw",
  match_split: "The pot was shared",
  match_refunded: "A match does not count",
  tournament_match_won: "You won a tournament match",
  tournament_match_lost: "You lost a tournament match",
  tournament_match_void: "A tournament match has no winner",
  challenge_received: "You are challenged",
  challenge_accepted: "Your challenge is taken",
  challenge_declined: "Your challenge was declined",
  challenge_expired: "Nobody took your challenge",
  search_ended: "Your search ended",
  tournament_check_in: "Check-in is open",
  tournament_check_in_closing: "Check-in closes soon",
  tournament_promoted: "A seat from the waiting list",
  tournament_skipped: "A seat that your wallet could not pay",
  tournament_moved: "A tournament is moved",
  tournament_cancelled: "A tournament is cancelled",
  tournament_refunded: "You do not take part",
  tournament_removed: "You were taken out of a tournament",
  tournament_match: "Your match is open",
  tournament_replayed: "A tournament match is played again",
  tournament_reinstated: "You are back in a tournament",
  tournament_reopened: "A tournament match is to be played",
  tournament_out: "You are out",
  tournament_finished: "A tournament is over",
  tournament_prize_due: "You win a prize",
  tournament_prize_paid: "Your prize is paid",
  tournament_prize_taken: "Your prize was taken back",
  tournament_disqualified: "You are disqualified",
  tournament_moved_up: "You move up after a tournament",
  tournament_prize_raised: "Your prize is higher",
  tournament_raise_paid: "More of your prize is paid",
  deposit_credited: "Deposit received",
  deposit_failed: "Deposit not completed",
  deposit_reversed: "M-Pesa took a payment back",
  withdrawal_paid: "Withdrawal paid",
  withdrawal_returned: "Withdrawal not paid",
  refund_sent: "A payment was sent back to you",
  refund_returned: "A payment could not be sent back",
  payouts_held: "Withdrawals wait",
  payouts_frozen: "Withdrawals wait for us",
  payouts_released: "Withdrawals are open again",
  new_device: "A new device",
  password_changed: "Password changed",
  phone_changed: "Phone changed",
  login_copied: "A copy of your log-in was used",
  email_changed: "E-mail changed",
  many_guesses: "Many wrong passwords",
  passkey_changed: "Your passkeys",
  passkey_copied: "A copy of your passkey",
  factor_changed: "Your second factor",
  strike_given: "A false claim is on record",
  match_missed: "You missed a match",
  cooldown_started: "A pause after missed matches",
};

/** Why this browser shows no notifications. */
export const NO_PUSH: Record<Exclude<PushState, "off" | "on">, string> = {
  denied: "Notifications are blocked for WageWars in this browser. Allow them in its settings for this site.",
  "home-screen":
    "An iPhone or iPad shows notifications only when WageWars is on its home screen: tap Share, then Add to Home Screen.",
  unreachable: "This phone cannot receive our notifications at the moment. What can cost a stake comes by SMS.",
  unsupported: "This browser cannot show notifications. What can cost a stake comes by SMS.",
};

/** What became of a test; `late` is one that was taken, and not shown within its minute. */
export const PUSH_TEST: Record<PushTestState | "late", string> = {
  none: "It did not arrive: this browser is not subscribed any more. Switch notifications on anew.",
  sending: "On its way…",
  not_sent: "We could not send it within a minute. Please try again.",
  taken: "The push service of this browser has taken it. Waiting until this browser shows it…",
  late: "The push service has taken it, but this browser has not shown it within a minute. Battery savers stop browsers: let yours run in the background. The test may still come.",
  shown: "This browser has shown it. Notifications reach this phone.",
  refused: "The push service of this browser has refused it. What can cost a stake comes by SMS.",
  unavailable: "The push service of this browser takes nothing at the moment. Try again in some minutes.",
};
