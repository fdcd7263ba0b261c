/** Names cut to the width of a box, since text in a drawing neither wraps nor ends in dots by itself. */
import { isolated } from "@/lib/format/name";

const WIDE = /[MWmw@%]|[^\x20-\x7e]/;
const NARROW = /[fijlrtI1.,'|!:; -]/;

const widthOf = (letter: string): number => (WIDE.test(letter) ? 1.55 : NARROW.test(letter) ? 0.6 : 1);

/** The name, or its beginning and dots, in at most so many letters of middle width. */
export function shortName(name: string, most: number): string {
  let width = 0;
  const letters = Array.from(name);
  for (const [at, letter] of letters.entries()) {
    width += widthOf(letter);
    if (width > most) return `${isolated(letters.slice(0, Math.max(1, at - 1)).join(""))}…`;
  }
  return isolated(name);
}
