/** "Check my money": computes on this phone whether the newest count holds the player's own amount. */
import Link from "next/link";
import { Button, ButtonLink } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { Receipt, ReceiptRow } from "@/components/ui/Receipt";
import { useOwnCheck, type OwnResult } from "@/hooks/payments/useReserves";
import { useMe } from "@/hooks/profile/useProfile";
import { useAuth } from "@/hooks/useAuth";
import { sentenceFor } from "@/lib/api/problem";
import { FAILED } from "@/lib/reserves/copy";
import { kes } from "@/lib/format/money";
import { momentWithin } from "@/lib/format/time";
import { canCheck } from "@/lib/reserves/check";
import type { ReserveProof, SignedReserves } from "@/types/reserves";

type Props = { records: readonly SignedReserves[] };

export function OwnCheck({ records }: Props) {
  const { status } = useAuth();
  const { data: me } = useMe();
  return (
    <section aria-labelledby="own-check" className="cut-lg border border-line bg-raised p-5">
      <h2 id="own-check" className="display text-lg">
        Is my money in it?
      </h2>
      <p className="mt-2 text-sm text-soft">
        Your phone works it out by itself: it takes your name and your amount and computes whether the published total
        can be right without them. If we had changed or dropped your balance, it would see it.
      </p>
      <div className="mt-4">
        {me ? (
          <Check records={records} player={me.username} />
        ) : status === "signed-out" ? (
          <ButtonLink href="/auth/login?next=%2Freserves" wide>
            Log in to check
          </ButtonLink>
        ) : null}
      </div>
    </section>
  );
}

function Check({ records, player }: Props & { player: string }) {
  const check = useOwnCheck(records, player);
  const at = records[0]?.record.at;
  if (!canCheck())
    return (
      <Notice tone="stake" title="This browser cannot check">
        Open WageWars over https, in a newer browser.
      </Notice>
    );
  return (
    <div className="space-y-4">
      <Button wide busy={check.isPending} busyLabel="Checking…" onClick={() => check.mutate()}>
        {check.data ? "Check again" : "Check my money"}
      </Button>
      <div role="status">
        {check.error ? (
          <Notice tone="danger" title="The check could not be made">
            {sentenceFor(check.error)}
          </Notice>
        ) : check.data && at && !check.isPending ? (
          <Result result={check.data} player={player} at={at} />
        ) : null}
      </div>
    </div>
  );
}

function Result({ result, player, at }: { result: OwnResult; player: string; at: string }) {
  if (result.verdict === "in") return <Found proof={result.proof} player={player} at={at} />;
  if (result.verdict === "gone")
    return <Notice title="This count is too old">It can be checked for two days. Wait for the next one.</Notice>;
  const { title, text } = FAILED[result.verdict];
  return (
    <Notice tone="danger" title={title}>
      <p>{text}</p>
      <p className="mt-2">
        Take a screenshot, <Internal href="/help">write to us</Internal>, and ask other players what they see.
      </p>
    </Notice>
  );
}

function Found({ proof, player, at }: { proof: ReserveProof; player: string; at: string }) {
  return (
    <Notice tone="win" title={`${kes(proof.amount)} of yours are in it`}>
      <p>
        The published total holds exactly this amount for <bdi className="font-semibold break-words">{player}</bdi>, as
        of {momentWithin(at)}. Is that your name, and is that what you had?{" "}
        <Internal href="/wallet">Your wallet</Internal> lists what moved since.
      </p>
      <div className="mt-3">
        <Receipt>
          <ReceiptRow label="Ready to use">{kes(proof.available)}</ReceiptRow>
          <ReceiptRow label="In play">{kes(proof.in_play)}</ReceiptRow>
          <ReceiptRow label="On its way out">{kes(proof.withdrawing)}</ReceiptRow>
        </Receipt>
      </div>
    </Notice>
  );
}

function Internal({ href, children }: { href: string; children: string }) {
  return (
    <Link href={href} className="font-semibold text-text underline underline-offset-4">
      {children}
    </Link>
  );
}
