/** An age as staff reads it: 8 → "8 s"; 190 → "3 min"; 7300 → "2 h"; 200000 → "2 days". */
export function age(seconds: number): string {
  if (seconds < 90) return `${Math.max(0, Math.round(seconds))} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}

/** How long ago a moment was, or in how long it comes: "3 min ago", "in 2 h". */
export function near(iso: string, now = Date.now()): string {
  const seconds = (now - Date.parse(iso)) / 1_000;
  return seconds >= 0 ? `${age(seconds)} ago` : `in ${age(-seconds)}`;
}

/** When something has to be done: "due in 2 h", or by how much it is late. */
export function due(iso: string, now = Date.now()): string {
  const seconds = (Date.parse(iso) - now) / 1_000;
  return seconds >= 0 ? `due in ${age(seconds)}` : `late by ${age(-seconds)}`;
}
