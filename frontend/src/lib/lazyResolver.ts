/** Loads a form's validation rules on first use, so that zod stays out of the first load. */
import type { FieldValues, Resolver } from "react-hook-form";

export function lazyResolver<Values extends FieldValues>(
  load: () => Promise<Resolver<Values>>,
): Resolver<Values> & { warm: () => void } {
  let loading: Promise<Resolver<Values>> | undefined;
  const resolver: Resolver<Values> = async (values, context, options) =>
    (await (loading ??= load()))(values, context, options);
  return Object.assign(resolver, { warm: () => void (loading ??= load()) });
}
