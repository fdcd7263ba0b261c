/** The frame of the terms, the privacy notice and the page about cookies: title, version, sections. */
import Head from "next/head";
import Link from "next/link";
import type { ReactNode } from "react";
import { PublicFrame } from "@/components/layout/PublicFrame";
import { TERMS_VERSION } from "@/lib/copy/legal";

export function LegalPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <PublicFrame narrow>
      <Head>
        <title>{`${title} · WageWars`}</title>
      </Head>
      <h1 className="display mb-2 text-2xl">{title}</h1>
      <p className="mb-6 text-sm text-muted">Version of {TERMS_VERSION}</p>
      <div className="space-y-8">{children}</div>
    </PublicFrame>
  );
}

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="display mb-2 text-lg">{title}</h2>
      <div className="space-y-3 text-soft">{children}</div>
    </section>
  );
}

export function To({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="font-semibold text-text underline underline-offset-4">
      {children}
    </Link>
  );
}
