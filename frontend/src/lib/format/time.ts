/** Times and durations as texts, in the time zone of Nairobi. */

const ZONE = "Africa/Nairobi";
const shortDay = new Intl.DateTimeFormat("en-KE", { timeZone: ZONE, day: "numeric", month: "short" });
const longDay = new Intl.DateTimeFormat("en-KE", { timeZone: ZONE, weekday: "long", day: "numeric", month: "long" });
const longDaySw = new Intl.DateTimeFormat("sw-KE", {
  timeZone: ZONE,
  weekday: "long",
  day: "numeric",
  month: "long",
});
const dayKey = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE });
const clockTime = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, hour: "2-digit", minute: "2-digit" });
const writtenDay = new Intl.DateTimeFormat("en-GB", {
  timeZone: "UTC",
  day: "numeric",
  month: "short",
  year: "numeric",
});
const month = new Intl.DateTimeFormat("en-KE", { timeZone: ZONE, month: "long", year: "numeric" });

/** 75 → "1:15"; 3700 → "1:01:40". */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const s = String(whole % 60).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${s}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${s}`;
}

/** 40 → "about 40 seconds"; 150 → "about 3 minutes". */
export function roughly(seconds: number): string {
  if (seconds < 10) return "a few seconds";
  if (seconds < 55) return `about ${Math.round(seconds / 10) * 10} seconds`;
  const minutes = Math.max(1, Math.round(seconds / 60));
  return minutes === 1 ? "about a minute" : `about ${minutes} minutes`;
}

/** The day in Nairobi, as the API writes it: "2026-11-22". */
export const nairobiDay = (now: number): string => dayKey.format(now);

/** The hour in Nairobi: "20:14". */
export const hour = (iso: string): string => clockTime.format(new Date(iso));

/** "Today, 20:14", "Yesterday, 09:02", "3 Nov, 18:40". */
export function moment(iso: string, now = Date.now()): string {
  return `${dayName(iso, now, shortDay)}, ${hour(iso)}`;
}

/** The heading over one day's movements: "Today", "Yesterday", "Friday, 20 November"; or in Swahili. */
export const day = (iso: string, now = Date.now(), lang: "en" | "sw" = "en"): string =>
  lang === "sw" ? dayName(iso, now, longDaySw, ["Leo", "Jana"]) : dayName(iso, now, longDay);

/** "1999-05-17" → "17 May 1999"; null while the date is incomplete. */
export function writtenDate(date: string): string | null {
  if (!/^(19|20)\d{2}-\d{2}-\d{2}$/.test(date)) return null;
  return writtenDay.format(new Date(`${date}T00:00:00Z`));
}

/** The same as `moment` inside a sentence: "today, 20:14". */
export const momentWithin = (iso: string, now = Date.now()): string =>
  moment(iso, now).replace(/^(Today|Yesterday)/, (near) => near.toLowerCase());

export const monthOf = (iso: string): string => month.format(new Date(iso));

function dayName(
  iso: string,
  now: number,
  other: Intl.DateTimeFormat,
  near: readonly [string, string] = ["Today", "Yesterday"],
): string {
  const key = dayKey.format(new Date(iso));
  if (key === dayKey.format(now)) return near[0];
  if (key === dayKey.format(now - 86_400_000)) return near[1];
  return other.format(new Date(iso));
}
