/** The live socket: its state, its messages, and how often to ask while it is silent. */
import { use, useEffect, useRef } from "react";
import { WebSocketContext } from "@/context/WebSocketContext";
import type { LiveMessage } from "@/types/api";

export const useSocketStatus = () => use(WebSocketContext).status;

/** Calls `handler` for every live message while mounted. */
export function useLiveMessages(handler: (message: LiveMessage) => void): void {
  const { listen } = use(WebSocketContext);
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  }, [handler]);
  useEffect(() => listen((message) => latest.current(message)), [listen]);
}

/** Milliseconds between two looks: seldom while the socket tells us, often while it is down. */
export function usePace(pace: { live: number; down: number }): number {
  return useSocketStatus() === "open" ? pace.live : pace.down;
}
