/**
 * Forwards M-Pesa callbacks to the API, byte for byte, where only the web process has a public
 * address: POST /api/webhook?path=/hooks/d/<token>/stk. The token in the path is the secret; nothing
 * but /hooks/d/… passes.
 */
import type { NextApiRequest, NextApiResponse } from "next";
import { callbackTarget } from "@/lib/api/webhook";

export const config = { api: { bodyParser: false } };

const LARGEST_BODY = 64 * 1024;
const TIMEOUT_MS = 10_000;

export default async function webhook(req: NextApiRequest, res: NextApiResponse): Promise<void> {
  if (req.method !== "POST") return void res.setHeader("Allow", "POST").status(405).end();
  const target = callbackTarget(process.env.API_URL ?? "http://127.0.0.1:8000", req.query.path);
  if (!target) return void res.status(404).end();
  const body = await readBody(req);
  if (!body) return void res.status(413).end();
  try {
    const answer = await fetch(target, {
      method: "POST",
      headers: { "Content-Type": req.headers["content-type"] ?? "application/json" },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    res.status(answer.status);
    res.setHeader("Content-Type", answer.headers.get("content-type") ?? "application/json");
    res.end(Buffer.from(await answer.arrayBuffer()));
  } catch {
    // Nothing was stored: 502 makes Daraja retry, and otherwise our status query finds the payment.
    res.status(502).end();
  }
}

async function readBody(req: NextApiRequest): Promise<Uint8Array<ArrayBuffer> | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of req as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LARGEST_BODY) return null;
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}
