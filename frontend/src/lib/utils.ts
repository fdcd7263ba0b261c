/** Small functions that many modules need. */
export { clsx as cx } from "clsx";

/** The class for a figure in one of two columns on a phone: a long amount is smaller, so that it stays whole. */
export function figureSize(figure: unknown): string {
  const { length } = typeof figure === "string" ? figure : "";
  if (length <= 8) return "text-lg";
  return length <= 11 ? "text-[min(1.0625rem,4.4vw)]" : "text-[min(0.9375rem,3.7vw)]";
}

/** A random idempotency key for one intention of the player. */
export function newIntentKey(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  // Plain-http addresses in a local network have no randomUUID.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** `path` if it is a path of this site, else `otherwise`; prevents redirects to other sites after sign-in. */
export function safePath(path: string | string[] | undefined, otherwise: string): string {
  return typeof path === "string" && /^\/(?![/\\])/.test(path) ? path : otherwise;
}
