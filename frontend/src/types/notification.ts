/** Types of the API: the inbox and its preferences. */
import type { components } from "@/lib/api/schema";

type Schemas = components["schemas"];

export type Inbox = Schemas["Inbox"];
export type Notification = Schemas["Notification"];
export type NotificationKind = Schemas["Kind"];
export type NotificationGroup = Schemas["Group"];
export type NotificationChannel = Schemas["Channel"];
export type KindPreference = Schemas["KindPreference"];
export type Preferences = Schemas["Preferences"];
export type PushTest = Schemas["PushTest"];
export type PushTestState = PushTest["state"];
