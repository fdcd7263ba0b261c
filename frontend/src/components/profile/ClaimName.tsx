/** The way to a game name that another player here holds: a code that only its owner can show in the game. */
import { useState } from "react";
import { ErrorNotice } from "@/components/ErrorNotice";
import { Button } from "@/components/ui/Button";
import { Input } from "@/components/ui/Input";
import { Notice } from "@/components/ui/Notice";
import { toast } from "@/components/ui/Toast";
import { useCheckClaim, useClaimName } from "@/hooks/profile/useNameClaims";
import type { Platform, Verifying } from "@/types/match";
import type { NameClaim } from "@/types/user";

type Props = { platform: Platform; username: string; service: Verifying | undefined };

export function ClaimName({ platform, username, service }: Props) {
  const claim = useClaimName();
  const open = claim.data;
  if (!open) {
    const start = (
      <Button
        tone="plain"
        busy={claim.isPending}
        busyLabel="One moment…"
        onClick={() => claim.mutate({ platform, username })}
      >
        Claim this name
      </Button>
    );
    return (
      <Notice tone="stake" title="Is it yours?" action={start}>
        Only its owner can show a code in the game. We give you one.
        <ErrorNotice error={claim.error} />
      </Notice>
    );
  }
  return (
    <Notice tone="stake" title={`Your code: ${open.code}`}>
      {platform !== "mobile" && service !== "off" ? <ProofInGame claim={open} /> : null}
      <ProofForReferee
        claim={open}
        busy={claim.isPending}
        onSend={(link) =>
          claim.mutate({ platform, username, link }, { onSuccess: () => toast.good("Sent. A referee looks at it.") })
        }
      />
      <ErrorNotice error={claim.error} />
    </Notice>
  );
}

function ProofInGame({ claim }: { claim: NameClaim }) {
  const check = useCheckClaim();
  return (
    <>
      <p>
        Set your clan tag to {claim.code}, play one game as {claim.username}, and let us look for it.
      </p>
      <Button
        tone="plain"
        busy={check.isPending}
        busyLabel="One moment…"
        onClick={() => check.mutate(claim.id, { onSuccess: () => toast.say("We are looking. Come back in a minute.") })}
      >
        I have played with it
      </Button>
      <ErrorNotice error={check.error} />
    </>
  );
}

type RefereeProps = { claim: NameClaim; busy: boolean; onSend: (link: string) => void };

function ProofForReferee({ claim, busy, onSend }: RefereeProps) {
  const [link, setLink] = useState("");
  return (
    <>
      <p className="mt-2">
        Or show a referee: put {claim.code} into your clan tag, take a picture or a video of your profile with the name
        and the code, and paste a link to it.
      </p>
      <Input
        label="Link for the referee"
        placeholder="https://"
        maxLength={300}
        value={link}
        onChange={(event) => setLink(event.target.value)}
      />
      <Button
        tone="plain"
        disabled={!/^https:\/\/\S+$/.test(link.trim())}
        busy={busy}
        busyLabel="Sending…"
        onClick={() => onSend(link.trim())}
      >
        Send it
      </Button>
    </>
  );
}
