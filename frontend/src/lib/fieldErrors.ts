/** A refusal of the API, sorted by the fields of a form. */
import type { FieldPath, FieldValues, UseFormReturn } from "react-hook-form";
import { fieldProblems, problemCode, sentenceFor } from "@/lib/api/problem";
import type { ProblemCode } from "@/types/api";

type FieldOf<Field extends string> = Partial<Record<ProblemCode, Field>>;

/**
 * The sentence for each of these fields that a refusal is about: all that it names at once, or the one
 * that its code belongs to by `fieldOf`. `rest` is the sentence of a refusal that is about none of them.
 */
export function errorsAt<Field extends string>(error: unknown, fields: readonly Field[], fieldOf: FieldOf<Field> = {}) {
  const at: Partial<Record<Field, string>> = {};
  if (!error) return { at, rest: undefined };
  for (const { field, message } of fieldProblems(error)) {
    const known = fields.find((name) => name === field);
    if (known) at[known] ??= message;
  }
  const code = problemCode(error);
  const own = code ? fieldOf[code] : undefined;
  if (own) at[own] = sentenceFor(error);
  const isAtNone = fields.every((field) => at[field] === undefined);
  return { at, rest: isAtNone ? sentenceFor(error) : undefined };
}

/** Shows a refusal at all of its fields, the first of them in focus, or else at `otherwise`. */
export function showRefusal<Values extends FieldValues>(
  form: Pick<UseFormReturn<Values>, "setError">,
  error: unknown,
  fields: readonly FieldPath<Values>[],
  {
    fieldOf = {},
    otherwise = "root",
  }: { fieldOf?: FieldOf<FieldPath<Values>>; otherwise?: FieldPath<Values> | "root" },
): void {
  const { at, rest } = errorsAt(error, fields, fieldOf);
  const wrong = fields.filter((field) => at[field] !== undefined);
  for (const field of wrong) form.setError(field, { message: at[field] ?? "" }, { shouldFocus: field === wrong[0] });
  if (rest) form.setError(otherwise, { message: rest }, { shouldFocus: otherwise !== "root" });
}
