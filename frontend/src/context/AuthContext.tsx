/** Whether somebody is signed in, and the functions that sign in and out. */
import { useQueryClient } from "@tanstack/react-query";
import { createContext, useMemo, useState, useSyncExternalStore, type ReactNode } from "react";
import { logIn, logOut } from "@/lib/api/auth";
import { createSession, type Session } from "@/lib/api/session";
import { forget } from "@/lib/api/storage";
import { readAgain } from "@/lib/live/live";
import type { SessionStatus } from "@/types/auth";

export type AuthValue = {
  status: SessionStatus;
  signIn: (username: string, password: string, code?: string) => Promise<void>;
  signOut: () => Promise<void>;
  restore: Session["restore"];
};

export const AuthContext = createContext<AuthValue | null>(null);

export function AuthProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  // The next player on this phone must not see figures of the one before.
  const [session] = useState(() =>
    createSession({
      onSignedOut: () => {
        queries.clear();
        forget("kept");
        forget("kept-at");
        void import("@/lib/push").then(({ leave }) => leave()).catch(() => undefined);
      },
      // Without a connection: what this phone knew last.
      onUnreachable: () => import("@/lib/api/kept").then(({ restoreAnswers }) => restoreAnswers(queries)),
      onBack: () => readAgain(queries),
    }),
  );
  const status = useSyncExternalStore(session.subscribe, session.status, () => "checking" as const);
  const value = useMemo(
    () => ({
      status,
      signIn: async (username: string, password: string, code?: string) => {
        queries.clear();
        await logIn(username, password, code);
      },
      signOut: logOut,
      restore: session.restore,
    }),
    [status, queries, session],
  );
  return <AuthContext value={value}>{children}</AuthContext>;
}
