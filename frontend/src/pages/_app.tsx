/** What every page shares: the cache, the session, toasts, and the service worker. */
import { QueryClientProvider } from "@tanstack/react-query";
import type { AppProps } from "next/app";
import dynamic from "next/dynamic";
import Head from "next/head";
import { Fragment, useState } from "react";
import { Toasts } from "@/components/ui/Toast";
import { AuthProvider } from "@/context/AuthContext";
import { createQueryClient } from "@/hooks/useApi";
import { archivo } from "@/lib/font";
import type { FramedPage } from "@/types/page";
import "@/styles/globals.css";

// No page waits for it.
const PwaProvider = dynamic(() => import("@/components/PwaProvider").then((m) => m.PwaProvider), { ssr: false });

export default function App({ Component, pageProps }: AppProps & { Component: FramedPage }) {
  const [queries] = useState(createQueryClient);
  const frame = Component.frame ?? ((page) => page);
  const Session = Component.hasNoSession ? Fragment : AuthProvider;
  return (
    <QueryClientProvider client={queries}>
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <title>WageWars</title>
      </Head>
      <Session>
        <div className={`${archivo.variable} min-h-dvh font-sans`}>
          {frame(<Component {...pageProps} />)}
          <Toasts />
          {Component.hasNoSession ? null : <PwaProvider />}
        </div>
      </Session>
    </QueryClientProvider>
  );
}
