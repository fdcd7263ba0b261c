/** The word that both type in the lobby, so that each knows he has met the right player. */
import { CopyLine } from "@/components/ui/CopyLine";

export function LobbyCode({ code }: { code: string }) {
  return <CopyLine wide label="Lobby code" value={code} data-testid="lobby-code" />;
}
