/** The word that both type in the lobby, so that each knows he has met the right player. */
import { CopyField } from "@/components/ui/CopyField";

export function LobbyCode({ code }: { code: string }) {
  return <CopyField wide label="Lobby code" value={code} data-testid="lobby-code" />;
}
