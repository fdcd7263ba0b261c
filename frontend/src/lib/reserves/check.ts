/**
 * Checks by WebCrypto that a published record holds exactly a player's amount. Nothing is believed
 * that can be computed: on which side a sibling stands follows from place and count.
 */
import type { ReserveProof, ReserveRecord, SignedReserves } from "@/types/reserves";

type Bytes = Uint8Array<ArrayBuffer>;
type Node = { hash: Bytes; cents: number };
export type Verdict = "in" | "record-changed" | "signature-wrong" | "not-in";
/** Of the whole check; `history-changed`: an earlier record is not what it was. */
export type OwnVerdict = Verdict | "left-out" | "gone" | "history-changed";

const LEAF = 0;
const NODE = 1;
const PLAYER = 2;
const ROOT = 3;
const text = (value: string): Bytes => new TextEncoder().encode(value);
const TAG = text("WWPOL1");

/** Whether this browser can compute what is needed: only pages that came over https can. */
export const canCheck = (): boolean => typeof crypto !== "undefined" && "subtle" in crypto;

/** Whether `proof` leads from the leaf of `player` to the total and the root of `record`. */
export async function isIn(record: ReserveRecord, proof: ReserveProof, player: string): Promise<boolean> {
  const count = record.players;
  let place = proof.place;
  if (!isCount(place) || !isCount(count) || place >= count) return false;
  const [snapshot, salt] = [bytes(record.snapshot, 16), bytes(proof.salt, 16)];
  const [root, cents, total] = [bytes(record.root, 32), inCents(proof.amount), inCents(record.total)];
  if (!snapshot || !salt || !root || cents === null || total === null) return false;

  const owner = await hash([PLAYER], salt, text(player));
  const leaf = await hash([LEAF], TAG, snapshot, u64(place), u64(count), owner, u64(cents));
  let top: Node = { hash: leaf, cents };
  const way = [...proof.siblings];
  for (let width = count; width > 1; width = Math.ceil(width / 2), place = Math.floor(place / 2)) {
    const isRight = place % 2 === 1;
    if (!isRight && place + 1 === width) continue; // an odd node goes up as it is
    const sibling = readNode(way.shift());
    if (!sibling) return false;
    const [left, right] = isRight ? [sibling, top] : [top, sibling];
    const sum = left.cents + right.cents;
    if (!isCount(sum)) return false;
    top = { hash: await hash([NODE], TAG, left.hash, u64(left.cents), right.hash, u64(right.cents)), cents: sum };
  }
  const found = await hash([ROOT], TAG, snapshot, u64(count), top.hash, u64(top.cents));
  return way.length === 0 && top.cents === total && hex(found) === record.root;
}

/** The SHA-256 of a record in canonical form (RFC 8785): it is flat, so its keys need only be sorted. */
export const hashOf = async (record: ReserveRecord): Promise<string> => hex(await hash(spelled(record)));

/** Whether these records, the newest first and without a gap, each name the hash of the next. */
export async function isChained(records: readonly SignedReserves[]): Promise<boolean> {
  const hashes = await Promise.all(records.map(({ record }) => hashOf(record)));
  return records.every(
    ({ record, hash: claimed }, at) =>
      hashes[at] === claimed &&
      (at + 1 === records.length ||
        (record.previous === hashes[at + 1] && record.number - 1 === records[at + 1]?.record.number)),
  );
}

/** Whether the record bears a signature of `publicKey`; null where the browser does not know Ed25519. */
export async function isSigned({ record, signature }: SignedReserves, publicKey: string): Promise<boolean | null> {
  const [key, signed] = [bytes(publicKey, 32), bytes(signature, 64)];
  if (!key || !signed) return false;
  try {
    const imported = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", imported, signed, spelled(record));
  } catch (error) {
    return error instanceof Error && error.name === "NotSupportedError" ? null : false;
  }
}

type Question = { signed: SignedReserves; proof: ReserveProof; player: string; publicKey: string | undefined };

/** The whole check of one record: as hashed, as signed, and with the player's amount in it. */
export async function checkOwn({ signed, proof, player, publicKey }: Question): Promise<Verdict> {
  if ((await hashOf(signed.record)) !== signed.hash || proof.number !== signed.record.number) return "record-changed";
  if (publicKey === undefined || (await isSigned(signed, publicKey)) === false) return "signature-wrong";
  return (await isIn(signed.record, proof, player)) ? "in" : "not-in";
}

/** "1250.05" → 125005; null for what is no amount, or beyond what a number holds exactly. */
export function inCents(amount: string): number | null {
  if (!/^\d{1,15}\.\d\d$/.test(amount)) return null;
  const cents = Number(amount.replace(".", ""));
  return isCount(cents) ? cents : null;
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

function readNode(sibling: ReserveProof["siblings"][number] | undefined): Node | null {
  if (!sibling) return null;
  const [found, cents] = [bytes(sibling.hash, 32), inCents(sibling.amount)];
  return found && cents !== null ? { hash: found, cents } : null;
}

const spelled = (record: ReserveRecord): Bytes => text(JSON.stringify(record, Object.keys(record).sort()));

async function hash(...parts: readonly (Bytes | readonly number[])[]): Promise<Bytes> {
  const message = Uint8Array.from(parts.flatMap((part) => [...part]));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", message));
}

function u64(value: number): Bytes {
  const written = new Uint8Array(8);
  new DataView(written.buffer).setBigUint64(0, BigInt(value));
  return written;
}

function bytes(digits: string, length: number): Bytes | null {
  if (digits.length !== 2 * length || !/^[0-9a-f]*$/.test(digits)) return null;
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

const hex = (value: Bytes): string => [...value].map((one) => one.toString(16).padStart(2, "0")).join("");
