/** The newest notifications, read once for the whole page: the bell counts them, the inbox falls back to them. */
import { createContext, type ReactNode } from "react";
import { useNewest } from "@/hooks/useNewest";

export const NotificationContext = createContext<ReturnType<typeof useNewest> | null>(null);

export const NotificationProvider = ({ enabled, children }: { enabled: boolean; children: ReactNode }) => (
  <NotificationContext value={useNewest(enabled)}>{children}</NotificationContext>
);
