/**
 * Four records of one, three, five and seven players, signed, chained and with everybody's proof, as the
 * backend's functions make them (backend/tests/unit/reserves/test_tree.py has the same roots). Players are
 * `player-1`, …
 */
import type { ReserveProof, SignedReserves } from "@/types/reserves";
import made from "./reserves.json" with { type: "json" };

export const PUBLIC_KEY: string = made.public_key;

/** The oldest first. */
export const RECORDS = made.records as readonly SignedReserves[];

/** By record, then by place. */
export const PROOFS: readonly (readonly ReserveProof[])[] = made.proofs;
