/** The word that both type in the lobby, so that each knows he has met the right player. */
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/Button";
import { toast } from "@/components/ui/Toast";

export function LobbyCode({ code }: { code: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(code);
      setCopied(true);
      setTimeout(() => setCopied(false), 2_500);
    } catch {
      toast.say(`Copying is blocked here. The code is ${code}.`);
    }
  };
  return (
    <div className="flex items-center justify-between gap-4 rounded-lg border-2 border-dashed border-edge px-4 py-3">
      <div>
        <p className="text-xs font-semibold text-muted">Lobby code</p>
        <p data-testid="lobby-code" className="money text-xl tracking-[0.12em] select-all">
          {code}
        </p>
      </div>
      <Button
        tone="plain"
        icon={copied ? <Check aria-hidden className="size-5" /> : <Copy aria-hidden className="size-5" />}
        onClick={() => void copy()}
      >
        {copied ? "Copied" : "Copy"}
      </Button>
    </div>
  );
}
