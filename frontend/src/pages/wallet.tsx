/** The wallet: the balance, what is held of it, deposits and withdrawals, and every movement. */
import { ArrowDownLeft, ArrowUpRight } from "lucide-react";
import dynamic from "next/dynamic";
import Head from "next/head";
import Link from "next/link";
import { useRouter } from "next/router";
import { useState } from "react";
import { inAppFrame } from "@/components/AppFrame";
import { PageTitle } from "@/components/layout/Layout";
import { OnTheWay } from "@/components/payments/wallet/OnTheWay";
import { TransactionHistory } from "@/components/payments/statement/TransactionHistory";
import { WalletBalance } from "@/components/payments/wallet/WalletBalance";
import { Button, ButtonLink } from "@/components/ui/Button";
import { useRecentDeposits } from "@/hooks/payments/useDeposits";
import { useMe } from "@/hooks/profile/useProfile";
import { useWallet } from "@/hooks/payments/useWallet";
import { useRecentWithdrawals } from "@/hooks/payments/useWithdrawals";
import { safePath } from "@/lib/utils";
import type { FramedPage } from "@/types/page";

const Holds = dynamic(() => import("@/components/payments/wallet/Holds").then((file) => file.Holds));
const PaymentModal = dynamic(() =>
  import("@/components/payments/deposit/PaymentModal").then((file) => file.PaymentModal),
);
const WithdrawSheet = dynamic(() =>
  import("@/components/payments/withdraw/WithdrawSheet").then((file) => file.WithdrawSheet),
);

type Sheet = { shows: "deposit" | "withdrawal"; id: number | null };

const WalletPage: FramedPage = () => {
  const { data: me } = useMe();
  const { data: wallet } = useWallet();
  const { data: deposits } = useRecentDeposits();
  const { data: withdrawals } = useRecentWithdrawals();
  const [sheet, setSheet] = useState<Sheet | null>(null);
  // Who came to deposit an entry goes back there.
  const next = safePath(useRouter().query.next, "");
  const incoming = deposits?.items.filter(({ status }) => status === "pending") ?? [];
  const outgoing = withdrawals?.items.filter(({ status }) => status === "pending") ?? [];

  const close = () => setSheet(null);
  const showDeposit = (id: number | null) => setSheet({ shows: "deposit", id });
  const showWithdrawal = (id: number | null) => setSheet({ shows: "withdrawal", id });
  // A prompt or a code that is still open comes first.
  const deposit = () => showDeposit(incoming[0]?.id ?? null);
  const withdraw = () => showWithdrawal(outgoing.find(({ state }) => state === "awaiting_code")?.id ?? null);

  return (
    <>
      <Head>
        <title>Wallet · WageWars</title>
      </Head>
      <PageTitle>Wallet</PageTitle>
      <WalletBalance
        action={<Actions disabled={me?.is_verified !== true} onDeposit={deposit} onWithdraw={withdraw} />}
      />
      {next.startsWith("/tournaments/") ? (
        <ButtonLink href={next} tone="plain" wide className="mt-3">
          Back to the tournament
        </ButtonLink>
      ) : null}
      {sheet ? null : (
        <OnTheWay deposits={incoming} withdrawals={outgoing} onDeposit={showDeposit} onWithdrawal={showWithdrawal} />
      )}
      {wallet?.holds.length ? <Holds holds={wallet.holds} /> : null}
      <div className="mt-8">
        <TransactionHistory onDeposit={deposit} onWithdrawal={showWithdrawal} />
      </div>
      <p className="mt-6 text-sm text-muted">
        All players&apos; money is counted every hour.{" "}
        <Link href="/reserves" className="inline-flex min-h-12 items-center font-semibold underline underline-offset-4">
          Check that yours is there
        </Link>
      </p>
      {me && sheet?.shows === "deposit" ? (
        <PaymentModal
          open
          depositId={sheet.id}
          phone={me.phone}
          onClose={close}
          onWithdraw={() => showWithdrawal(null)}
        />
      ) : null}
      {sheet?.shows === "withdrawal" ? (
        <WithdrawSheet open withdrawalId={sheet.id} onDeposit={deposit} onClose={close} />
      ) : null}
    </>
  );
};
WalletPage.frame = inAppFrame;

type ActionsProps = { disabled: boolean; onDeposit: () => void; onWithdraw: () => void };

function Actions({ disabled, onDeposit, onWithdraw }: ActionsProps) {
  return (
    <div className="pair gap-3">
      <Button
        className="min-h-14 px-3"
        aria-label="Deposit from M-Pesa"
        disabled={disabled}
        icon={<ArrowDownLeft aria-hidden className="size-5 shrink-0 max-[24rem]:hidden" />}
        onClick={onDeposit}
      >
        Deposit
      </Button>
      <Button
        className="min-h-14 px-3"
        tone="plain"
        aria-label="Withdraw to M-Pesa"
        disabled={disabled}
        icon={<ArrowUpRight aria-hidden className="size-5 shrink-0 max-[24rem]:hidden" />}
        onClick={onWithdraw}
      >
        Withdraw
      </Button>
    </div>
  );
}

export default WalletPage;
