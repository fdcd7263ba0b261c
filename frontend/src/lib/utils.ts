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

const HERE = "https://here.invalid";

/** `path` if it leads to a page of this site, else `otherwise`; prevents redirects to other sites after sign-in. */
export function safePath(path: string | string[] | undefined, otherwise: string): string {
  const place = typeof path === "string" && path.startsWith("/") ? placeHere(path) : null;
  // Once more: "/.//evil.example" is a path of ours that starts with "//" when its dots are resolved.
  return place !== null && placeHere(place) === place ? place : otherwise;
}

/** Where `path` leads as a browser reads it (tabs dropped, "\\" taken for "/"); null if to another site. */
function placeHere(path: string): string | null {
  try {
    const { origin, pathname, search, hash } = new URL(path, HERE); // URL.parse is too new for many phones
    return origin === HERE ? pathname + search + hash : null;
  } catch {
    return null;
  }
}
