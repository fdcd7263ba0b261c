/** The HTML document around the app. */
import { Head, Html, Main, NextScript } from "next/document";

export default function Document() {
  return (
    <Html lang="en-KE">
      <Head>
        <meta
          name="description"
          content="Stake money on your own 1v1 Call of Duty matches. M-Pesa in, winner takes the pot."
        />
        <meta property="og:site_name" content="WageWars" />
        <meta name="theme-color" content="#0c0e0a" media="(prefers-color-scheme: dark)" />
        <meta name="theme-color" content="#ece8da" media="(prefers-color-scheme: light)" />
        <meta name="application-name" content="WageWars" />
        <meta name="apple-mobile-web-app-capable" content="yes" />
        <meta name="apple-mobile-web-app-status-bar-style" content="default" />
        <link rel="manifest" href="/manifest.json" />
        <link rel="icon" href="/icons/icon.svg" type="image/svg+xml" />
        <link rel="apple-touch-icon" href="/icons/apple-touch-icon.png" />
      </Head>
      <body>
        <Main />
        <NextScript />
      </body>
    </Html>
  );
}
