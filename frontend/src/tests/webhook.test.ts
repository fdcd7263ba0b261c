// @vitest-environment node
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { callbackTarget } from "@/lib/api/webhook";
import webhook from "@/pages/api/webhook";
import type { NextApiRequest, NextApiResponse } from "next";

const PATH = "/hooks/d/9f8e7d6c5b4a39281706f5e4d3c2b1a0/stk";

test("only callback paths pass", () => {
  expect(callbackTarget("http://api:8000/", PATH)).toBe(`http://api:8000${PATH}`);
  for (const path of [
    undefined,
    [PATH],
    "/api/v1/users/me",
    "/hooks/d/short/stk",
    "/hooks/d/../../api/v1/admin/disputes",
    `${PATH}?x=1`,
    `${PATH}#x`,
    `@evil.example${PATH}`,
    `/hooks/d/9f8e7d6c5b4a39281706f5e4d3c2b1a0/../admin`,
  ]) {
    expect(callbackTarget("http://api:8000", path)).toBeNull();
  }
});

const received: { url: string; type: string | undefined; body: string }[] = [];
const api = http.createServer((req, res) => {
  let body = "";
  req.on("data", (part: Buffer) => (body += part.toString()));
  req.on("end", () => {
    received.push({ url: req.url ?? "", type: req.headers["content-type"], body });
    res.writeHead(200, { "Content-Type": "application/json" }).end('{"ResultCode":0}');
  });
});
// The web process as Safaricom sees it: Next's helpers are the few that the handler uses.
const web = http.createServer((req, res) => {
  const query = Object.fromEntries(new URL(req.url ?? "/", "http://web").searchParams);
  const response = Object.assign(res, { status: (code: number) => Object.assign(res, { statusCode: code }) });
  void webhook(Object.assign(req, { query }) as unknown as NextApiRequest, response as unknown as NextApiResponse);
});
const addressOf = (server: http.Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeEach(async () => {
  received.length = 0;
  await new Promise<void>((done) => api.listen(0, "127.0.0.1", done));
  await new Promise<void>((done) => web.listen(0, "127.0.0.1", done));
  process.env.API_URL = addressOf(api);
});
afterEach(() => {
  api.close();
  web.close();
  web.closeAllConnections();
  api.closeAllConnections();
});

const post = (path: string, body: string) =>
  fetch(`${addressOf(web)}/api/webhook?path=${encodeURIComponent(path)}`, {
    method: "POST",
    headers: { "Content-Type": "application/json;charset=UTF-8" },
    body,
  });

test("a callback arrives at the API byte for byte, and Safaricom gets the API's response", async () => {
  const body = '{ "Body" : {"stkCallback":{"ResultCode":0 ,"ResultDesc":"Imekubaliwa ✓"}}}\n';
  const answer = await post(PATH, body);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ ResultCode: 0 });
  expect(received).toEqual([{ url: PATH, type: "application/json;charset=UTF-8", body }]);
});

test("anything else is refused without a request to the API", async () => {
  expect((await post("/api/v1/admin/disputes", "{}")).status).toBe(404);
  expect((await fetch(`${addressOf(web)}/api/webhook?path=${encodeURIComponent(PATH)}`)).status).toBe(405);
  expect((await post(PATH, "x".repeat(70_000))).status).toBe(413);
  expect(received).toEqual([]);
});

test("when the API is unreachable the response is 502, so that the callback is not taken as stored", async () => {
  process.env.API_URL = "http://127.0.0.1:1";
  expect((await post(PATH, "{}")).status).toBe(502);
});
