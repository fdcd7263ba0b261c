/** The state of the live socket, and how often to poll when it is down. */
import { use } from "react";
import { WebSocketContext } from "@/context/WebSocketContext";

export const useSocketStatus = () => use(WebSocketContext);

/** Milliseconds between two polls: `live` while the socket reports changes, `down` while it does not. */
export function usePollInterval({ live, down }: { live: number; down: number }): number {
  return useSocketStatus() === "open" ? live : down;
}
