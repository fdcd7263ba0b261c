/**
 * The preview of a tournament's page in a messenger (Open Graph): its name, terms and picture, put into the page that
 * was built for all tournaments. The page stays static, so that the service worker can keep it on the phone.
 */
import fs from "node:fs/promises";
import path from "node:path";

const PAGE = /^\/tournaments\/(\d{1,15})(?:\?|$)/;
const BUILT = ".next/server/pages/tournaments/[id].html";
/** Who opens the page waits for this, so not long. */
const PATIENCE_MS = 1_000;
const KEPT_MS = 30_000;
const MOST_KEPT = 500;
const HOST = /^[\w.-]+(?::\d+)?$/;

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text) => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]);
const tag = (property, content) => `<meta property="og:${property}" content="${escaped(content)}"/>`;
const kes = (amount) => `KES ${Number(amount).toLocaleString("en-KE")}`;

/** Returns a function that gives the page with its preview, or null where it is another page or nothing is known. */
export function createPreview({ apiUrl, dir }) {
  const kept = new Map();
  let built;

  async function tournament(id, address) {
    const known = kept.get(id);
    if (known && known.until > Date.now()) return known.found;
    const answer = await fetch(`${apiUrl}/api/v1/tournaments/${id}`, {
      // Limits count by who asks.
      headers: { "X-Forwarded-For": address },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const found = answer.ok ? await answer.json() : null;
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(id, { found, until: Date.now() + KEPT_MS });
    return found;
  }

  return async function previewOf(req, url) {
    const id = PAGE.exec(url)?.[1];
    if (id === undefined) return null;
    try {
      const found = await tournament(id, req.headers["x-forwarded-for"] ?? req.socket.remoteAddress ?? "");
      if (found === null) return null;
      built ??= await fs.readFile(path.join(dir, BUILT), "utf8");
      return withPreview(built, found, originOf(req));
    } catch {
      return null; // the page works without
    }
  };
}

/** The address by which the visitor came; null where the header is no host, so that nothing is quoted from it. */
function originOf(req) {
  const host = req.headers.host ?? "";
  const protocol = req.headers["x-forwarded-proto"] === "https" ? "https" : "http";
  return HOST.test(host) ? `${protocol}://${host}` : null;
}

export function withPreview(html, tournament, origin) {
  const { id, name, current_participants: taken, max_participants: most, pool, entry_fee: fee } = tournament;
  const terms = [
    Number(pool) > 0 ? `${kes(pool)} in prizes` : null,
    Number(fee) > 0 ? `entry ${kes(fee)}` : "free to enter",
    `${taken} of ${most} seats taken`,
  ];
  const tags = [
    tag("type", "website"),
    tag("title", name),
    tag("description", `A Call of Duty tournament on WageWars: ${terms.filter(Boolean).join(", ")}.`),
    ...(origin
      ? [
          tag("url", `${origin}/tournaments/${id}`),
          tag("image", `${origin}/api/v1/tournaments/${id}/card.png`),
          tag("image:width", "1200"),
          tag("image:height", "630"),
        ]
      : []),
  ].join("");
  return (
    html
      .replace(/<meta[^>]*property="og:(?:title|description)"[^>]*>/g, "")
      // By a function: a name may hold what means something in a replacement, such as "$&".
      .replace("</head>", () => `${tags}</head>`)
  );
}
