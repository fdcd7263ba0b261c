/** Validation rules of the forms, each with the sentence shown when it is broken. Loaded lazily. */
import { zodResolver } from "@hookform/resolvers/zod";
import * as z from "zod/mini";
import { toMsisdn } from "@/lib/format/phone";

const PLAYING_AGE = 18;

/** True when somebody born on `birth` (YYYY-MM-DD) is 18 or older on `today`. */
export function isOfAge(birth: string, today = new Date()): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(birth);
  if (!match) return false;
  const eighteenth = new Date(Number(match[1]) + PLAYING_AGE, Number(match[2]) - 1, Number(match[3]));
  return eighteenth.getTime() <= today.getTime();
}

const password = z
  .string()
  .check(z.minLength(10, "Use at least 10 characters."), z.maxLength(128, "Use at most 128 characters."));
const code = z.string().check(z.regex(/^\d{6}$/, "The code has 6 digits."));

export const loginRules = z.object({
  username: z.string().check(z.trim(), z.minLength(1, "Type your username, phone or e-mail.")),
  password: z.string().check(z.minLength(1, "Type your password.")),
});

export const registerRules = z.object({
  username: z
    .string()
    .check(
      z.trim(),
      z.minLength(3, "Use at least 3 characters."),
      z.maxLength(20, "Use at most 20 characters."),
      z.regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, "Use letters, digits, dot, dash and underscore only."),
    ),
  phone: z
    .string()
    .check(z.refine((typed) => toMsisdn(typed) !== null, "Type a Kenyan mobile number, like 0712 345 678.")),
  email: z.string().check(z.trim(), z.regex(/^[^@\s]+@[^@\s]+\.[^@\s]+$/, "Type your e-mail, like jina@example.com.")),
  date_of_birth: z.string().check(
    z.regex(/^\d{4}-\d{2}-\d{2}$/, "Choose your date of birth."),
    z.refine((birth) => isOfAge(birth), "You must be 18 or older to play for money."),
  ),
  password,
  accepts: z.boolean().check(z.refine((yes) => yes, "You need to accept the terms to open an account.")),
});

export const codeRules = z.object({ code });
export const identifierRules = z.object({
  identifier: z.string().check(z.trim(), z.minLength(3, "Type your username, phone or e-mail.")),
});
export const resetRules = z.object({ code, new_password: password });

export const loginResolver = zodResolver(loginRules);
export const registerResolver = zodResolver(registerRules);
export const codeResolver = zodResolver(codeRules);
export const identifierResolver = zodResolver(identifierRules);
export const resetResolver = zodResolver(resetRules);
