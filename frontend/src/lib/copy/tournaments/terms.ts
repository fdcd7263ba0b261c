/** Texts of tournaments: format, status, fee, rules and refusals in plain words. */
import { kes } from "@/lib/format/money";
import { hour, momentWithin } from "@/lib/format/time";
import type {
  MinuteRange,
  MyNextMatch,
  MyPart,
  ParticipantStatus,
  PrizePaid,
  Seeding,
  TournamentDetail,
  TournamentPhase,
  TournamentFormat,
  TournamentStatus,
  TournamentSummary,
} from "@/types/tournament";

export const FORMAT_NAME: Record<TournamentFormat, string> = {
  single_elimination: "Knockout",
  double_elimination: "Double knockout",
  round_robin: "Everybody meets everybody",
  swiss: "Swiss",
};

export const FORMAT_RULE: Record<TournamentFormat, string> = {
  single_elimination: "Who loses a match is out. The last one standing wins.",
  double_elimination:
    "Who loses goes on in the lower bracket; who loses there is out. The winner of the lower bracket must beat the winner of the upper one twice.",
  round_robin: "Everybody of a group plays everybody else of it. A win is a point; the most points win.",
  swiss:
    "Nobody is out. In each round you meet somebody with about as many points, and nobody twice. A win is a point; the most points win.",
};

export const STATUS_NAME: Record<TournamentStatus, string> = {
  draft: "Not announced yet",
  registration: "Open to join",
  check_in: "Check-in is open",
  seeded: "About to begin",
  running: "Being played",
  finalising: "Played; results are being made final",
  paid: "Finished, prizes paid",
  archived: "Finished, prizes paid",
  cancelled: "Cancelled, entries returned",
};

export const PARTICIPANT_NAME: Record<ParticipantStatus, string> = {
  waiting: "on the waiting list",
  registered: "has a seat",
  checked_in: "checked in",
  playing: "playing",
  out: "out",
  left: "left",
  absent: "did not check in",
  removed: "removed",
};

const SEEDING_RULE: Record<Seeding, string> = {
  rating: "Everybody gets a number by rating, their seed: 1 is the strongest. The two strongest can meet only late.",
  points: "Everybody gets a number by their points in the series, their seed: 1 has the most.",
  manual: "The organiser gives everybody a number, their seed: 1 is the strongest.",
  lot: "Everybody gets a number by lot, their seed. The draw is fixed before check-in closes, and everybody can verify it.",
};

export const FILTERS: readonly (readonly [TournamentPhase, string])[] = [
  ["open", "Open"],
  ["running", "Running"],
  ["finished", "Finished"],
];

export const EMPTY_LIST: Record<TournamentPhase, string> = {
  open: "No tournament is open to join right now. New ones are announced here.",
  running: "No tournament is being played right now.",
  finished: "No tournament has finished yet.",
};

export const isFree = (tournament: TournamentSummary): boolean => Number(tournament.entry_fee) === 0;

/** "KES 50: KES 45 to prizes, KES 5 to the house" */
export function feeSplit(tournament: TournamentSummary): string {
  if (isFree(tournament)) return "Free to enter";
  const { entry_fee, prize_part, house_part } = tournament;
  if (Number(house_part) === 0) return `${kes(entry_fee)}, all of it to prizes`;
  if (Number(prize_part) === 0) return `${kes(entry_fee)}, all of it to the house`;
  return `${kes(entry_fee)}: ${kes(prize_part)} to prizes, ${kes(house_part)} to the house`;
}

/** "12 of 16 seats taken", with the waiting list where there is one. */
export function seats({ current_participants: taken, max_participants: most, waiting }: TournamentSummary): string {
  return `${taken} of ${most} seats taken${waiting > 0 ? `, ${waiting} waiting` : ""}`;
}

/** "about 10–20 minutes", as people say it. */
export function inMinutes({ from_minutes: from, to_minutes: to }: MinuteRange): string {
  if (to <= 1) return "about a minute";
  return from === to ? `about ${to} minutes` : `about ${from}–${to} minutes`;
}

/** "1st", "2nd", "5th to 8th" */
export const placeName = (first: number, last: number = first): string =>
  first === last ? ordinal(first) : `${ordinal(first)} to ${ordinal(last)}`;

function ordinal(place: number): string {
  const ending = { 1: "st", 2: "nd", 3: "rd" }[place % 100 > 10 && place % 100 < 14 ? 0 : place % 10];
  return `${place}${ending ?? "th"}`;
}

const minutes = (seconds: number): string => {
  const count = Math.round(seconds / 60);
  return count === 1 ? "a minute" : `${count} minutes`;
};

