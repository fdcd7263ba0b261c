/**
 * How players reach people: set at build time (`NEXT_PUBLIC_SUPPORT_…` in .env.example), never invented.
 * What is not set is not offered.
 */

const email = process.env.NEXT_PUBLIC_SUPPORT_EMAIL ?? "";
const phone = process.env.NEXT_PUBLIC_SUPPORT_PHONE ?? "";
const whatsapp = process.env.NEXT_PUBLIC_SUPPORT_WHATSAPP ?? "";

export type Contact = { name: string; shown: string; href: string };

const digits = (number: string): string => number.replace(/\D/g, "");

/** The ways that are set, the quickest first. */
export const CONTACTS: readonly Contact[] = [
  ...(whatsapp ? [{ name: "WhatsApp", shown: whatsapp, href: `https://wa.me/${digits(whatsapp)}` }] : []),
  ...(phone ? [{ name: "Call or SMS", shown: phone, href: `tel:+${digits(phone)}` }] : []),
  ...(email ? [{ name: "E-mail", shown: email, href: `mailto:${email}` }] : []),
];
