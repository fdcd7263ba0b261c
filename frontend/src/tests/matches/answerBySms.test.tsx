import { render } from "@testing-library/react";
import { expect, test } from "vitest";
import { AnswerBySms } from "@/components/matches/live/AnswerBySms";
import { aMatch } from "@/tests/support/fixtures";
import type { Match } from "@/types/match";

const sms = { to: "22333", code: "0012" };
const said = (changes: Partial<Match>): string =>
  render(<AnswerBySms match={aMatch({ answer_by_sms: sms, ...changes })} />).container.textContent;
const me = { ...aMatch().player1, ready: false };

test("before the match the page says how to be ready without data, until the player is", () => {
  const pending = { status: "pending", verification_state: "awaiting_checkin" } as const;
  expect(said({ ...pending, player1: me })).toBe("No data? Send OK 0012 to 22333 from your phone.");
  expect(said({ ...pending, player1: { ...me, ready: true } })).toBe("");
});

test("then how to report, and when a result is proposed how to agree to it", () => {
  const report = "No data when you are done? Send W 0012 if you won, or L 0012 if you lost, to 22333 from your phone.";
  expect(said({})).toBe(report);
  expect(said({ player1: { ...me, reported: true } })).toBe("");
  expect(said({ player1: { ...me, reported: true }, reason: "both_lost" })).toBe(report);
  const proposed = { verification_state: "provisional", proposed_result: "player2" } as const;
  expect(said(proposed)).toBe("No data? Send OK 0012 to 22333 from your phone if the result is right.");
  expect(said({ ...proposed, proposed_result: "player1" })).toBe("");
});

test("where an SMS does nothing, nothing is said", () => {
  expect(said({ answer_by_sms: null })).toBe("");
});
