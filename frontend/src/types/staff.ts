/** Types of the API: what staff sees. */
import type { components } from "@/lib/api/schema";

type Schemas = components["schemas"];

export type StaffBoard = Schemas["StaffBoard"];
export type AlarmLine = Schemas["AlarmLine"];
export type StaffDispute = Schemas["Dispute"];
export type RulingOrder = Schemas["RulingOrder"];
export type Ruling = RulingOrder["result"];
export type Blame = NonNullable<RulingOrder["strike"]>;
export type WaitingPayment = Schemas["WaitingPayment"];
export type AdminPayment = Schemas["AdminPayment"];
export type PaymentHistory = Schemas["PaymentHistory"];
export type RulingProposal = Schemas["RulingProposal"];
export type RulingAction = Schemas["RulingAction"];
export type RulingLine = Schemas["RulingLine"];
export type FoundUser = Schemas["FoundUser"];
export type UserPage = Schemas["UserPageOut"];
export type Role = Schemas["Me"]["role"];
