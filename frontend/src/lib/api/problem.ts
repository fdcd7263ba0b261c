/** Distinguishes a refusal of the API from a failure of the network or the server. */
import type { FieldProblem, Problem, ProblemCode } from "@/types/api";

export function isProblem(error: unknown): error is Problem {
  return typeof error === "object" && error !== null && "code" in error && "status" in error;
}

export const problemCode = (error: unknown): ProblemCode | null => (isProblem(error) ? error.code : null);

/** The fields of a form that the API refused, with its reason for each. */
export const fieldProblems = (error: unknown): FieldProblem[] => (isProblem(error) ? (error.fields ?? []) : []);

/** Worth a retry: there was no response, or the server failed. Never a refusal. */
export const isPassing = (error: unknown): boolean => !isProblem(error) || error.status >= 500;
