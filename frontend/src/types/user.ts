/** Players: their own account and their record. */
import type { components } from "@/lib/schema";

export type Me = components["schemas"]["Me"];
export type Stats = components["schemas"]["Stats"];
