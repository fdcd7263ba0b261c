/** Password, phone, e-mail, passkeys, devices and data of the player. */
import dynamic from "next/dynamic";
import Head from "next/head";
import { inAppFrame } from "@/components/AppFrame";
import { PageTitle } from "@/components/layout/Layout";
import { ButtonLink } from "@/components/ui/Button";
import { SkeletonRows } from "@/components/ui/Skeleton";
import type { FramedPage } from "@/types/page";

// All is loaded after the page, which is at the limit of its weight.
const SecurityForms = dynamic(
  () => import("@/components/profile/security/SecurityForms").then((m) => m.SecurityForms),
  { loading: () => <SkeletonRows label="Loading your account" rows={4} /> },
);

const SecurityPage: FramedPage = () => (
  <>
    <Head>
      <title>Security · WageWars</title>
    </Head>
    <PageTitle>Security</PageTitle>
    <SecurityForms />
    <ButtonLink href="/profile" tone="quiet" wide className="mt-8">
      Back to your profile
    </ButtonLink>
  </>
);
SecurityPage.frame = inAppFrame;

export default SecurityPage;
