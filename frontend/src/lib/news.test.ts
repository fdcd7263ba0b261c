import { expect, test } from "vitest";
import { newsSince } from "@/lib/news";
import { anInbox, aNotification } from "@/tests/support/inboxFixtures";

const inbox = anInbox([
  aNotification({ id: 9, type: "match_ruled", link: "/matches/12" }),
  aNotification({ id: 8, type: "deposit_credited", group: "money", link: "/wallet", title: "Deposit received" }),
]);

test("what was there when the app opened is no news, however much is unread", () => {
  expect(newsSince(null, inbox, "/dashboard")).toEqual({ seen: 9, sentences: [] });
});

test("a ruling is said in a sentence, once", () => {
  const first = newsSince(8, inbox, "/dashboard");
  expect(first.sentences).toEqual(["A referee has ruled. Read what was ruled on your match against brian, and why."]);
  expect(newsSince(first.seen, inbox, "/dashboard").sentences).toEqual([]);
});

test("nobody is told what the page shows, what they have read, or what the full-screen call says", () => {
  expect(newsSince(8, inbox, "/matches/12").sentences).toEqual([]);
  expect(newsSince(8, inbox, "/matches/active").sentences).toEqual([]);
  expect(newsSince(8, inbox, "/notifications").sentences).toEqual([]);
  expect(newsSince(0, anInbox([aNotification({ is_read: true })]), "/dashboard").sentences).toEqual([]);
  expect(newsSince(0, anInbox([aNotification({ type: "match_found" })]), "/dashboard").sentences).toEqual([]);
});

test("many at once are counted", () => {
  const many = anInbox([7, 6, 5].map((id) => aNotification({ id })));
  expect(newsSince(4, many, "/dashboard").sentences).toEqual(["You have 3 new notifications."]);
});
