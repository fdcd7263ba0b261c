import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, test, vi } from "vitest";
import { applyLiveMessage } from "@/lib/live/live";
import type { LiveMessage } from "@/types/api";

const message = (type: string) => ({ id: 1, type, topic: "match:12", data: {} }) as LiveMessage;

function staleAfter(type: string) {
  const client = new QueryClient();
  const keys = [
    ["get", "/api/v1/payments/wallet"],
    ["get", "/api/v1/matches/{match_id}", 12],
    ["get", "/api/v1/matches", "pages"],
    ["get", "/api/v1/matchmaking/queue"],
  ];
  for (const key of keys) client.setQueryData(key, {});
  applyLiveMessage(client, message(type));
  return keys.filter((key) => client.getQueryState(key)?.isInvalidated).map((key) => key[1]);
}

test("a settled match refreshes the match, the list, the queue and the money", () => {
  expect(staleAfter("match.settled")).toHaveLength(4);
});

test("a changed wallet does not fetch matches again: data costs money", () => {
  expect(staleAfter("wallet.changed")).toEqual(["/api/v1/payments/wallet"]);
});

test("a changed withdrawal refreshes the list and the withdrawal itself", () => {
  const client = new QueryClient();
  const keys = [
    ["get", "/api/v1/payments/withdrawals"],
    ["get", "/api/v1/payments/withdrawals/{withdrawal_id}", 3],
  ];
  for (const key of keys) client.setQueryData(key, {});
  applyLiveMessage(client, message("withdrawal.changed"));
  expect(keys.every((key) => client.getQueryState(key)?.isInvalidated)).toBe(true);
});

test("a ruling refreshes the match, the list and the money, also long after the end", () => {
  expect(staleAfter("match.ruled")).toHaveLength(4);
});

test("a message of an unknown type is ignored", () => {
  expect(staleAfter("season.started")).toEqual([]);
});

test("a changed tournament is read again until the server's memory has the news", () => {
  vi.useFakeTimers();
  const client = new QueryClient();
  const key = ["get", "/api/v1/tournaments/{tournament_id}/rounds", 7];
  const isStale = () => client.getQueryState(key)?.isInvalidated;
  const answer = () => client.setQueryData(key, {});
  answer();
  applyLiveMessage(client, message("tournament.changed"));
  for (const pause of [0, 1_500, 2_000]) {
    vi.advanceTimersByTime(pause);
    expect(isStale()).toBe(true);
    answer();
  }
  vi.advanceTimersByTime(60_000);
  expect(isStale()).toBe(false);
  vi.useRealTimers();
});

test("news during the first read of something are not lost: it is read once more behind it", async () => {
  const client = new QueryClient();
  const answers = ["as it was", "as it is"];
  const sent: ((answer: string) => void)[] = [];
  const observer = new QueryObserver(client, {
    queryKey: ["get", "/api/v1/matches/{match_id}", 12],
    queryFn: () => new Promise<string>((resolve) => sent.push(resolve)),
  });
  const stop = observer.subscribe(() => undefined);
  applyLiveMessage(client, message("match.reported"));
  for (const [index, answer] of answers.entries()) {
    await vi.waitFor(() => expect(sent).toHaveLength(index + 1));
    sent[index]?.(answer);
  }
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe("as it is"));
  stop();
});
