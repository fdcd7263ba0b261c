// How numbers, money and times are formatted on this page.

const shillings = new Intl.NumberFormat('en-KE', { maximumFractionDigits: 2 });
const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'Africa/Nairobi',
});

export const money = (amount) => `KES\u00a0${shillings.format(amount)}`;
export const timeOfDay = (moment) => clock.format(new Date(moment));

/** 254711000001 → 0711 000 001 */
export function local(msisdn) {
  const number = `0${msisdn.slice(3)}`;
  return `${number.slice(0, 4)} ${number.slice(4, 7)} ${number.slice(7)}`;
}

/** Any common spelling → 254…, or null when it is not (yet) a Kenyan mobile. */
export function normalise(typed) {
  const digits = typed.replace(/[\s+-]/g, '').replace(/^0(?=[17])/, '254').replace(/^(?=[17]\d{8}$)/, '254');
  return /^254[17]\d{8}$/.test(digits) ? digits : null;
}

/** Return the one-time code in an SMS, or null. */
export function codeIn(sms) {
  if (sms.from === 'MPESA') return null;
  return sms.text.match(/(?<![\d,.])\d{4,8}(?![\d,.]\d|\d)/)?.[0] ?? null;
}

/** Return the sum that an SMS of M-PESA says has come in, or null. */
export function received(sms) {
  if (sms.from !== 'MPESA') return null;
  return sms.text.match(/You have received Ksh([\d,.]*\d)|reversed and Ksh([\d,.]*\d)/)?.slice(1).find(Boolean) ?? null;
}

const ENDINGS = {
  0: 'Paid. M-PESA confirms by SMS.',
  1: 'Not enough money.',
  4: 'Above the daily limit.',
  17: 'Same amount within two minutes: refused.',
  1019: 'The prompt has expired.',
  1032: 'You cancelled.',
  1037: 'The prompt was not answered.',
  2001: 'Wrong PIN.',
  2040: 'This number has no M-PESA.',
  8006: 'The PIN is locked.',
};

export const ending = (prompt) => ENDINGS[prompt.result_code] ?? `Refused (${prompt.result_code}).`;
