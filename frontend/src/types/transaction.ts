/** Money: the wallet, its movements, and deposits on their way. */
import type { components } from "@/lib/schema";

type Schemas = components["schemas"];

export type Wallet = Schemas["Wallet"];
export type Deposit = Schemas["Deposit"];
export type DepositState = Schemas["DepositState"];
export type StatementLine = Schemas["StatementLine"];
