/** Logging in by a passkey: the browser offers it in the field of the name, and a button asks for it. */
import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { usePasskeyLogIn } from "@/hooks/profile/usePasskeys";
import { hasPasskeys, offersPasskeys, passkeySentence, sign } from "@/lib/passkeys";

export function PasskeyLogin() {
  const quiet = usePasskeyLogIn();
  const asked = usePasskeyLogIn();
  const offer = useRef<AbortController | null>(null);

  const { mutate: offerQuietly } = quiet;
  /** Offers passkeys once, for as long as the button is on the page; a browser takes one question at a time. */
  useEffect(() => {
    const controller = new AbortController();
    offer.current = controller;
    void offersPasskeys().then((offers) => {
      if (!offers || controller.signal.aborted) return;
      // One that was refused in the field of the name is asked for by the button.
      offerQuietly((question) => sign(question, { quietly: true, signal: controller.signal }));
    });
    return () => controller.abort();
  }, [offerQuietly]);

  const logIn = () => {
    offer.current?.abort();
    asked.mutate(sign);
  };
  const refused = quiet.error instanceof DOMException ? null : quiet.error;
  const error = asked.error ?? refused;

  if (!hasPasskeys()) return null;
  return (
    <div className="mt-4 space-y-4">
      {error ? (
        <Notice tone="danger" alert>
          {passkeySentence(error)}
        </Notice>
      ) : null}
      <Button tone="plain" wide busy={asked.isPending} busyLabel="Waiting for your phone…" onClick={logIn}>
        Log in with a passkey
      </Button>
    </div>
  );
}
