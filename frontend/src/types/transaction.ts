/** Types of the API: the wallet, its movements, deposits and withdrawals. */
import type { components } from "@/lib/api/schema";

type Schemas = components["schemas"];

export type Wallet = Schemas["Wallet"];
export type Hold = Schemas["Hold"];
export type Deposit = Schemas["Deposit"];
export type DepositState = Schemas["DepositState"];
export type Withdrawal = Schemas["Withdrawal"];
export type WithdrawalState = Schemas["WithdrawalState"];
export type Quote = Schemas["Quote"];
export type PaymentKind = Quote["kind"];
export type Refusal = NonNullable<Quote["refusal"]>;
export type Paybill = Schemas["PaybillAccount"];
export type StatementEntry = Schemas["StatementLine"];
export type StatementDetail = Schemas["StatementDetail"];
export type MovementType = StatementEntry["type"];
export type MovementKind = Schemas["MovementKind"];
export type Language = Schemas["Language"];
