/** The sheet of one game name: add or change it, check it again, see how to make it visible, or remove it. */
import { useState, type FormEvent } from "react";
import { ErrorNotice } from "@/components/ErrorNotice";
import { ClaimName } from "@/components/profile/ClaimName";
import { Button } from "@/components/ui/Button";
import { Input } from "@/components/ui/Input";
import { Modal } from "@/components/ui/Modal";
import { Notice } from "@/components/ui/Notice";
import { toast } from "@/components/ui/Toast";
import { usePutGameAccount, useRemoveGameAccount } from "@/hooks/profile/useGameAccounts";
import { ACCOUNT_NAME, HINT, HOW_TO_OPEN, nameProblem, ACCOUNT_STATUS, accountStatus } from "@/lib/copy/gameAccounts";
import { problemCode, sentenceFor } from "@/lib/api/problem";
import { momentWithin } from "@/lib/format/time";
import type { Platform, Verifying } from "@/types/match";
import type { GameAccount } from "@/types/user";

type Props = {
  platform: Platform;
  account: GameAccount | undefined;
  /** What the field holds while there is no account. */
  suggested?: string;
  service: Verifying | undefined;
  onClose: () => void;
};

export function GameAccountSheet({ platform, account, suggested = "", service, onClose }: Props) {
  const put = usePutGameAccount();
  const [typed, setTyped] = useState(account?.username ?? suggested);
  const [wrong, setWrong] = useState<string | null>(null);
  const name = typed.trim();
  const same = name === account?.username;
  const held = problemCode(put.error) === "game_name_held" || (same && account?.visibility === "taken");
  const again = same && platform !== "mobile" && service !== "off";

  const save = (event: FormEvent) => {
    event.preventDefault();
    const problem = nameProblem(name);
    setWrong(problem);
    if (problem) return;
    put.mutate(
      { platform, username: name },
      {
        onSuccess: () => {
          toast.good(same ? "We are checking again." : "Saved. Your next opponents see this name.");
          onClose();
        },
      },
    );
  };

  return (
    <Modal open onClose={onClose} title={ACCOUNT_NAME[platform]}>
      <form noValidate onSubmit={save} className="space-y-4">
        {account ? <AccountNotice account={account} service={service} /> : null}
        <Input
          label="Your name there"
          hint={HINT[platform]}
          error={wrong ?? undefined}
          maxLength={50}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="done"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setWrong(null);
          }}
        />
        <ErrorNotice error={put.error} />
        {held ? <ClaimName platform={platform} username={name} service={service} /> : null}
        <Button type="submit" wide large busy={put.isPending} busyLabel="One moment…" disabled={same && !again}>
          {again ? "Check again" : account ? "Save the new name" : "Add this name"}
        </Button>
      </form>
      <div className="mt-3 space-y-3">
        {account ? <Remove platform={platform} onDone={onClose} /> : null}
        <Button tone="plain" wide onClick={onClose}>
          Close
        </Button>
      </div>
    </Modal>
  );
}

function AccountNotice({ account, service }: { account: GameAccount; service: Verifying | undefined }) {
  const status = accountStatus(account, service);
  const { label, tone, text } = ACCOUNT_STATUS[status];
  const closed = status === "private" || status === "empty";
  return (
    <Notice tone={tone === "muted" ? "wait" : tone} title={label}>
      {text}
      {account.probed_at ? <span className="text-muted"> Checked: {momentWithin(account.probed_at)}.</span> : null}
      {closed ? (
        <ol className="mt-2 list-decimal space-y-1 pl-5">
          {HOW_TO_OPEN.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      ) : null}
    </Notice>
  );
}

function Remove({ platform, onDone }: { platform: Platform; onDone: () => void }) {
  const remove = useRemoveGameAccount();
  const [sure, setSure] = useState(false);
  const go = () =>
    remove.mutate(platform, {
      onSuccess: () => {
        toast.say("Removed. Opponents do not see this name any more.");
        onDone();
      },
      onError: (error) => toast.bad(sentenceFor(error)),
    });
  return sure ? (
    <Button tone="danger" wide busy={remove.isPending} busyLabel="Removing…" onClick={go}>
      Yes, remove this name
    </Button>
  ) : (
    <Button tone="quiet" wide onClick={() => setSure(true)}>
      Remove this name
    </Button>
  );
}
