/** Types of the API: proof of reserves. */
import type { components } from "@/lib/api/schema";

type Schemas = components["schemas"];

export type ReserveRecord = Schemas["ReserveRecord"];
export type SignedReserves = Schemas["SignedReserves"];
export type ReserveList = Schemas["ReserveList"];
export type ReserveProof = Schemas["ReserveProof"];
