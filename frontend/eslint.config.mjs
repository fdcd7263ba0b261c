import next from "eslint-config-next/core-web-vitals";
import ts from "eslint-config-next/typescript";

const FEATURES = ["auth", "matches", "notifications", "payments", "profile", "staff", "tournaments"];
/** Folders of components/matches: each may import those after it. */
const MATCH_FOLDERS = ["history", "live", "dispute", "report", "queue", "challenge", "room"];
/** Folders of components/payments: each may import quote, and no other. */
const PAYMENT_FOLDERS = ["wallet", "statement", "deposit", "withdraw", "quote"];
const HOOK_FOLDERS = ["matches", "payments", "profile", "staff", "tournaments"];

const without = (names, name) => names.filter((other) => other !== name);

/** Who may import whom: pages combine features, features use ui and hooks, hooks and lib know no component. */
const zones = [
  {
    target: "./src/components/ui",
    from: ["./src/hooks", "./src/context", "./src/types"],
    message: "ui loads no data.",
  },
  {
    target: "./src/components/ui",
    from: [...FEATURES, "layout"].map((name) => `./src/components/${name}`),
    message: "ui knows no feature.",
  },
  ...FEATURES.map((name) => ({
    target: `./src/components/${name}`,
    from: [...without(FEATURES, name), "layout"].map((other) => `./src/components/${other}`),
    message: "Only pages (and AppFrame) combine features.",
  })),
  ...MATCH_FOLDERS.map((name, at) => ({
    target: `./src/components/matches/${name}`,
    from: MATCH_FOLDERS.slice(0, at).map((other) => `./src/components/matches/${other}`),
    message: `Imports go one way: ${MATCH_FOLDERS.join(" → ")}.`,
  })),
  ...PAYMENT_FOLDERS.map((name) => ({
    target: `./src/components/payments/${name}`,
    from: without(without(PAYMENT_FOLDERS, name), "quote").map((other) => `./src/components/payments/${other}`),
    message: "Folders of payments share only quote.",
  })),
  {
    target: "./src/components/layout",
    from: FEATURES.map((name) => `./src/components/${name}`),
    message: "The layout has slots; AppFrame fills them.",
  },
  ...HOOK_FOLDERS.map((name) => ({
    target: `./src/hooks/${name}`,
    from: without(HOOK_FOLDERS, name).map((other) => `./src/hooks/${other}`),
    message: "Hooks of one noun do not import those of another.",
  })),
  {
    target: ["./src/lib", "./src/types"],
    from: ["./src/components", "./src/hooks", "./src/context"],
    message: "lib knows neither hooks nor components.",
  },
  {
    target: "./src/lib/format",
    from: ["./src/lib/api", "./src/lib/live", "./src/lib/copy"],
    message: "Formats know neither the API nor the texts.",
  },
  { target: "./src/lib/copy", from: ["./src/lib/api", "./src/lib/live"], message: "Texts know no network." },
  { target: ["./src/hooks", "./src/context"], from: "./src/components", message: "Hooks know no component." },
  {
    target: ["./src/components", "./src/hooks", "./src/lib", "./src/context", "./src/types"],
    from: "./src/pages",
    message: "Nobody imports a page.",
  },
];

const config = [
  {
    ignores: [
      ".next/**",
      "public/**",
      "src/lib/api/schema.d.ts",
      "next-env.d.ts",
      "test-results/**",
      "playwright-report/**",
    ],
  },
  ...next,
  ...ts,
  {
    files: ["src/**/*.{ts,tsx}", "e2e/**/*.ts"],
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      // Without its search for strongly connected components, which costs 80 s and finds no more.
      "import/no-cycle": ["error", { ignoreExternal: true, disableScc: true }],
      "import/no-restricted-paths": ["error", { zones }],
      "max-lines": ["error", { max: 250 }],
      "no-restricted-imports": [
        "error",
        {
          paths: [
            { name: "zod", message: "90 KB on a player's bundle: use zod/mini, loaded when a form is first touched." },
            { name: "axios", message: "Use lib/api/api.ts (openapi-fetch)." },
            { name: "recharts", message: "90 KB: draw the SVG." },
            { name: "socket.io-client", message: "Use lib/live/websocket.ts." },
            { name: "react-hot-toast", message: "Use components/ui/Toast.tsx (the headless one)." },
          ],
        },
      ],
    },
  },
  {
    files: ["src/**/*.{ts,tsx}"],
    ignores: ["**/*.test.{ts,tsx}"],
    rules: { "max-lines-per-function": ["error", { max: 60 }] },
  },
];

export default config;
