/** The security headers of every response. The webpack build has no inline script, so 'self' is enough. */
const policy = (ancestors) =>
  [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "font-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    `frame-ancestors ${ancestors}`,
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
    // The first for browsers that do not know the second.
    "report-uri /api/v1/csp-reports",
    "report-to csp",
  ].join("; ");

const HEADERS = {
  "Content-Security-Policy": policy("'none'"),
  "Reporting-Endpoints": 'csp="/api/v1/csp-reports"',
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "strict-origin-when-cross-origin",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  // Browsers take it over https only, so it does nothing on a laptop.
  "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
};

/** The bracket for other sites, which acts on nothing and knows no session: the only page they may frame. */
const EMBEDDED = /^\/embed\/tournaments\/\d{1,15}(?:\?|$)/;
const EMBEDDED_HEADERS = { ...HEADERS, "Content-Security-Policy": policy("*") };
delete EMBEDDED_HEADERS["X-Frame-Options"];

export const securityHeaders = (url) => (EMBEDDED.test(url) ? EMBEDDED_HEADERS : HEADERS);
