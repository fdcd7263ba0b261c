/** The code that both players show in the lobby, so that each recognises the other. */
import { CopyField } from "@/components/ui/CopyField";

export function LobbyCode({ code }: { code: string }) {
  return <CopyField wide label="Lobby code" value={code} data-testid="lobby-code" />;
}
