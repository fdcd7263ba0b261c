/** The frame for pages without a login: the logo, one column, and the legal notice. */
import Link from "next/link";
import type { ReactNode } from "react";
import { OfflineBar } from "@/components/layout/OfflineBar";
import { Logo } from "@/components/ui/Logo";
import { HELPLINE, LICENCE } from "@/lib/protection/notices";
import { cx } from "@/lib/utils";

const LINKS = [
  ["/help", "Help, and how to reach us"],
  ["/reserves", "Is the money there?"],
  ["/terms", "Terms"],
  ["/privacy", "Privacy"],
  ["/cookies", "Cookies"],
] as const;

type Props = { aside?: ReactNode; narrow?: boolean; children: ReactNode };

export function PublicFrame({ aside, narrow = false, children }: Props) {
  const width = narrow ? "max-w-md" : "max-w-5xl";
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="pt-[env(safe-area-inset-top)]">
        <div className={cx("mx-auto flex min-h-16 items-center justify-between gap-x-3 px-5", width)}>
          <Link href="/" aria-label="WageWars, front page" className="min-w-9 rounded-lg py-2">
            <Logo />
          </Link>
          {aside}
        </div>
      </header>
      <div className="sticky top-0 z-20">
        <OfflineBar />
      </div>
      <main className={cx("mx-auto w-full flex-1 px-5 pt-4 pb-12", width)}>{children}</main>
      <footer className="border-t border-line">
        <p className={cx("mx-auto px-5 pt-4 text-sm", width)}>
          {LINKS.map(([href, text]) => (
            <Link
              key={href}
              href={href}
              className="mr-6 inline-flex min-h-12 items-center font-semibold underline underline-offset-4"
            >
              {text}
            </Link>
          ))}
        </p>
        <p className={cx("mx-auto px-5 pb-6 text-xs text-muted", width)}>
          For players of 18 and older. Stake only what you can afford to lose. WageWars is not part of Activision; Call
          of Duty is their trade mark. {`${HELPLINE} ${LICENCE}`}
        </p>
      </footer>
    </div>
  );
}
