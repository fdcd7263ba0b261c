/** The frame of the pages of staff: their own navigation, and a sentence for everybody else. */
import Link from "next/link";
import { useRouter } from "next/router";
import type { ReactElement } from "react";
import { ProtectedRoute } from "@/components/auth/ProtectedRoute";
import { OfflineBar } from "@/components/layout/OfflineBar";
import { Button, ButtonLink } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";
import { Logo } from "@/components/ui/Logo";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useMe } from "@/hooks/profile/useProfile";
import { useAuth } from "@/hooks/useAuth";
import type { Role } from "@/types/staff";

const PAGES = [
  ["/staff", "Board", ["support", "referee", "finance", "admin"]],
  ["/staff/disputes", "Disputes", ["referee", "admin"]],
  ["/staff/payments", "Payments", ["support", "finance", "admin"]],
  ["/staff/users", "Players", ["support", "referee", "finance", "admin"]],
] as const satisfies readonly (readonly [string, string, readonly Role[]])[];

export function StaffFrame({ children }: { children: ReactElement }) {
  return (
    <div className="mx-auto min-h-dvh max-w-6xl px-4 pb-12">
      <OfflineBar />
      <ProtectedRoute>
        <ForStaff>{children}</ForStaff>
      </ProtectedRoute>
    </div>
  );
}

function ForStaff({ children }: { children: ReactElement }) {
  const { pathname } = useRouter();
  const { data: me } = useMe();
  const { signOut } = useAuth();
  if (!me) return <SkeletonRows label="Opening your desk" rows={5} />;
  const pages = PAGES.filter(([, , roles]) => (roles as readonly Role[]).includes(me.role));
  if (!pages.some(([href]) => href === pathname)) return <NotYours isPlayer={me.role === "player"} />;
  return (
    <>
      <header className="flex flex-wrap items-center gap-x-6 gap-y-1 border-b border-line py-3">
        <Link href="/staff" aria-label="WageWars, board of staff" className="rounded-lg py-1">
          <Logo />
        </Link>
        <nav aria-label="Staff" className="-mx-1 flex min-w-0 flex-wrap">
          {pages.map(([href, name]) => (
            <Link
              key={href}
              href={href}
              aria-current={pathname === href ? "page" : undefined}
              className="inline-flex min-h-12 items-center rounded-lg border-b-4 border-transparent px-3 font-semibold text-muted hover:text-text aria-[current]:border-stake aria-[current]:text-text"
            >
              {name}
            </Link>
          ))}
          <a
            href="/docs"
            className="inline-flex min-h-12 items-center rounded-lg border-b-4 border-transparent px-3 font-semibold text-muted hover:text-text"
          >
            Console
          </a>
        </nav>
        <div className="ml-auto flex flex-wrap items-center gap-x-3 text-sm">
          <p className="wrap-anywhere text-muted">
            {me.username}, {me.role}
          </p>
          <Button tone="quiet" onClick={() => void signOut()}>
            Log out
          </Button>
        </div>
      </header>
      <main id="main" className="pt-6">
        {children}
      </main>
    </>
  );
}

function NotYours({ isPlayer }: { isPlayer: boolean }) {
  return (
    <main className="pt-12">
      <h1 className="sr-only">Not yours</h1>
      <EmptyState
        title="This page is for our staff"
        action={
          <ButtonLink href={isPlayer ? "/dashboard" : "/staff"}>{isPlayer ? "Go home" : "To the board"}</ButtonLink>
        }
      >
        {isPlayer ? "There is nothing here for players." : "Your role does not include it."}
      </EmptyState>
    </main>
  );
}

export const inStaffFrame = (page: ReactElement) => <StaffFrame>{page}</StaffFrame>;
