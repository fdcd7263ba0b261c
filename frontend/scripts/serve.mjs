/**
 * The web process: Next's pages, plus a proxy of /api/v1 and /ws to the API, so that the browser
 * talks to one origin and cookies stay same-site.
 *
 *   node scripts/serve.mjs          production (after `npm run build`)
 *   node scripts/serve.mjs --dev    development, with hot reload
 *
 * Environment: WEB_PORT (3000), WEB_HOST (127.0.0.1), API_URL (http://127.0.0.1:$API_PORT or 8000).
 */
import http from "node:http";
import path from "node:path";
import { createProxyServer, proxyUpgrade } from "httpxy";
import next from "next";
import { securityHeaders } from "./security-headers.mjs";
import { createPreview } from "./tournament-preview.mjs";

const dev = process.argv.includes("--dev");
const port = Number(process.env.WEB_PORT ?? 3000);
const hostname = process.env.WEB_HOST ?? "127.0.0.1";
const apiUrl = (process.env.API_URL ?? `http://127.0.0.1:${process.env.API_PORT ?? 8000}`).replace(/\/+$/, "");
process.env.API_URL = apiUrl; // pages/api/webhook reads it
if (!dev) process.env.NODE_ENV = "production";
process.env.NEXT_TELEMETRY_DISABLED = "1";

const API_PATH = /^\/(?:api\/v1(?=[/?]|$)|\.well-known\/security\.txt$)/;
const SOCKET_PATH = /^\/ws(?=[/?]|$)/;

const log = (level, event, detail = {}) => console.log(JSON.stringify({ level, event, ...detail }));

const app = next({ dev, dir: path.resolve(import.meta.dirname, ".."), hostname, port });
// A new connection per request: the API may close a kept one while a request is written into it, and a
// request that moves money must not fail for that.
const proxy = createProxyServer({ target: apiUrl, xfwd: true, proxyTimeout: 30_000, agent: false });

/** Responds with a problem that the client understands when the API is unreachable. */
function apiUnreachable(res) {
  if (res.headersSent) return res.destroy();
  res.writeHead(503, { "Content-Type": "application/problem+json", "Cache-Control": "no-store", "Retry-After": "3" });
  return res.end(
    JSON.stringify({
      type: "about:blank",
      title: "Service unavailable",
      status: 503,
      detail: "WageWars is not answering right now. Your money is safe. Try again in a moment.",
      code: "service_unavailable",
      request_id: "",
      retry_after: 3,
    }),
  );
}

await app.prepare();
const handlePage = app.getRequestHandler();
const handleNextUpgrade = app.getUpgradeHandler();

const previewOf = createPreview({ apiUrl, dir: path.resolve(import.meta.dirname, "..") });

/** The page of a tournament with its own preview for messengers, else the page as it was built. */
async function showPage(req, res, url) {
  const html = dev || req.method !== "GET" ? null : await previewOf(req, url);
  if (html === null) return handlePage(req, res);
  res.setHeader("Content-Type", "text/html; charset=utf-8");
  return res.end(html);
}

// Who dawdles holds no connection: headers within 15 s, a whole upload within five minutes.
const PATIENCE = { headersTimeout: 15_000, requestTimeout: 300_000, connectionsCheckingInterval: 5_000 };

const server = http.createServer(PATIENCE, (req, res) => {
  const url = req.url ?? "/";
  for (const [name, value] of Object.entries(dev ? {} : securityHeaders(url))) res.setHeader(name, value);
  if (API_PATH.test(url)) {
    proxy.web(req, res).catch((error) => {
      log("warning", "api_unreachable", { path: url.split("?")[0], reason: String(error.code ?? error.message) });
      apiUnreachable(res);
    });
    return;
  }
  // Pages are shells that name hashed files: revalidate each time (an ETag gives 304).
  if (!dev && !url.startsWith("/_next/")) res.setHeader("Cache-Control", "no-cache");
  if (url.startsWith("/sw.js")) {
    res.setHeader("Cache-Control", "no-cache, no-store, must-revalidate");
    res.setHeader("Service-Worker-Allowed", "/");
  }
  showPage(req, res, url).catch((error) => {
    log("error", "page_failed", { path: url.split("?")[0], reason: String(error) });
    if (!res.headersSent) res.writeHead(500);
    res.end();
  });
});

const sockets = new Set();

server.on("upgrade", (req, socket, head) => {
  sockets.add(socket);
  socket.on("close", () => sockets.delete(socket));
  socket.on("error", () => socket.destroy());
  if (SOCKET_PATH.test(req.url ?? "")) {
    proxyUpgrade(apiUrl, req, socket, head, { upgradeTimeout: 10_000 }).catch((error) => {
      log("warning", "socket_refused", { reason: String(error.code ?? error.message) });
      if (!error.statusCode) socket.destroy();
    });
    return;
  }
  if (dev) handleNextUpgrade(req, socket, head).catch(() => socket.destroy());
  else socket.destroy();
});

server.on("error", (error) => {
  const busy = error.code === "EADDRINUSE";
  console.error(busy ? `Port ${port} is busy. Stop what uses it, or choose another with WEB_PORT.` : String(error));
  process.exit(1);
});

/** Takes nothing new, lets answers that are under way end, and cuts what never ends by itself. */
function stop() {
  server.close(() => process.exit(0));
  for (const socket of sockets) socket.destroy();
  server.closeIdleConnections();
  setTimeout(() => process.exit(0), 5_000).unref();
}
process.on("SIGTERM", stop);
process.on("SIGINT", stop);

server.listen(port, hostname, () => log("info", "web_ready", { url: `http://${hostname}:${port}`, api: apiUrl }));
