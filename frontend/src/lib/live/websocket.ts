/**
 * One socket for the whole tab. The ticket travels in the first message (addresses end up in logs);
 * after a break it resumes behind the last id that it has, and backs off with full jitter. Whatever
 * was missed comes as messages or as one `resync`, so that a break by itself makes nothing stale.
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
/** A phone that wakes up, or finds another network, waits no longer for a sign of life. */
const PROBE_MS = 5_000;
const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 30_000;
/** The server ends (1012) or Redis is away (1013): so many phones come back together that they spread. */
const SHARED_BREAKS: readonly number[] = [1012, 1013];
const SHARED_DELAY_MS = 5_000;

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
  private lastReceivedAt = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private heartbeat: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly options: Options) {}

  start(): void {
    window.addEventListener("online", this.wake);
    document.addEventListener("visibilitychange", this.onVisibilityChange);
    void this.open();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.retry);
    clearInterval(this.heartbeat);
    window.removeEventListener("online", this.wake);
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
    this.socket = socket;
    socket.onopen = () => {
      this.lastReceivedAt = Date.now();
      socket.send(JSON.stringify(this.lastId === undefined ? { ticket } : { ticket, after: this.lastId }));
    };
    socket.onmessage = (event) => {
      if (this.socket !== socket) return;
      this.lastReceivedAt = Date.now();
      this.receive(JSON.parse(String(event.data)) as Incoming);
    };
    socket.onclose = ({ code }) => this.lose(socket, SHARED_BREAKS.includes(code) ? SHARED_DELAY_MS : FIRST_DELAY_MS);
    this.heartbeat = setInterval(() => {
      if (socket.readyState !== WebSocket.OPEN) return;
      if (Date.now() - this.lastReceivedAt > SILENCE_MS) this.abandon(socket);
      else socket.send('{"type":"ping"}');
    }, PING_MS);
  }

  private lose(socket: WebSocket, firstDelay = FIRST_DELAY_MS): void {
    if (this.socket !== socket) return;
    this.socket = null;
    clearInterval(this.heartbeat);
    if (this.stopped) return;
    this.options.onStatus("closed");
    this.scheduleRetry(firstDelay);
  }

  /** Gives up a dead connection at once: its close event comes when a handshake has timed out, a minute later. */
  private abandon(socket: WebSocket): void {
    this.lose(socket);
    socket.close();
  }

  private receive(message: Incoming): void {
    if (message.type === "ready") {
      this.failures = 0;
      this.lastId = message.id;
      return this.options.onStatus("open");
    }
    if (message.type === "resync") return this.options.onResync();
    if (typeof message.id !== "number" || (this.lastId !== undefined && message.id <= this.lastId)) return;
    this.lastId = message.id;
    this.options.onMessage(message as LiveMessage);
  }

  private scheduleRetry(firstDelay = FIRST_DELAY_MS): void {
    if (this.stopped || this.retry !== undefined) return;
    const ceiling = Math.min(MAX_DELAY_MS, firstDelay * 2 ** this.failures);
    this.failures += 1;
    this.retry = setTimeout(() => {
      this.retry = undefined;
      void this.open();
    }, Math.random() * ceiling);
  }

  private readonly wake = (): void => {
    if (this.stopped || this.opening) return;
    if (this.socket !== null) return this.probe(this.socket);
    clearTimeout(this.retry);
    this.retry = undefined;
    this.failures = 0;
    void this.open();
  };

  private probe(socket: WebSocket): void {
    if (socket.readyState !== WebSocket.OPEN) return;
    const askedAt = Date.now();
    socket.send('{"type":"ping"}');
    setTimeout(() => {
      if (this.socket === socket && this.lastReceivedAt < askedAt) this.abandon(socket);
    }, PROBE_MS);
  }

  private readonly onVisibilityChange = (): void => {
    if (document.visibilityState === "visible") this.wake();
  };
}
