/** Replaces the page's address as soon as there is somewhere to go. */
import { useRouter } from "next/router";
import { useEffect } from "react";

export function useRedirect(target: string | null): void {
  const router = useRouter();
  useEffect(() => {
    if (target !== null) void router.replace(target);
  }, [target, router]);
}
