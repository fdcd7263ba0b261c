/** Types of the session and the registration. */
import type { components } from "@/lib/api/schema";

export type Registration = components["schemas"]["Registration"];
export type Passkey = components["schemas"]["PasskeyLine"];
export type Device = components["schemas"]["Device"];
export type Token = components["schemas"]["Token"];

/** `unreachable`: no network or no API, so nobody is signed out, and no money is shown. */
export type SessionStatus = "checking" | "signed-in" | "signed-out" | "unreachable";
