import { QueryClient } from "@tanstack/react-query";
import { beforeEach, expect, test, vi } from "vitest";
import { endSession, startSession } from "@/lib/api/auth";
import { keepAnswers, restoreAnswers } from "@/lib/api/kept";

const WALLET = ["get", "/api/v1/payments/wallet"];
const PAYBILL = ["get", "/api/v1/payments/paybill"];
const HISTORY = ["get", "/api/v1/matches", "pages"];

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

function aTab() {
  const queries = new QueryClient();
  queries.setQueryData(WALLET, { available: "1250.00" });
  queries.setQueryData(PAYBILL, { account: "U4K7Q9" });
  queries.setQueryData(HISTORY, { pages: [{ items: [1] }, { items: [2] }], pageParams: [null, "2"] });
  return queries;
}

test("without a connection the last balance and the first matches are there, and nothing else", () => {
  startSession("token");
  keepAnswers(aTab());
  vi.runAllTimers();

  const later = new QueryClient();
  restoreAnswers(later);
  expect(later.getQueryData(WALLET)).toEqual({ available: "1250.00" });
  expect(later.getQueryData(HISTORY)).toEqual({ pages: [{ items: [1] }], pageParams: [null] });
  expect(later.getQueryData(PAYBILL)).toBeUndefined();
});

test("what is known already is not replaced by what was kept", () => {
  startSession("token");
  keepAnswers(aTab());
  vi.runAllTimers();
  const later = new QueryClient();
  later.setQueryData(WALLET, { available: "7.00" });
  restoreAnswers(later);
  expect(later.getQueryData(WALLET)).toEqual({ available: "7.00" });
});

test("after logging out nothing is kept, not even by an answer that was on its way", () => {
  startSession("token");
  keepAnswers(aTab());
  endSession();
  vi.runAllTimers();
  expect(localStorage.getItem("ww.kept")).toBeNull();
});
