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
  /** The gap is too large to resume: everything on screen may be stale. */
  onResync: () => void;
  onStatus: (status: SocketStatus) => void;
};

type Incoming = Partial<Omit<LiveMessage, "type">> & { type?: string };

const PING_MS = 25_000;
/** Without any message for this long the connection is dead, although no close event came. */
const SILENCE_MS = 2.5 * PING_MS;
const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 30_000;

/** Connects, and reconnects until the returned function is called. */
export function openSocket(options: Options): () => void {
  const connection = new Connection(options);
  connection.start();
  return () => connection.stop();
}

class Connection {
  private socket: WebSocket | null = null;
  private opening = false;
  private stopped = false;
  private failures = 0;
  private lastId: number | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private heartbeat: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly options: Options) {}

  start(): void {
    window.addEventListener("online", this.retryNow);
    document.addEventListener("visibilitychange", this.onVisibilityChange);
    void this.open();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.retry);
    clearInterval(this.heartbeat);
    window.removeEventListener("online", this.retryNow);
    document.removeEventListener("visibilitychange", this.onVisibilityChange);
    this.socket?.close(1000);
  }

  private async open(): Promise<void> {
    this.opening = true;
    this.options.onStatus("connecting");
    const ticket = await this.options.ticket().catch(() => null);
    this.opening = false;
    if (ticket === null) {
      this.options.onStatus("closed");
      this.scheduleRetry();
    } else if (!this.stopped) this.connect(ticket);
  }

  private connect(ticket: string): void {
    const socket = new WebSocket(this.options.url);
    let lastReceivedAt = 0;
    this.socket = socket;
    socket.onopen = () => {
      lastReceivedAt = Date.now();
      socket.send(JSON.stringify(this.lastId === undefined ? { ticket } : { ticket, after: this.lastId }));
    };
    socket.onmessage = (event) => {
      lastReceivedAt = Date.now();
      this.receive(JSON.parse(String(event.data)) as Incoming);
    };
    socket.onclose = () => {
      clearInterval(this.heartbeat);
      if (this.socket === socket) this.socket = null;
      if (this.stopped) return;
      this.options.onStatus("closed");
      this.scheduleRetry();
    };
    this.heartbeat = setInterval(() => {
      if (socket.readyState !== WebSocket.OPEN) return;
      if (Date.now() - lastReceivedAt > SILENCE_MS) socket.close();
      else socket.send('{"type":"ping"}');
    }, PING_MS);
  }

  private receive(message: Incoming): void {
    if (message.type === "ready") {
      this.failures = 0;
      return this.options.onStatus("open");
    }
    if (message.type === "resync") {
      this.lastId = undefined;
      return this.options.onResync();
    }
    if (typeof message.id !== "number" || (this.lastId !== undefined && message.id <= this.lastId)) return;
    this.lastId = message.id;
    this.options.onMessage(message as LiveMessage);
  }

  private scheduleRetry(): void {
    if (this.stopped || this.retry !== undefined) return;
    const ceiling = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** this.failures);
    this.failures += 1;
    this.retry = setTimeout(() => {
      this.retry = undefined;
      void this.open();
    }, Math.random() * ceiling);
  }

  private readonly retryNow = (): void => {
    if (this.stopped || this.opening || this.socket !== null) return;
    clearTimeout(this.retry);
    this.retry = undefined;
    this.failures = 0;
    void this.open();
  };

  private readonly onVisibilityChange = (): void => {
    if (document.visibilityState === "visible") this.retryNow();
  };
}
