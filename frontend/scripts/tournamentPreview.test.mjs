// @vitest-environment node
/** The preview of a tournament in a messenger. */
import { expect, test } from "vitest";
import { securityHeaders } from "./security-headers.mjs";
import { withPreview } from "./tournament-preview.mjs";

const BUILT =
  '<html><head><meta property="og:title" content="A tournament" data-next-head=""/></head><body></body></html>';
const CUP = { id: 7, name: "Cup", current_participants: 3, max_participants: 8, pool: "900.00", entry_fee: "50.00" };

test("a messenger reads the name, the terms and the picture of the one tournament", () => {
  const html = withPreview(BUILT, CUP, "https://wagewars.example");
  expect(html).toContain('<meta property="og:title" content="Cup"/>');
  expect(html).toContain("KES 900 in prizes, entry KES 50, 3 of 8 seats taken.");
  expect(html).toContain('content="https://wagewars.example/api/v1/tournaments/7/card.png"');
  expect(html.match(/og:title/g)).toHaveLength(1);
});

test("a name is text there, whatever it looks like", () => {
  const html = withPreview(BUILT, { ...CUP, name: '"><img src=x onerror=alert(1)> $& $`' }, null);
  expect(html).toContain('content="&quot;&gt;&lt;img src=x onerror=alert(1)&gt; $&amp; $`"');
  expect(html).not.toContain("<img");
  expect(html).not.toContain("og:image");
});

test("only the bracket for other sites may be framed by them", () => {
  expect(securityHeaders("/embed/tournaments/7")["X-Frame-Options"]).toBeUndefined();
  expect(securityHeaders("/embed/tournaments/7?x=1")["Content-Security-Policy"]).toContain("frame-ancestors *");
  for (const url of ["/", "/tournaments/7", "/embed/tournaments/7/../../wallet", "/embed/tournaments/x", "/wallet"]) {
    expect(securityHeaders(url)["X-Frame-Options"], url).toBe("DENY");
    expect(securityHeaders(url)["Content-Security-Policy"], url).toContain("frame-ancestors 'none'");
  }
});
