/** Types of the API: limits and breaks that players set for themselves. */
import type { components } from "@/lib/api/schema";

type Schemas = components["schemas"];

export type Protection = Schemas["Protection"];
export type Limit = Schemas["Limit"];
export type LimitChange = Schemas["LimitChange"];
export type Exclusion = Schemas["Exclusion"];
export type PlayTime = Schemas["PlayTime"];
export type PlayerIdentity = Schemas["IdentityOut"];
export type DocumentKind = Schemas["DocumentCheckRequest"]["kind"];
export type Break = Schemas["TimeOut"] | Schemas["SelfExclusion"];
