/** Names of players inside a sentence. */

const PLAIN = /^[\x20-\x7e]*$/;
const ISOLATE = "\u2068";
const POP = "\u2069";

/**
 * The name as it may stand in a sentence: one that is not plain Latin is isolated, so that a name written
 * from right to left cannot reorder the words or the amount beside it. In markup use `<bdi>` instead.
 */
export const isolated = (name: string): string => (PLAIN.test(name) ? name : `${ISOLATE}${name}${POP}`);
