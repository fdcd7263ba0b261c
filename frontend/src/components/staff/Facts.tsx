/** Names and values below each other, for people who read many of them. */
import type { ReactNode } from "react";

export function Facts({ items }: { items: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-[minmax(7rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
      {items.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A part of a desk with its heading; nothing where it would be empty. */
export function Part({ name, empty = false, children }: { name: string; empty?: boolean; children: ReactNode }) {
  if (empty) return null;
  return (
    <section aria-label={name}>
      <h3 className="mb-2 font-bold">{name}</h3>
      {children}
    </section>
  );
}
