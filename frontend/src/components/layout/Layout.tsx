/** The frame of every page behind the login: top bar, navigation, banner, and the page. */
import type { ReactNode } from "react";
import { Navbar, Tabs } from "@/components/layout/Navbar";
import { OfflineBar } from "@/components/layout/OfflineBar";
import { Sidebar } from "@/components/layout/Sidebar";
import { focusIfLost } from "@/lib/focus";
import { cx } from "@/lib/utils";

type Props = { aside?: ReactNode; banner?: ReactNode; children: ReactNode };

export function Layout({ aside, banner, children }: Props) {
  return (
    <>
      <a href="#main" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-raised focus:p-3">
        Skip to the page
      </a>
      <Navbar aside={aside} below={<OfflineBar />} />
      {banner}
      <div className="mx-auto flex max-w-5xl gap-8 px-4">
        <Sidebar />
        <main
          id="main"
          className="mx-auto w-full max-w-2xl min-w-0 pt-6 pb-[calc(6rem+env(safe-area-inset-bottom))] lg:pb-12"
        >
          {children}
        </main>
      </div>
      <Tabs />
    </>
  );
}

/** Long titles, such as usernames, get a smaller font. */
const isLong = (title: ReactNode) => typeof title === "string" && title.length > 20;

/** Takes the focus when what had it is gone; a new step under the same page gives the title another `key`. */
export function PageTitle({ children, aside }: { children: ReactNode; aside?: ReactNode }) {
  return (
    <div className="mb-5 flex flex-wrap items-end justify-between gap-4">
      <h1
        ref={focusIfLost}
        tabIndex={-1}
        className={cx(
          "display min-w-0 wrap-anywhere outline-none sm:text-2xl",
          isLong(children) ? "text-lg" : "text-xl",
        )}
      >
        {children}
      </h1>
      {aside}
    </div>
  );
}
