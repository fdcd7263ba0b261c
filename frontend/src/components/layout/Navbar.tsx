/** The top bar, and the tabs at the bottom of a phone. */
import Link from "next/link";
import { useRouter } from "next/router";
import type { ReactNode } from "react";
import { NAV_ITEMS } from "@/components/layout/navItems";
import { Logo } from "@/components/ui/Logo";

export function Navbar({ aside, below }: { aside?: ReactNode; below?: ReactNode }) {
  return (
    <header className="sticky top-0 z-20 border-b border-line bg-surface/95 pt-[env(safe-area-inset-top)] backdrop-blur-sm">
      <div className="mx-auto flex min-h-14 max-w-5xl items-center gap-x-1 px-4">
        <Link href="/dashboard" aria-label="WageWars, home" className="mr-auto min-w-9 rounded-lg py-2">
          <Logo />
        </Link>
        {aside}
      </div>
      {below}
    </header>
  );
}

export function Tabs() {
  const { pathname } = useRouter();
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-20 border-t border-line bg-raised pb-[env(safe-area-inset-bottom)] lg:hidden"
    >
      <ul className="mx-auto grid max-w-lg grid-cols-5">
        {NAV_ITEMS.slice(0, 5).map(({ href, name, icon: Icon, covers }) => {
          const here = covers(pathname);
          return (
            <li key={href}>
              <Link href={href} aria-current={here ? "page" : undefined} className="tab-link">
                <Icon aria-hidden strokeWidth={here ? 2.5 : 2} />
                {name}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
