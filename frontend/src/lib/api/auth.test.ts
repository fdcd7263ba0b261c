// Rows of docs/security.md: S18.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fakeApi, json, problem } from "@/tests/support/fakeApi";

type Auth = typeof import("@/lib/api/auth");
let auth: Auth;

const token = (access_token: string) => json({ access_token, token_type: "bearer", expires_in: 600 });
const WALLET = "http://localhost:3000/api/v1/payments/wallet";

beforeEach(async () => {
  vi.resetModules();
  auth = await import("@/lib/api/auth");
});
afterEach(() => auth.endSession());

test("a token that has run out is renewed once, and the request is sent again with its body", async () => {
  auth.startSession("old");
  const api = fakeApi({
    "POST /api/v1/auth/refresh": () => token("new"),
    "POST /api/v1/payments/wallet": ({ headers, body }) =>
      headers.get("Authorization") === "Bearer new" ? json({ received: body }) : problem(401, "session_ended"),
  });
  const answer = await auth.authorisedFetch(new Request(WALLET, { method: "POST", body: "twice" }));
  expect(await answer.json()).toEqual({ received: "twice" });
  expect(api.requestsTo("POST", "/api/v1/auth/refresh")).toHaveLength(1);
});

test("five requests that find the token run out share one renewal", async () => {
  auth.startSession("old");
  const api = fakeApi({
    "POST /api/v1/auth/refresh": () => token("new"),
    "GET /api/v1/payments/wallet": ({ headers }) =>
      headers.get("Authorization") === "Bearer new" ? json({}) : problem(401, "session_ended"),
  });
  const answers = await Promise.all(Array.from({ length: 5 }, () => auth.authorisedFetch(new Request(WALLET))));
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200]);
  expect(api.requestsTo("POST", "/api/v1/auth/refresh")).toHaveLength(1);
});

test("a request is never sent a third time", async () => {
  auth.startSession("old");
  const api = fakeApi({
    "POST /api/v1/auth/refresh": () => token("new"),
    "GET /api/v1/payments/wallet": () => problem(401, "session_ended"),
  });
  expect((await auth.authorisedFetch(new Request(WALLET))).status).toBe(401);
  expect(api.requestsTo("GET", "/api/v1/payments/wallet")).toHaveLength(2);
});

test("a server error does not log the player out", async () => {
  auth.startSession("old");
  fakeApi({ "POST /api/v1/auth/refresh": () => problem(503, "service_unavailable") });
  expect(await auth.refreshSession()).toBe("unreachable");
  expect(auth.wasSignedIn()).toBe(true);
});

test("a session that the server has ended is ended here too", async () => {
  const events: string[] = [];
  auth.startSession("old");
  auth.onSession((event) => events.push(event));
  fakeApi({ "POST /api/v1/auth/refresh": () => problem(401, "session_ended") });
  expect(await auth.refreshSession()).toBe("signed-out");
  expect(auth.accessToken()).toBeNull();
  expect(auth.wasSignedIn()).toBe(false);
  expect(events).toEqual(["signed-out"]);
});

test("the token is in memory only", () => {
  auth.startSession("secret-token");
  expect(JSON.stringify({ ...localStorage })).not.toContain("secret-token");
  expect(document.cookie).not.toContain("secret-token");
});

test("logging out ends the session on this phone even without a network", async () => {
  auth.startSession("old");
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
  await auth.logOut();
  expect(auth.accessToken()).toBeNull();
});

test("every player on this phone sends the same device id, and logging out does not change it", async () => {
  const api = fakeApi({
    "POST /api/v1/auth/login": () => token("first"),
    "POST /api/v1/auth/logout": () => new Response(null, { status: 204 }),
    "POST /api/v1/auth/refresh": () => token("second"),
  });
  await auth.logIn("amina", "x");
  await auth.logOut();
  await auth.logIn("brian", "x");
  await auth.refreshSession();
  const ids = api.requests
    .filter(({ path }) => /login|refresh/.test(path))
    .map(({ headers }) => headers.get("X-Device-Id"));
  expect(new Set(ids).size).toBe(1);
  expect(ids).toHaveLength(3);
  // The API accepts 8 to 128 characters.
  expect(ids[0]).toMatch(/^[0-9a-f-]{32,36}$/);
});
