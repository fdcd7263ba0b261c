/** The API client with the reads of brackets. */
import type { Client } from "openapi-fetch";
import { api as client } from "@/lib/api/api";
import type { paths as served } from "@/lib/api/schema";
import type { paths } from "@/lib/tournaments/tournament-schema";

type Brackets = Pick<paths, `/api/v1/tournaments/{tournament_id}/${"rounds" | "standings" | "stats"}`>;

export const api = client as unknown as Client<served & Brackets, "application/json" | "application/problem+json">;
