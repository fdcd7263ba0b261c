/**
 * A desktop that shows notifications: a D-Bus session bus on a socket of its own, with nothing on it but
 * `org.freedesktop.Notifications`. A browser that is given its address shows its notices here, and a tap on
 * one is as real to it as a person's.
 */
import { mkdtemp, rm } from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { Kind, read, write, type Message, type Value } from "./wire";

const BUS = "org.freedesktop.DBus";
const NOTIFICATIONS = "org.freedesktop.Notifications";
const PATH = "/org/freedesktop/Notifications";
const OURS = ":1.1";
const SECRET = "0".repeat(32);

/** One notice on the desktop; `actions` are the keys and labels of its buttons, in order. */
export type Notice = { id: number; title: string; text: string; actions: { key: string; label: string }[] };

export class Desktop {
  readonly address: string;
  /** What is on the screen now. */
  readonly notices = new Map<number, Notice>();
  /** How many were ever shown. */
  shown = 0;
  private readonly programs = new Map<net.Socket, string>();
  private serial = 0;
  private noticeCount = 0;

  private constructor(
    private readonly folder: string,
    private readonly server: net.Server,
    socketPath: string,
  ) {
    this.address = `unix:path=${socketPath}`;
    server.on("connection", (program) => this.serve(program));
  }

  static async start(): Promise<Desktop> {
    const folder = await mkdtemp(path.join(os.tmpdir(), "desktop-"));
    const server = net.createServer();
    const desktop = new Desktop(folder, server, path.join(folder, "bus"));
    await new Promise<void>((resolve) => server.listen(path.join(folder, "bus"), resolve));
    return desktop;
  }

  async stop(): Promise<void> {
    for (const program of this.programs.keys()) program.destroy();
    await new Promise((resolve) => this.server.close(resolve));
    await rm(this.folder, { recursive: true });
  }

  /** Taps a button of a notice, or with `default` the notice itself; the desktop takes it away then. */
  tap(notice: Notice, key: string): void {
    this.signal("ActionInvoked", "us", [notice.id, key]);
    this.close(notice.id, 2);
  }

  private close(id: number, reason: number): void {
    if (this.notices.delete(id)) this.signal("NotificationClosed", "uu", [id, reason]);
  }

  private serve(program: net.Socket): void {
    const name = `:1.${this.programs.size + 2}`;
    this.programs.set(program, name);
    program.on("error", () => program.destroy());
    program.on("close", () => this.programs.delete(program));
    let waiting: Buffer = Buffer.alloc(0);
    let isIn = false;
    program.on("data", (bytes: Buffer) => {
      waiting = Buffer.concat([waiting, bytes]);
      if (!isIn) {
        const [rest, begins] = greet(program, waiting);
        waiting = rest;
        isIn = begins;
      }
      for (let next = isIn ? read(waiting) : null; next; next = read(waiting)) {
        waiting = next.rest;
        if (next.message.kind === Kind.CALL) this.answer(program, next.message);
      }
    });
  }

  private answer(program: net.Socket, call: Message): void {
    const found = call.destination === BUS ? this.asBus(program, call) : this.asNotifications(call);
    const to = { serial: (this.serial += 1), answers: call.serial, destination: this.programs.get(program) ?? "" };
    if (found) {
      const [signature, body] = found;
      const sender = call.destination === BUS ? BUS : OURS;
      program.write(write({ kind: Kind.ANSWER, ...to, sender, ...(signature && { signature }), body }));
    } else {
      const error = `${BUS}.Error.ServiceUnknown`;
      program.write(write({ kind: Kind.ERROR, ...to, sender: BUS, error, signature: "s", body: ["not here"] }));
    }
  }

  /** What the bus itself is asked; a name that is not ours is nobody's. */
  private asBus(program: net.Socket, { member, body }: Message): [string, Value[]] | null {
    const isOurs = body[0] === NOTIFICATIONS;
    switch (member) {
      case "Hello":
        return ["s", [this.programs.get(program) ?? ""]];
      case "AddMatch":
      case "RemoveMatch":
        return ["", []];
      case "NameHasOwner":
        return ["b", [isOurs]];
      case "GetNameOwner":
        return isOurs ? ["s", [OURS]] : null;
      case "StartServiceByName":
        return isOurs ? ["u", [2]] : null;
      case "RequestName":
        return ["u", [1]];
      case "ListNames":
      case "ListActivatableNames":
        return ["as", [[BUS, NOTIFICATIONS]]];
      default:
        return null;
    }
  }

  private asNotifications({ destination, member, body }: Message): [string, Value[]] | null {
    if (destination !== NOTIFICATIONS && destination !== OURS) return null;
    switch (member) {
      case "GetCapabilities":
        return ["as", [["actions", "body", "persistence"]]];
      case "GetServerInformation":
        return ["ssss", ["desktop", "wagewars", "1", "1.2"]];
      case "Notify":
        return ["u", [this.show(body)]];
      case "CloseNotification":
        this.close(Number(body[0]), 3);
        return ["", []];
      default:
        return null;
    }
  }

  private show([, replaces, , title, text, actions]: Value[]): number {
    const id = Number(replaces) || (this.noticeCount += 1);
    this.shown += 1;
    const flat = actions as string[];
    const keys = flat.filter((_, index) => index % 2 === 0);
    this.notices.set(id, {
      id,
      title: String(title),
      text: String(text),
      actions: keys.map((key, index) => ({ key, label: flat[2 * index + 1] ?? "" })),
    });
    return id;
  }

  private signal(member: string, signature: string, body: Value[]): void {
    const from = { kind: Kind.SIGNAL, path: PATH, interface: NOTIFICATIONS, sender: OURS };
    for (const program of this.programs.keys())
      program.write(write({ ...from, serial: (this.serial += 1), member, signature, body }));
  }
}

/** Lets a program in, line by line; returns what it sent beyond that, and whether it begins now. */
function greet(program: net.Socket, bytes: Buffer): [Buffer, boolean] {
  let rest = bytes;
  for (let end = rest.indexOf("\r\n"); end >= 0; end = rest.indexOf("\r\n")) {
    const line = rest.toString("latin1", 0, end).replace(/^\0/, "");
    rest = rest.subarray(end + 2);
    if (line === "BEGIN") return [rest, true];
    program.write(line.startsWith("AUTH EXTERNAL") ? `OK ${SECRET}\r\n` : "ERROR\r\n");
  }
  return [rest, false];
}
