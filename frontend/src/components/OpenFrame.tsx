/** The frame of a page that everybody can read: players see the app around it, visitors a way to log in. */
import { useRouter } from "next/router";
import type { ReactElement } from "react";
import { AppFrame } from "@/components/AppFrame";
import { PublicFrame } from "@/components/layout/PublicFrame";
import { ButtonLink } from "@/components/ui/Button";
import { useAuth } from "@/hooks/useAuth";

export function OpenFrame({ children }: { children: ReactElement }) {
  const { status } = useAuth();
  const { asPath } = useRouter();
  if (status !== "signed-out") return <AppFrame>{children}</AppFrame>;
  return (
    <PublicFrame
      aside={
        <ButtonLink href={`/auth/login?next=${encodeURIComponent(asPath)}`} tone="plain">
          Log in
        </ButtonLink>
      }
    >
      <div className="mx-auto max-w-2xl">{children}</div>
    </PublicFrame>
  );
}

export const inOpenFrame = (page: ReactElement) => <OpenFrame>{page}</OpenFrame>;
