/** Types of the API: the room of a match. */
import type { components } from "@/lib/api/schema";

type Schemas = components["schemas"];

export type Room = Schemas["Room"];
export type RoomMessage = Schemas["RoomMessage"];
export type NewMessage = Schemas["NewMessage"];
export type Preset = Schemas["Preset"];
export type ReportReason = Schemas["MessageReport"]["reason"];
export type ClosedReason = NonNullable<Room["closed_reason"]>;
