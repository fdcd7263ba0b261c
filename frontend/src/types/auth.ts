/** Signing in: what a session can be, and what a new account needs. */
import type { components } from "@/lib/api/schema";

export type Registration = components["schemas"]["Registration"];
export type Token = components["schemas"]["Token"];

/** `unreachable`: we could not ask (no network, API down), so we neither show money nor sign anybody out. */
export type SessionStatus = "checking" | "signed-in" | "signed-out" | "unreachable";
