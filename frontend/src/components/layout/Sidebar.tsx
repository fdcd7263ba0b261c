/** The navigation at the side of a wide screen. */
import Link from "next/link";
import { useRouter } from "next/router";
import { NAV_ITEMS } from "@/components/layout/navItems";

export function Sidebar() {
  const { pathname } = useRouter();
  return (
    <nav aria-label="Main" className="sticky top-14 hidden w-52 shrink-0 self-start py-8 lg:block">
      <ul className="space-y-1">
        {NAV_ITEMS.map(({ href, name, icon: Icon, covers }) => {
          const here = covers(pathname);
          return (
            <li key={href}>
              <Link href={href} aria-current={here ? "page" : undefined} className="side-link">
                <Icon aria-hidden className="size-5" />
                {name}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
