/**
 * Builds public/sw.js after `next build`: lists what the shell needs, hashes it, and bundles the
 * worker with that list. Runs on the built output, so that it sees every prerendered page.
 */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { build } from "esbuild";

process.chdir(path.resolve(import.meta.dirname, ".."));

const walk = (dir) =>
  fs.existsSync(dir)
    ? fs
        .readdirSync(dir, { withFileTypes: true })
        .flatMap((f) => (f.isDirectory() ? walk(path.join(dir, f.name)) : [path.join(dir, f.name)]))
    : [];
const md5 = (file) => createHash("md5").update(fs.readFileSync(file)).digest("hex");

const buildId = fs.readFileSync(".next/BUILD_ID", "utf8").trim();
const { polyfillFiles = [] } = JSON.parse(fs.readFileSync(".next/build-manifest.json", "utf8"));
const polyfills = new Set(polyfillFiles.map((file) => `.next/${file}`));

const assets = walk(".next/static")
  .filter((file) => /\.(js|css|woff2)$/.test(file) && !polyfills.has(file))
  // Hashed names never change their content; files under the build id do.
  .map((file) => ({
    // As the pages ask for it: the chunk of players/[username] is players/%5Busername%5D-….js there.
    url: `/_next/${file.slice(".next/".length).split(path.sep).map(encodeURIComponent).join("/")}`,
    revision: file.includes(`/${buildId}/`) ? md5(file) : null,
  }));

const pages = walk(".next/server/pages")
  .filter((file) => file.endsWith(".html") && !/\/(404|500)\.html$/.test(file))
  .map((file) => {
    const route = `/${path.relative(".next/server/pages", file)}`.replace(/\.html$/, "").replace(/\/index$/, "/");
    return { url: route.length > 1 ? route.replace(/\/$/, "") : "/", revision: md5(file) };
  });

const extras = ["manifest.json", "icons/icon-192.png"].map((file) => ({
  url: `/${file}`,
  revision: md5(`public/${file}`),
}));

const entries = [...assets, ...pages, ...extras];
await build({
  entryPoints: ["src/sw/index.ts"],
  outfile: "public/sw.js",
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
  define: { "process.env.NODE_ENV": '"production"', "self.__SW_MANIFEST": JSON.stringify(entries) },
});
console.log(
  `sw.js: ${(fs.statSync("public/sw.js").size / 1024).toFixed(1)} KB, ${entries.length} files kept for offline`,
);
