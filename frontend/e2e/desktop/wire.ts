/** D-Bus messages in bytes and back, little-endian, as the D-Bus specification lays them out ("Marshaling"). */

/** What a message holds: text for `s o g`, numbers, a Buffer for `ay`, lists for arrays, structs and pairs. */
export type Value = string | number | bigint | boolean | Buffer | Value[];

export const Kind = { CALL: 1, ANSWER: 2, ERROR: 3, SIGNAL: 4 } as const;

export type Message = {
  kind: number;
  serial: number;
  path?: string;
  interface?: string;
  member?: string;
  error?: string;
  answers?: number;
  destination?: string;
  sender?: string;
  signature?: string;
  body: Value[];
};

const FIELDS = [
  [1, "o", "path"],
  [2, "s", "interface"],
  [3, "s", "member"],
  [4, "s", "error"],
  [5, "u", "answers"],
  [6, "s", "destination"],
  [7, "s", "sender"],
  [8, "g", "signature"],
] as const;
const HEADER = "yyyyuua(yv)";
const ALIGNMENT: Record<string, number> = { y: 1, g: 1, v: 1, n: 2, q: 2, x: 8, t: 8, d: 8, "(": 8, "{": 8 };
const alignmentOf = (type: string): number => ALIGNMENT[type.charAt(0)] ?? 4;
const aligned = (at: number, step: number): number => Math.ceil(at / step) * step;

/** Splits a signature into its complete types: `sa{sv}i` into `s`, `a{sv}`, `i`. */
function typesOf(signature: string): string[] {
  const types: string[] = [];
  for (let from = 0, at = 0, depth = 0; at < signature.length; at += 1) {
    const letter = signature.charAt(at);
    if (letter === "(" || letter === "{") depth += 1;
    if (letter === ")" || letter === "}") depth -= 1;
    if (depth > 0 || letter === "a") continue;
    types.push(signature.slice(from, at + 1));
    from = at + 1;
  }
  return types;
}

class Reader {
  constructor(
    private readonly bytes: Buffer,
    public at = 0,
  ) {}

  all(signature: string): Value[] {
    return typesOf(signature).map((type) => this.one(type));
  }

  private one(type: string): Value {
    this.at = aligned(this.at, alignmentOf(type));
    switch (type.charAt(0)) {
      case "y":
        return this.bytes.readUInt8(this.skip(1));
      case "n":
        return this.bytes.readInt16LE(this.skip(2));
      case "q":
        return this.bytes.readUInt16LE(this.skip(2));
      case "i":
        return this.bytes.readInt32LE(this.skip(4));
      case "u":
      case "h":
        return this.bytes.readUInt32LE(this.skip(4));
      case "b":
        return this.bytes.readUInt32LE(this.skip(4)) !== 0;
      case "x":
        return this.bytes.readBigInt64LE(this.skip(8));
      case "t":
        return this.bytes.readBigUInt64LE(this.skip(8));
      case "d":
        return this.bytes.readDoubleLE(this.skip(8));
      case "s":
      case "o":
        return this.text(this.bytes.readUInt32LE(this.skip(4)));
      case "g":
        return this.text(this.bytes.readUInt8(this.skip(1)));
      case "v":
        return this.all(this.text(this.bytes.readUInt8(this.skip(1))))[0] ?? "";
      case "a":
        return this.list(type.slice(1));
      case "(":
      case "{":
        return this.all(type.slice(1, -1));
      default:
        throw new Error(`D-Bus type ${type}`);
    }
  }

  private list(type: string): Value {
    const length = this.bytes.readUInt32LE(this.skip(4));
    this.at = aligned(this.at, alignmentOf(type));
    const end = this.at + length;
    if (type === "y") return this.bytes.subarray(this.skip(length), end);
    const found: Value[] = [];
    while (this.at < end) found.push(this.one(type));
    return found;
  }

  private text(length: number): string {
    const from = this.skip(length + 1);
    return this.bytes.toString("utf8", from, from + length);
  }

  private skip(length: number): number {
    this.at += length;
    return this.at - length;
  }
}

/** Writes the types that a notification service answers with. */
class Writer {
  private readonly parts: Buffer[] = [];
  private at = 0;

  all(signature: string, values: Value[]): this {
    typesOf(signature).forEach((type, index) => this.one(type, values[index] ?? ""));
    return this;
  }

  align(step: number): this {
    return this.add(Buffer.alloc(aligned(this.at, step) - this.at));
  }

  bytes = (): Buffer => Buffer.concat(this.parts);

  private one(type: string, value: Value): void {
    this.align(alignmentOf(type));
    if (type === "y") this.add(Buffer.of(Number(value)));
    else if (type === "u" || type === "b") this.u32(Number(value));
    else if (type === "s" || type === "o")
      this.u32(Buffer.byteLength(String(value))).add(Buffer.from(`${String(value)}\0`));
    else if (type === "g") this.add(Buffer.of(String(value).length)).add(Buffer.from(`${String(value)}\0`));
    else if (type.startsWith("(")) this.all(type.slice(1, -1), value as Value[]);
    // A variant is written as a pair of its type and its value.
    else if (type === "v") this.all(`g${String((value as Value[])[0])}`, value as Value[]);
    else if (type.startsWith("a")) this.list(type.slice(1), value as Value[]);
    else throw new Error(`D-Bus type ${type}`);
  }

  private list(type: string, values: Value[]): void {
    // The length counts from the first element, which begins at a multiple of its own alignment.
    this.u32(0);
    const length = this.parts.at(-1);
    this.align(alignmentOf(type));
    const from = this.at;
    for (const value of values) this.one(type, value);
    length?.writeUInt32LE(this.at - from);
  }

  private u32(value: number): this {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return this.add(bytes);
  }

  private add(bytes: Buffer): this {
    this.parts.push(bytes);
    this.at += bytes.length;
    return this;
  }
}

/** Reads the first message of `bytes`; null if it is not all there yet. */
export function read(bytes: Buffer): { message: Message; rest: Buffer } | null {
  if (bytes.length < 16) return null;
  const bodyAt = aligned(16 + bytes.readUInt32LE(12), 8);
  const end = bodyAt + bytes.readUInt32LE(4);
  if (bytes.length < end) return null;
  const [, kind, , , , serial, fields] = new Reader(bytes).all(HEADER);
  const message: Message = { kind: Number(kind), serial: Number(serial), body: [] };
  for (const [code, value] of fields as [number, string | number][]) {
    const name = FIELDS.find(([known]) => known === code)?.[2];
    if (name) Object.assign(message, { [name]: value });
  }
  // Padding counts from the start of the message, and the body starts at a multiple of eight.
  message.body = new Reader(bytes.subarray(bodyAt, end)).all(message.signature ?? "");
  return { message, rest: bytes.subarray(end) };
}

export function write(message: Message): Buffer {
  const body = new Writer().all(message.signature ?? "", message.body).bytes();
  const fields = FIELDS.flatMap(([code, type, name]): Value[] => {
    const value = message[name];
    return value === undefined ? [] : [[code, [type, value]]];
  });
  const noReply = message.kind === Kind.CALL ? 0 : 1;
  const header = [0x6c, message.kind, noReply, 1, body.length, message.serial, fields];
  return Buffer.concat([new Writer().all(HEADER, header).align(8).bytes(), body]);
}
