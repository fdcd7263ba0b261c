/**
 * A random id that this browser keeps, so that two players who share a phone are never paired for
 * money. It contains nothing about the phone, and is kept when a player logs out.
 */
import { read, write } from "@/lib/api/storage";
import { newIntentKey } from "@/lib/utils";

/** The header that the API reads at sign-in; none where the browser stores nothing. */
export function deviceHeader(): Record<string, string> {
  const known = read("device");
  if (known) return { "X-Device-Id": known };
  write("device", newIntentKey());
  // A private window may not store it: an id that changes each time would name no device.
  const kept = read("device");
  return kept ? { "X-Device-Id": kept } : {};
}
