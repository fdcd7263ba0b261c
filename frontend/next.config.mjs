/**
 * JavaScript, not TypeScript: the server reads it at each start, and would need a compiler for the other.
 *
 * No rewrites: scripts/serve.mjs (and nginx in production) sends /api/v1 and /ws to the API, so that
 * a build knows no port and every page stays 2.7 KB lighter.
 *
 * @type {import("next").NextConfig}
 */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  outputFileTracingRoot: import.meta.dirname,
  turbopack: { root: import.meta.dirname },
};

export default config;
