/** The API client as it sees the tournaments. */
import type { Client } from "openapi-fetch";
import { api as client } from "@/lib/api/api";
import type { paths } from "@/lib/api/tournament-schema";

export const api = client as unknown as Client<paths, "application/json" | "application/problem+json">;
