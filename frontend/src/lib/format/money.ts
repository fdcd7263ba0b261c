/** Kenyan shillings as the player reads them; the API sends strings such as "150.00". */

/** Our share of the pot, and the stakes allowed in KES; the maximum is lower for a newcomer. */
export type Terms = { feeRate: number; min: number; max: number; isNewcomer?: boolean };

/** The usual terms, for visitors; a signed-in player sees the terms from the API. */
export const USUAL_TERMS: Terms = { feeRate: 0.1, min: 20, max: 20_000 };
export const WAGER_TIERS = [50, 100, 200, 500, 1000] as const;
/** Of withdrawals only: no amount of a deposit is suggested. */
export const WITHDRAWAL_TIERS = [100, 200, 500, 1000, 2000] as const;
export const DEPOSIT_LIMITS = { min: 10, max: 250_000 } as const;

const whole = new Intl.NumberFormat("en-KE", { maximumFractionDigits: 0 });
const cents = new Intl.NumberFormat("en-KE", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** "1250.00" → "KES 1,250"; "62.50" → "KES 62.50"; "-100.00" → "−KES 100". Its blank does not break. */
export function kes(amount: string | number): string {
  const value = Number(amount);
  const figure = (Number.isInteger(value) ? whole : cents).format(Math.abs(value));
  return `${value < 0 ? "−" : ""}KES\u00a0${figure}`;
}

/** The same with a plus sign before money that came in. */
export const signedKes = (amount: string | number): string => (Number(amount) > 0 ? `+${kes(amount)}` : kes(amount));

/** A sentence of the API with its amounts, numbers and units kept in one piece at the end of a line. */
export const unbroken = (text: string): string =>
  text.replace(/\bKES (?=[\d−-])|(?<=\d) (?=\d{3}\b)/g, (blank) => blank.replace(" ", "\u00a0"));

/** Parses typed whole shillings ("1,000", "KES 200"); null when it is no such number. */
export function readShillings(typed: string): number | null {
  const digits = typed.replace(/kes|ksh|[\s,]/gi, "");
  return /^\d{1,9}$/.test(digits) ? Number(digits) : null;
}

/** Pot, fee and prize in KES of two equal stakes, computed in cents so that nothing is lost. */
export function potOf(stake: number, { feeRate }: Terms = USUAL_TERMS): { pot: number; fee: number; prize: number } {
  const pot = stake * 200;
  const fee = Math.round(pot * feeRate);
  return { pot: pot / 100, fee: fee / 100, prize: (pot - fee) / 100 };
}
