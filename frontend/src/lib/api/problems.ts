/** The sentence for every problem code of the API; a new code does not compile without one. */
import { isProblem } from "@/lib/api/problem";
import type { ProblemCode } from "@/types/api";

export const PROBLEM_SENTENCE: Record<ProblemCode, string> = {
  invalid_request: "Something in the form is not right. Check the marked fields.",
  not_found: "We could not find that. It may have ended or moved.",
  method_not_allowed: "This app is out of date. Reload the page and try again.",
  internal_error: "Something broke on our side. Your money is safe. Try again in a moment.",
  service_unavailable: "WageWars is not answering right now. Your money is safe. Try again in a moment.",
  too_many_requests: "Too many tries. Wait a little, then try again.",
  not_signed_in: "Log in to continue.",
  wrong_credentials: "That login or password is not right. Check both and try again.",
  session_ended: "You were logged out. Log in again to continue.",
  not_allowed: "Your account is not allowed to do this.",
  account_suspended: "Your account is suspended. Write to us to learn why: see Help.",
  username_taken: "That username is taken, or looks like another player's. Choose another.",
  username_reserved: "That name could be taken for WageWars or M-Pesa. Choose another.",
  phone_taken: "Another account has confirmed this phone number. Log in to that one instead.",
  phone_invalid: "That is not a Kenyan mobile number. Type it like 0712 345 678.",
  too_young: "You must be 18 or older to play for money.",
  password_weak: "That password is too easy to guess. Use a longer or less common one.",
  password_wrong: "That is not your password. Type the one you log in with.",
  phone_not_verified: "Confirm your phone number first. We sent you a code by SMS.",
  phone_already_verified: "Your phone number is already confirmed.",
  code_wrong: "That code is not right. Check the SMS and type it again.",
  code_expired: "That code has run out. Ask for a new one.",
  notification_required: "This can cost you a stake or your account, so it cannot be switched off.",
  push_service_unknown: "We cannot reach this browser with notifications. We send an SMS where it matters.",
  push_not_subscribed: "Notifications are not switched on in this browser. Switch them on and try again.",
  push_key_outdated: "Notifications must be switched on anew. Reload the page and try again.",
  amount_not_allowed: "That amount is outside the limits. Choose another.",
  newcomer_stake_too_high: "That stake is for players we know better. Play a few matches for less first.",
  insufficient_balance: "You do not have enough in your wallet. Deposit first, or play for less.",
  deposit_still_open: "A prompt is already open on your phone. Finish or cancel it first.",
  deposits_paused: "Deposits are paused for a short while. Your money is safe. Try again later.",
  withdrawals_paused: "Withdrawals are paused for a short while. Your money is safe in your wallet.",
  withdrawal_cooling_off:
    "You reset your password or changed your number lately. Withdrawals open again after three days.",
  withdrawal_moved_on: "This withdrawal has moved on. Here is where it stands now.",
  daily_limit_reached: "That would pass your limit for today. Choose less, or come back tomorrow.",
  wallet_full: "Your wallet cannot hold that much. Deposit less, or withdraw first.",
  money_owed: "Money that you had spent was taken back, so you owe it. Your next deposit pays that first.",
  ruling_moved_on: "This has been decided already.",
  same_person: "A second person must approve this.",
  sponsor_short: "The sponsor's account does not hold this guarantee. Fund it first.",
  idempotency_key_reused: "That was already sent with another amount. Close this and start again.",
  idempotency_key_busy: "We are still working on your first tap. One moment.",
  statement_too_long: "That is too much for one file. Choose a shorter period.",
  already_in_play: "You are already in a match or in the queue. Finish that one first.",
  match_moved_on: "The match has moved on. Here is where it stands now.",
  tournament_match_open: "There is a match of a tournament to play first: yours, or your challenger’s.",
  ruling_not_for_tournament: "A match of a tournament cannot be drawn or split.",
  already_reported: "You have already reported this match.",
  // Finding an opponent
  game_name_needed: "Add your name in the game for this platform first: your opponent invites you by it.",
  game_not_on_platform: "That game does not exist on that platform. Choose another one.",
  cooling_down: "You missed matches lately, so you pause for a while. The countdown shows for how long.",
  challenge_moved_on: "This challenge is no longer open.",
  challenge_not_for_you: "You cannot take this challenge. Find another opponent.",
  // evidence
  picture_unreadable: "We cannot read that kind of picture. Open it, take a screenshot of it, and send that.",
  picture_shows_nothing: "There is nothing to see in that picture. Send the final scoreboard, the whole screen.",
  picture_too_large: "That picture is too large: 10 MB is the most. Take it with a lower resolution.",
  picture_gone: "That picture is not kept any more. Evidence is deleted after 180 days.",
  too_many_pictures: "You have shown ten pictures already. That is the most for one match.",
  evidence_closed: "Evidence can no longer be added to this match. A referee decides with what there is.",
  body_too_large: "That is too much at once. Send fewer or smaller pictures.",
  // Disputes, appeals, strikes and holds.
  dispute_claimed: "Another referee is working on this dispute.",
  appeal_closed: "An appeal is not possible here any more.",
  appeal_waits: "The other player can still join this appeal. Decide it when they have, or when their day is over.",
  suspended_from_play: "You cannot play for now because of false claims. Your money is yours.",
  withdrawal_held: "Part of your money is held for a check. It stays yours; see when it is free.",
  money_held:
    "A match that paid you may still be looked at again. Until then its money stays in your wallet; play for less.",
  // Players' names in the game.
  game_account_locked: "Your game names stay as they are until your match is over.",
  game_name_held: "Another player here has this name. If it is yours, claim it under Game names.",
  name_claim_closed: "This claim is closed.",
  // Tournaments
  tournament_not_open: "Registration for this tournament is closed.",
  tournament_full: "Every seat is taken, and the waiting list is full.",
  tournament_paused: "Tournaments are paused. Try again later.",
  tournament_begun: "Check-in has closed: the field of this tournament stands.",
  already_joined: "You are in this tournament already.",
  not_joined: "You are not in this tournament.",
  check_in_not_open: "Check-in has not opened yet.",
  check_in_closed: "Check-in has closed.",
  leaves_used_up: "You gave back too many seats within a week. You can join again later.",
  second_account: "Somebody is in it who plays on your device or is paid to your number.",
  start_not_possible: "A tournament starts in the future, within 90 days.",
  not_possible: "That is not possible as things stand.",
  dependents_begun: "Matches that hang on this one have begun. They would have to be played again.",
  // The match room
  room_closed: "Nothing can be written here any more.",
  room_full: "A hundred messages in one match are the most.",
  silenced: "For now you can only send ready-made messages.",
  player_blocked: "You have blocked this player. Unblock them first.",
  poses_as_staff: "That begins like a message of ours.",
  too_many_reports: "Five reports a match are the most. Our staff sees the whole match.",
};

export const NO_CONNECTION = "No connection. Check your data or Wi-Fi, then try again.";
const UNKNOWN_PROBLEM = "That did not work. Try again in a moment.";

/** The sentence for anything that was thrown. */
export function sentenceFor(error: unknown): string {
  if (error instanceof TypeError) return NO_CONNECTION; // fetch could not reach the server
  if (!isProblem(error)) return UNKNOWN_PROBLEM;
  // A newer server may send a code that this page does not know.
  const sentence = PROBLEM_SENTENCE[error.code] ?? error.detail ?? UNKNOWN_PROBLEM;
  const wait = error.retry_after;
  return error.code === "too_many_requests" && typeof wait === "number" && wait > 0
    ? `Too many tries. Try again in ${wait < 90 ? `${wait} seconds` : `${Math.ceil(wait / 60)} minutes`}.`
    : sentence;
}
