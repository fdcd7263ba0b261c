/** Knows whether somebody is signed in, and lets the rest of the app sign in and out. */
import { useQueryClient } from "@tanstack/react-query";
import { createContext, useCallback, useEffect, useMemo, useState, type ReactNode } from "react";
import { accessToken, logIn, logOut, onSession, refreshSession, wasSignedIn } from "@/lib/api/auth";
import type { SessionStatus } from "@/types/auth";

export type AuthValue = {
  status: SessionStatus;
  signIn: (username: string, password: string) => Promise<void>;
  signOut: () => Promise<void>;
  /** Asks again whether we are signed in: after a failure, or on a page that needs to know. */
  restore: () => Promise<void>;
};

export const AuthContext = createContext<AuthValue | null>(null);

export function AuthProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [status, setStatus] = useState<SessionStatus>("checking");

  useEffect(
    () =>
      onSession((event) => {
        // Whoever comes next on this phone must not see a figure of whoever was here before.
        if (event === "signed-out") queries.clear();
        setStatus(event);
      }),
    [queries],
  );

  const restore = useCallback(async () => {
    if (accessToken()) return setStatus("signed-in");
    setStatus(await refreshSession());
  }, []);

  useEffect(() => {
    const settle = async () => {
      if (wasSignedIn()) await restore();
      else setStatus((now) => (now === "checking" ? "signed-out" : now));
    };
    void settle();
  }, [restore]);

  useEffect(() => {
    if (status !== "unreachable") return;
    const again = () => void restore();
    const timer = setInterval(again, 15_000);
    window.addEventListener("online", again);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", again);
    };
  }, [status, restore]);

  const signIn = useCallback(
    async (username: string, password: string) => {
      queries.clear();
      await logIn(username, password);
    },
    [queries],
  );
  const signOut = logOut;

  const value = useMemo(() => ({ status, signIn, signOut, restore }), [status, signIn, signOut, restore]);
  return <AuthContext value={value}>{children}</AuthContext>;
}
