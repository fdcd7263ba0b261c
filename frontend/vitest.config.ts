import path from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": path.resolve(import.meta.dirname, "src") } },
  test: {
    environment: "jsdom",
    environmentOptions: { jsdom: { url: "http://localhost:3000/" } },
    setupFiles: ["./vitest.setup.ts"],
    include: ["src/**/*.test.{ts,tsx}", "scripts/**/*.test.mjs"],
    exclude: ["src/pages/api/**", "node_modules/**"],
    maxWorkers: 2,
    testTimeout: 20_000, // milliseconds: a form that is typed through takes a busy machine over five seconds
    reporters: ["default", "./scripts/plain-reporter.mjs"],
  },
});
