/** One live socket for the tab: its messages make queries stale. The context holds the socket's status. */
import { useQueryClient } from "@tanstack/react-query";
import { createContext, useEffect, useState, type ReactNode } from "react";
import { api, orThrow } from "@/lib/api/api";
import { applyLiveMessage, readAgain } from "@/lib/live/live";
import { openSocket, type SocketStatus } from "@/lib/live/websocket";

export const WebSocketContext = createContext<SocketStatus>("closed");

const ticket = async () => orThrow(await api.POST("/api/v1/ws/ticket")).ticket;
const address = () => `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`;

export function WebSocketProvider({ enabled, children }: { enabled: boolean; children: ReactNode }) {
  const queries = useQueryClient();
  const [status, setStatus] = useState<SocketStatus>("connecting");

  useEffect(() => {
    if (!enabled) return;
    return openSocket({
      url: address(),
      ticket,
      onStatus: setStatus,
      onResync: () => readAgain(queries),
      onMessage: (message) => applyLiveMessage(queries, message),
    });
  }, [enabled, queries]);

  return <WebSocketContext value={enabled ? status : "closed"}>{children}</WebSocketContext>;
}
