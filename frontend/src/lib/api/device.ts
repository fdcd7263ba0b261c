/**
 * A random word that this browser keeps, so that two players who share a phone are never paired
 * for money. It says nothing about the phone, and it outlives logging out: that is its point.
 */
import { read, write } from "@/lib/api/storage";
import { newIntentKey } from "@/lib/utils";

/** The header that the API reads when somebody signs in; none where nothing can be kept. */
export function deviceHeader(): Record<string, string> {
  const known = read("device");
  if (known) return { "X-Device-Id": known };
  write("device", newIntentKey());
  // A private window forgets at once: a word that changes each time would name no device.
  const kept = read("device");
  return kept ? { "X-Device-Id": kept } : {};
}
