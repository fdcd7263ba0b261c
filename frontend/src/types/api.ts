/** Types of the API: problems and live messages. */
import type { components } from "@/lib/api/schema";

type Schemas = components["schemas"];

export type Problem = Schemas["Problem"];
export type ProblemCode = Schemas["ProblemCode"];
export type FieldProblem = Schemas["FieldProblem"];
export type LiveMessage = Schemas["LiveMessage"];
export type LiveType = Schemas["LiveType"];
