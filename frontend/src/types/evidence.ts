/** Types of the API: evidence. */
import type { components } from "@/lib/api/schema";

export type Evidence = components["schemas"]["Evidence"];
export type EvidencePicture = components["schemas"]["EvidencePicture"];
