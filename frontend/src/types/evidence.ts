/** Proof, by the names that the API gives it. */
import type { components } from "@/lib/api/schema";

export type Evidence = components["schemas"]["Evidence"];
export type EvidencePicture = components["schemas"]["EvidencePicture"];
