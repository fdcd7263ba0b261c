import { defineConfig } from "@playwright/test";
import { findChromium } from "./scripts/find-chromium.mjs";

const { executablePath, env, args } = await findChromium();
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];

export default defineConfig({
  testDir: "e2e",
  // Two files at a time: each has players of its own, and only tour.spec.ts uses the demo's players.
  workers: 2,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  timeout: 150_000,
  expect: { timeout: 30_000 },
  reporter: [["list"], ["./scripts/plain-browser-reporter.mjs"]],
  outputDir: "test-results",
  use: {
    baseURL: process.env.BASE_URL ?? "http://localhost:3000",
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    locale: "en-KE",
    timezoneId: "Africa/Nairobi",
    colorScheme: "dark",
    actionTimeout: 30_000,
    trace: "retain-on-failure",
    launchOptions: {
      executablePath,
      args: [...quiet, ...args],
      env: { ...(process.env as Record<string, string>), ...env },
    },
  },
  projects: [{ name: "phone" }],
});
