/** The wallet: what is there, how to bring more, and every movement so far. */
import Head from "next/head";
import { useState } from "react";
import { inAppFrame } from "@/components/AppFrame";
import { PageTitle } from "@/components/layout/Layout";
import { PaymentModal } from "@/components/payments/PaymentModal";
import { TransactionHistory } from "@/components/payments/TransactionHistory";
import { WalletBalance } from "@/components/payments/WalletBalance";
import { Button } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { useRecentDeposits } from "@/hooks/useDeposits";
import { useMe } from "@/hooks/useProfile";
import { depositWords } from "@/lib/deposits";
import { kes } from "@/lib/money";
import type { FramedPage } from "@/types/page";

const WalletPage: FramedPage = () => {
  const { data: me } = useMe();
  const { data: recent } = useRecentDeposits();
  const [sheet, setSheet] = useState<{ open: boolean; depositId: number | null }>({ open: false, depositId: null });
  const open = recent?.items.find((deposit) => deposit.status === "pending");
  const deposit = () => setSheet({ open: true, depositId: open?.id ?? null });

  return (
    <>
      <Head>
        <title>Wallet · WageWars</title>
      </Head>
      <PageTitle>Wallet</PageTitle>
      <WalletBalance
        action={
          <Button wide large disabled={!me?.is_verified} onClick={deposit}>
            Deposit from M-Pesa
          </Button>
        }
      />
      {open && !sheet.open ? (
        <div className="mt-4">
          <Notice
            tone="stake"
            title={`${kes(open.amount)} on its way: ${depositWords(open).title}`}
            action={
              <Button tone="plain" onClick={deposit}>
                See how it stands
              </Button>
            }
          />
        </div>
      ) : null}
      <p className="mt-4 text-sm text-muted">
        Taking money out to M-Pesa opens soon. Until then your winnings stay here, yours to keep or to play with.
      </p>
      <h2 className="display mt-8 mb-3 text-lg">Movements</h2>
      <TransactionHistory onDeposit={deposit} />
      {me ? (
        <PaymentModal
          open={sheet.open}
          depositId={sheet.depositId}
          phone={me.phone}
          onClose={() => setSheet({ open: false, depositId: null })}
        />
      ) : null}
    </>
  );
};
WalletPage.frame = inAppFrame;

export default WalletPage;
