/** Distinguishes a refusal of the API from a failure of the network or the server, and says either in a sentence. */
import type { FieldProblem, Problem, ProblemCode } from "@/types/api";

export function isProblem(error: unknown): error is Problem {
  return typeof error === "object" && error !== null && "code" in error && "status" in error;
}

export const problemCode = (error: unknown): ProblemCode | null => (isProblem(error) ? error.code : null);

/** The fields of a form that the API refused, with its reason for each. */
export const fieldProblems = (error: unknown): FieldProblem[] => (isProblem(error) ? (error.fields ?? []) : []);

/** Worth a retry: there was no response, or the server failed. Never a refusal. */
export const isPassing = (error: unknown): boolean => !isProblem(error) || error.status >= 500;

export const NO_CONNECTION = "No connection. Check your data or Wi-Fi, then try again.";
const UNKNOWN_PROBLEM = "That did not work. Try again in a moment.";
/** A refusal is not held back for longer than this (ms), should its sentence not arrive. */
const PATIENCE = 2_000;

let sentences: Partial<Record<ProblemCode, string>> | undefined;

/** Loads our sentences for the codes. No page needs them before its first refusal, so no page loads them before. */
export async function loadSentences(): Promise<void> {
  if (sentences) return;
  const loaded = import("@/lib/api/problems").then(({ PROBLEM_SENTENCE }) => {
    sentences = PROBLEM_SENTENCE;
  });
  await Promise.race([loaded.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
}

/** Our sentence for a code; undefined before `loadSentences`, and for a code that this version does not know. */
export const sentenceOf = (code: string): string | undefined => sentences?.[code as ProblemCode];

/** The sentence for anything that was thrown. */
export function sentenceFor(error: unknown): string {
  if (error instanceof TypeError) return NO_CONNECTION; // fetch could not reach the server
  if (!isProblem(error)) return UNKNOWN_PROBLEM;
  // The server's own words for a code of a newer server, or where ours could not be loaded.
  const sentence = sentenceOf(error.code) ?? error.detail ?? UNKNOWN_PROBLEM;
  const wait = error.retry_after;
  return error.code === "too_many_requests" && typeof wait === "number" && wait > 0
    ? `Too many tries. Try again in ${wait < 90 ? `${wait} seconds` : `${Math.ceil(wait / 60)} minutes`}.`
    : sentence;
}