/** The rules of this tournament, each in a sentence or two. */
export function rulesOf(tournament: TournamentDetail): readonly (readonly [title: string, text: string])[] {
  const { check_in_opens_at: opens, start_date: starts } = tournament;
  const fee = isFree(tournament) ? null : kes(tournament.entry_fee);
  return [
    ["How it is played", [FORMAT_RULE[tournament.format], details(tournament)].filter(Boolean).join(" ")],
    ["Seeds", SEEDING_RULE[tournament.seeding]],
    [
      "Check-in",
      `From ${momentWithin(opens)} until ${hour(starts)} you tap “Check in”, to say that you are there; so does the waiting list. Without it you lose the seat to somebody who did${
        fee === null
          ? "."
          : tournament.absence === "refund"
            ? ", and get the entry back."
            : `, and your ${fee} stay in the pool.`
      }`,
    ],
    [
      "Each match",
      `Be ready within ${minutes(tournament.match_check_in_seconds)} after your match opens, and finish it within ${minutes(tournament.match_seconds)}. Who does not come forfeits it. Results, proof and disputes work as in every other match here.`,
    ],
    [
      "Too few players",
      `With fewer than ${tournament.min_participants} players it is cancelled${fee === null ? "." : ", and everybody gets the whole entry back."}`,
    ],
    ["Prizes", prizeRule(tournament)],
    ...(fee === null
      ? []
      : [
          [
            "Leaving",
            `Before check-in closes you can leave, and the ${fee} come back at once. After that the entry stays in.`,
          ] as const,
        ]),
  ];
}

function details({ format, bronze, groups, legs, rounds }: TournamentDetail): string {
  const parts = [
    format === "single_elimination" && bronze ? "The two who lose the semi-finals play for the third place." : "",
    format === "round_robin" && groups > 1 ? `There are ${groups} groups.` : "",
    format === "round_robin" && legs > 1 ? "Everybody meets twice." : "",
    format === "swiss" && rounds !== null ? `${rounds} rounds are played.` : "",
  ];
  return parts.filter(Boolean).join(" ");
}

function prizeRule(tournament: TournamentDetail): string {
  const house = Number(tournament.house_part);
  return [
    "Paid into your wallet once the last result is final: when it can no longer be contested, and no dispute or appeal is open.",
    "Equal places share what they are worth together.",
    house > 0 ? `The house keeps ${kes(house)} of each entry, and nothing of the prizes.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}

/** What somebody waits for whose match is not open yet. */
export function nextMatchText({ match_id: id, expected, opponent, waits_on_dispute: waits }: MyNextMatch): string {
  if (id !== null) return "It is open: go there.";
  if (waits) return "Waiting for a dispute to be decided. You play when a referee has ruled; we notify you.";
  if (expected) return `You play in ${inMinutes(expected)}. We notify you when it opens.`;
  return opponent === null
    ? "It is not known yet whom you meet. We notify you when it opens."
    : "We notify you when it opens.";
}

/** What the player is in a tournament, in a few words for a card; null: nothing. */
export function myStanding(me: MyPart, { start_date: starts }: TournamentSummary): string | null {
  if (me.next_match?.match_id != null) return "Your match is open: go there";
  if (me.can_check_in) return `Check in until ${hour(starts)}, or you lose your seat`;
  if (me.next_match?.waits_on_dispute) return "Waiting for a dispute to be decided";
  if (me.next_match?.expected) return `You play in ${inMinutes(me.next_match.expected)}`;
  switch (me.status) {
    case "waiting":
      return me.waiting_place === null
        ? "You are on the waiting list"
        : `You are number ${me.waiting_place} on the waiting list`;
    case "registered":
      return "You have a seat";
    case "checked_in":
      return "You are checked in";
    case "playing":
      return "You are in";
    case "out":
      return me.place_first === null
        ? "You are out"
        : `You came ${placeName(me.place_first, me.place_last ?? me.place_first)}`;
    default:
      return null;
  }
}

/** Whose prize it is: their place, or that it was taken back. */
export function prizePlace({ place_first: first, place_last: last }: PrizePaid): string {
  return first === null ? "Disqualified" : placeName(first, last ?? first);
}

/** What somebody was paid, and what is still to come of it since somebody above them was disqualified. */
export function paidPrizeText({ amount, to_come: more, is_taken_back: taken }: PrizePaid): string {
  if (taken) return "Prize taken back";
  if (Number(more) === 0) return kes(amount);
  return Number(amount) === 0 ? `${kes(more)} to come` : `${kes(amount)}, ${kes(more)} to come`;
}
