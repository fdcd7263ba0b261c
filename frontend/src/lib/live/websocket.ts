/**
 * One socket for the whole tab. The ticket travels in the first message (addresses end up in logs);
 * after a break it resumes behind the last id received, and backs off with full jitter.
 */
import type { LiveMessage } from "@/types/api";

export type SocketStatus = "connecting" | "open" | "closed";

type Options = {
  url: string;
  ticket: () => Promise<string>;
  onMessage: (message: LiveMessage) => void;
  /** The gap is too large to resume: everything on screen may be old. */
  onResync: () => void;
  onStatus: (status: SocketStatus) => void;
  pingMs?: number;
  firstDelayMs?: number;
  maxDelayMs?: number;
};

type Incoming = Partial<Omit<LiveMessage, "type">> & { type?: string };

export function openSocket(options: Options): () => void {
  const pingMs = options.pingMs ?? 25_000;
  let socket: WebSocket | null = null;
  let opening = false;
  let stopped = false;
  let tries = 0;
  let lastId: number | undefined;
  let lastReceivedAt = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let heartbeat: ReturnType<typeof setInterval> | undefined;

  const scheduleRetry = () => {
    if (stopped || retry !== undefined) return;
    const ceiling = Math.min(options.maxDelayMs ?? 30_000, (options.firstDelayMs ?? 500) * 2 ** tries);
    tries += 1;
    retry = setTimeout(() => {
      retry = undefined;
      void open();
    }, Math.random() * ceiling);
  };

  const retryNow = () => {
    if (stopped || opening || socket !== null) return;
    clearTimeout(retry);
    retry = undefined;
    tries = 0;
    void open();
  };

  async function open() {
    opening = true;
    options.onStatus("connecting");
    let ticket: string;
    try {
      ticket = await options.ticket();
    } catch {
      opening = false;
      options.onStatus("closed");
      return scheduleRetry();
    }
    opening = false;
    if (stopped) return;
    const current = new WebSocket(options.url);
    socket = current;
    current.onopen = () => {
      lastReceivedAt = Date.now();
      current.send(JSON.stringify(lastId === undefined ? { ticket } : { ticket, after: lastId }));
    };
    current.onmessage = (event) => {
      lastReceivedAt = Date.now();
      receive(JSON.parse(String(event.data)) as Incoming);
    };
    current.onclose = () => {
      clearInterval(heartbeat);
      if (socket === current) socket = null;
      if (stopped) return;
      options.onStatus("closed");
      scheduleRetry();
    };
    heartbeat = setInterval(() => {
      if (current.readyState !== WebSocket.OPEN) return;
      // No message for two and a half pings: the connection is dead, although no close event came.
      if (Date.now() - lastReceivedAt > pingMs * 2.5) current.close();
      else current.send('{"type":"ping"}');
    }, pingMs);
  }

  function receive(message: Incoming) {
    if (message.type === "ready") {
      tries = 0;
      return options.onStatus("open");
    }
    if (message.type === "resync") {
      lastId = undefined;
      return options.onResync();
    }
    if (typeof message.id !== "number" || (lastId !== undefined && message.id <= lastId)) return;
    lastId = message.id;
    options.onMessage(message as LiveMessage);
  }

  const onVisible = () => {
    if (document.visibilityState === "visible") retryNow();
  };
  window.addEventListener("online", retryNow);
  document.addEventListener("visibilitychange", onVisible);
  void open();

  return () => {
    stopped = true;
    clearTimeout(retry);
    clearInterval(heartbeat);
    window.removeEventListener("online", retryNow);
    document.removeEventListener("visibilitychange", onVisible);
    socket?.close(1000);
  };
}
