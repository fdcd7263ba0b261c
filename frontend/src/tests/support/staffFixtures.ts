/** The board, a dispute and a payment as staff sees them. */
import { aMatch } from "@/tests/support/fixtures";
import type { StaffBoard, StaffDispute, UserPage, WaitingPayment } from "@/types/staff";

const AT = "2026-12-01T08:00:00Z";

export const aBoard = (changes: Partial<StaffBoard> = {}): StaffBoard => ({
  at: AT,
  queues: [{ title: "mw", mode: "gunfight", platform: "acti", stake: "100.00", players: 3, oldest: 40 }],
  matches: { pending: 1, active: 4, disputed: 2, overdue: 0 },
  disputes: { under_1_day: 1, days_1_to_3: 1, over_3_days: 0, oldest: 100_000 },
  payments: [{ kind: "withdrawal", state: "review", count: 1, oldest: 4_000 }],
  callbacks: { waiting: 0, oldest: 0, last: 12, in_five_minutes: 9 },
  funds: {
    mpesa_says: "2500.00",
    mpesa_said_at: AT,
    books_say: "2500.00",
    players_own: "2400.00",
    books_at: AT,
    short: "0.00",
  },
  jobs: { beat: 1, oldest: 0 },
  alarms: [],
  switches: [{ name: "deposits", is_on: true, reason: "", changed_by: "system", changed_at: AT }],
  approvals: [],
  audit: { entries: 17, head: "ab", checked_at: AT, broken: false },
  ...changes,
});

const record = { matches: 9, disputes: 1, rulings_won: 0, rulings_lost: 1, strikes: 0, risk: 12 };

export const aDispute = (changes: Partial<StaffDispute> = {}): StaffDispute => ({
  match: aMatch({ status: "disputed", verification_state: "admin_review" }),
  pot: "200.00",
  disputed_at: AT,
  evidence_until: AT,
  rule_by: AT,
  needs_two: false,
  claim: null,
  rulings: [],
  appeal: null,
  reports: [{ seat: "player1", outcome: "won", replay: 0, reported_at: AT }],
  statements: [
    { seat: "player1", reason: "wrong_result", statement: "I won 6:4.", helps: "The end screen.", written_at: AT },
  ],
  timeline: [
    { at: AT, status: "disputed", verification_state: "admin_review", actor: "system", note: "they do not agree" },
  ],
  pictures: [],
  messages: [],
  candidates: [],
  flags: ["late_report"],
  player1_record: record,
  player2_record: record,
  ...changes,
});

export const aWaitingPayment = (changes: Partial<WaitingPayment> = {}): WaitingPayment => ({
  kind: "withdrawal",
  id: 7,
  state: "review",
  meaning: "It is not known whether M-Pesa paid. Compare with its statement.",
  amount: "128.00",
  tax: "0.00",
  fee: "0.00",
  net: "128.00",
  user_id: 1,
  username: "amina",
  phone: "*********001",
  about: null,
  receipt: null,
  doubt: "amount_differs",
  failure: null,
  created_at: AT,
  completed_at: null,
  due_at: null,
  ruling_id: null,
  maybe_of: null,
  ...changes,
});

export const aUserPage = (changes: Partial<UserPage> = {}): UserPage => ({
  id: 1,
  username: "amina",
  phone: "254711000001",
  email: "amina@demo.wagewars.example",
  role: "player",
  is_verified: true,
  is_active: true,
  created_at: AT,
  suspension: null,
  strikes: [],
  money: { available: "500.00", in_play: "0.00", withdrawing: "0.00", owed: "0.00" },
  devices: 1,
  matches: [],
  payments: null,
  sharing: [],
  risk_score: null,
  notes: [],
  ...changes,
});

/** All that staff's pages ask for, about a player whose name is `name`: answers by "METHOD /path". */
export function staffScene(name: string): Record<string, unknown> {
  const of = { username: name };
  const match = aMatch({ status: "disputed", verification_state: "admin_review" });
  const dispute = aDispute({
    match: { ...match, player1: { ...match.player1, ...of }, player2: { ...match.player2, ...of } },
  });
  const payment = aWaitingPayment(of);
  const user = aUserPage({ ...of, sharing: [{ ...aUserPage(of), phone: "*********001" }], payments: [payment] });
  return {
    "GET /admin/board": aBoard({ approvals: [{ kind: "payments", count: 2, first_due_at: AT }] }),
    "GET /admin/alarms": { items: [] },
    "GET /admin/disputes": { items: [dispute] },
    "GET /admin/appeals": { items: [] },
    "GET /admin/matches/12/dispute": dispute,
    "GET /admin/payments/review": { items: [payment], total: "128.00" },
    "GET /admin/payments/suspense": { items: [], total: "0.00" },
    "GET /admin/rulings": { items: [], next_cursor: null },
    "GET /admin/payments/withdrawal/7": {
      payment,
      row: {},
      steps: [{ at: AT, state: "review", source: "callback", evidence: {} }],
      questions: [],
      ledger: [],
      callbacks: [],
      refunds: [],
      rulings: [],
    },
    "GET /admin/users/1": user,
  };
}
