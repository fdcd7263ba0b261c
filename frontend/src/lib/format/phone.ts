/** Kenyan mobile numbers, in any spelling that people type. */

/** The 12 digits that M-Pesa uses, or null when it is no Kenyan mobile number. */
export function toMsisdn(typed: string): string | null {
  let digits = typed
    .trim()
    .replace(/[\s\-().]/g, "")
    .replace(/^\+/, "");
  if (/^0\d{9}$/.test(digits)) digits = `254${digits.slice(1)}`;
  else if (/^\d{9}$/.test(digits)) digits = `254${digits}`;
  return /^254[71]\d{8}$/.test(digits) ? digits : null;
}

/** "254711000001" → "0711 000 001", as printed on a SIM card. */
export function localPhone(msisdn: string): string {
  const match = /^254(\d{3})(\d{3})(\d{3})$/.exec(msisdn);
  return match ? `0${match[1]} ${match[2]} ${match[3]}` : msisdn;
}
