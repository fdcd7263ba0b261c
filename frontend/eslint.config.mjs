import next from "eslint-config-next/core-web-vitals";
import ts from "eslint-config-next/typescript";

const FEATURES = ["auth", "matches", "payments", "profile"];

/** Who may import whom: a page composes, a feature knows, ui draws, hooks and lib know no component. */
const zones = [
  {
    target: "./src/components/ui",
    from: ["./src/hooks", "./src/context", "./src/types"],
    message: "ui draws; it knows no data.",
  },
  {
    target: "./src/components/ui",
    from: [...FEATURES, "layout"].map((name) => `./src/components/${name}`),
    message: "ui knows no feature.",
  },
  ...FEATURES.map((name) => ({
    target: `./src/components/${name}`,
    from: [...FEATURES.filter((other) => other !== name), "layout"].map((other) => `./src/components/${other}`),
    message: "Features meet on a page (or in AppFrame), not in each other.",
  })),
  {
    target: "./src/components/layout",
    from: FEATURES.map((name) => `./src/components/${name}`),
    message: "The layout has slots; AppFrame fills them.",
  },
  {
    target: ["./src/lib", "./src/types"],
    from: ["./src/components", "./src/hooks", "./src/context"],
    message: "lib knows neither hooks nor components.",
  },
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
      "import/no-cycle": "error",
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
];

export default config;
