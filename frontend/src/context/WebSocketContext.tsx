/** One live socket for the tab: messages make queries stale, and whoever listens hears them. */
import { useQueryClient } from "@tanstack/react-query";
import { createContext, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { api, orThrow } from "@/lib/api/api";
import { applyLiveMessage } from "@/lib/live/live";
import { openSocket, type SocketStatus } from "@/lib/live/websocket";
import type { LiveMessage } from "@/types/api";

type Listener = (message: LiveMessage) => void;
export type WebSocketValue = { status: SocketStatus; listen: (listener: Listener) => () => void };

export const WebSocketContext = createContext<WebSocketValue>({ status: "closed", listen: () => () => undefined });

const ticket = async () => orThrow(await api.POST("/api/v1/ws/ticket")).ticket;
const address = () => `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`;

export function WebSocketProvider({ enabled, children }: { enabled: boolean; children: ReactNode }) {
  const queries = useQueryClient();
  const listeners = useRef(new Set<Listener>());
  const [socketStatus, setStatus] = useState<SocketStatus>("connecting");
  const status = enabled ? socketStatus : "closed";

  useEffect(() => {
    if (!enabled) return;
    let broken = false;
    return openSocket({
      url: address(),
      ticket,
      onStatus: (next) => {
        setStatus(next);
        // Whatever happened while nobody was listening is fetched again.
        if (next === "open" && broken) void queries.invalidateQueries();
        broken = next !== "open" && (broken || next === "closed");
      },
      onResync: () => void queries.invalidateQueries(),
      onMessage: (message) => {
        applyLiveMessage(queries, message);
        for (const listener of listeners.current) listener(message);
      },
    });
  }, [enabled, queries]);

  const listen = useCallback((listener: Listener) => {
    const all = listeners.current;
    all.add(listener);
    return () => void all.delete(listener);
  }, []);

  const value = useMemo(() => ({ status, listen }), [status, listen]);
  return <WebSocketContext value={value}>{children}</WebSocketContext>;
}
