// @vitest-environment node
import { expect, test } from "vitest";
import { checkOwn, hashOf, inCents, isChained, isIn, isSigned } from "@/lib/reserves/check";
import { PROOFS, PUBLIC_KEY, RECORDS } from "@/tests/support/reserveFixtures";
import type { ReserveProof, ReserveRecord, SignedReserves } from "@/types/reserves";

type Case = { signed: SignedReserves; proof: ReserveProof; player: string };

const CASES: readonly Case[] = RECORDS.flatMap((signed, at) =>
  (PROOFS[at] ?? []).map((proof, place) => ({ signed, proof, player: `player-${place + 1}` })),
);
const passes = (
  { signed, proof, player }: Case,
  record: Partial<ReserveRecord> = {},
  own: Partial<ReserveProof> = {},
) => isIn({ ...signed.record, ...record }, { ...proof, ...own }, player);
const more = (amount: string) => `${Number(amount.split(".")[0]) + 1}.${amount.split(".")[1]}`;
const ZEROS = "00".repeat(32);

test("the roots are those of the reference", () => {
  expect(RECORDS.map(({ record }) => record.root)).toEqual([
    "e8ea99f00019495483fb84709912491c42f57bf6c936228c908b280583d2191d",
    "486c631ae0be65de28ca4d84076385f61bacf87298e21a619fd62d6923a33c8e",
    "cf0d9c9ca2788ed3ec90c6a07878031245431971f39022d8cf895d142e01bd64",
    "44b587557b26050c6fcdec842b266902582e71534a58a6bb277569aa640ba124",
  ]);
  const last = PROOFS[2]?.[4];
  expect(last?.siblings).toEqual([
    { hash: "b5063c5015aa0cd2d9d2c3918edf51ffc918e63da9d31030d10824f3d84c7258", amount: "2624.44" },
  ]);
});

test("every player finds their own amount in the honest record", async () => {
  expect(CASES).toHaveLength(16);
  for (const one of CASES) {
    expect(await passes(one)).toBe(true);
    expect(await checkOwn({ ...one, publicKey: PUBLIC_KEY })).toBe("in");
  }
});

test("no altered amount, place, salt or name passes", async () => {
  for (const one of CASES) {
    const { proof } = one;
    for (const changed of [
      { amount: more(proof.amount) },
      { amount: "-1.00" },
      { amount: proof.amount.slice(0, -1) },
      { amount: "99999999999999999.00" },
      { place: proof.place + 1 },
      { place: -1 },
      { place: proof.place + 0.5 },
      { place: Number.NaN },
      { salt: "00".repeat(16) },
      { salt: `${proof.salt}00` },
      { salt: proof.salt.toUpperCase().replace(/^/, "z").slice(0, 32) },
    ])
      expect(await passes(one, {}, changed), JSON.stringify(changed)).toBe(false);
    expect(await passes({ ...one, player: "somebody" })).toBe(false);
  }
});

test("no altered total, count, moment or root passes", async () => {
  for (const one of CASES) {
    const { record } = one.signed;
    for (const changed of [
      { total: more(record.total) },
      { players: record.players + 1 },
      { players: record.players - 1 },
      { players: 2 ** 53 },
      { snapshot: "00".repeat(16) },
      { root: ZEROS },
      { root: "" },
    ])
      expect(await passes(one, changed), JSON.stringify(changed)).toBe(false);
  }
});

test("no altered, longer or shorter way passes", async () => {
  for (const one of CASES) {
    const way = one.proof.siblings;
    const stranger = { hash: ZEROS, amount: "0.00" };
    const ways = [
      [...way, stranger],
      [stranger, ...way],
    ];
    way.forEach((sibling, at) => {
      const with_ = (other: typeof stranger) => way.map((each, place) => (place === at ? other : each));
      ways.push(
        with_({ ...sibling, amount: more(sibling.amount) }),
        with_({ ...sibling, amount: "-0.01" }),
        with_({ ...sibling, hash: ZEROS }),
        with_({ ...sibling, hash: sibling.hash.slice(2) }),
        way.filter((_, place) => place !== at),
      );
    });
    for (const siblings of ways) expect(await passes(one, {}, { siblings })).toBe(false);
  }
});

test("four balances of five cannot be passed off as five: a sibling that is said to hold nothing is refused", async () => {
  for (const one of CASES.filter(({ proof }) => proof.siblings.some(({ amount }) => amount !== "0.00"))) {
    const siblings = one.proof.siblings.map(({ hash }) => ({ hash, amount: "0.00" }));
    expect(await passes(one, { total: one.proof.amount }, { siblings })).toBe(false);
  }
});

test("a leaf cannot serve a second player, also not one of the same amount", async () => {
  for (const one of CASES) expect(await passes({ ...one, player: "player-99" })).toBe(false);
});

test("a record is hashed and signed as the house did, and any change is found", async () => {
  for (const signed of RECORDS) {
    expect(await hashOf(signed.record)).toBe(signed.hash);
    expect(await isSigned(signed, PUBLIC_KEY)).toBe(true);
    const forged = { ...signed, record: { ...signed.record, mpesa_balance: "999999.00" } };
    expect(await hashOf(forged.record)).not.toBe(signed.hash);
    expect(await isSigned(forged, PUBLIC_KEY)).toBe(false);
    expect(await isSigned({ ...signed, signature: "00".repeat(64) }, PUBLIC_KEY)).toBe(false);
    expect(await isSigned({ ...signed, signature: "" }, PUBLIC_KEY)).toBe(false);
  }
});

test("the whole check names what is wrong", async () => {
  const [one] = CASES;
  if (!one) throw new Error("no case");
  const publicKey = PUBLIC_KEY;
  const changed = { ...one.signed, record: { ...one.signed.record, total: "1.00" } };
  expect(await checkOwn({ ...one, signed: changed, publicKey })).toBe("record-changed");
  expect(await checkOwn({ ...one, proof: { ...one.proof, number: 9 }, publicKey })).toBe("record-changed");
  expect(await checkOwn({ ...one, publicKey: undefined })).toBe("signature-wrong");
  expect(await checkOwn({ ...one, publicKey: "ab".repeat(32) })).toBe("signature-wrong");
  expect(await checkOwn({ ...one, proof: { ...one.proof, amount: "1.00" }, publicKey })).toBe("not-in");
});

test("records hang together, and one that is rewritten, left out or moved is found", async () => {
  const newestFirst = [...RECORDS].reverse();
  const [four, three, two, one] = newestFirst as [SignedReserves, SignedReserves, SignedReserves, SignedReserves];
  expect(await isChained(newestFirst)).toBe(true);
  expect(await isChained([])).toBe(true);
  expect(await isChained([four, two, one])).toBe(false);
  expect(await isChained([three, four, two, one])).toBe(false);
  const record = { ...two.record, total: "1.00" };
  expect(await isChained([four, three, { ...two, record }, one])).toBe(false);
  expect(await isChained([four, three, { ...two, record, hash: await hashOf(record) }, one])).toBe(false);
});

test("amounts are read to the cent, or not at all", () => {
  expect(["0.00", "1250.05", "90071992547409.91"].map(inCents)).toEqual([0, 125005, Number.MAX_SAFE_INTEGER]);
  for (const odd of ["", "1", "1.5", "-1.00", "1e3.00", "1,000.00", "90071992547409.92", " 1.00", "1.00 "])
    expect(inCents(odd), odd).toBeNull();
});
