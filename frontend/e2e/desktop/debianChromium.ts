/**
 * Debian's Chromium, unpacked into a cache folder and not installed: the browser of the npm package has no
 * notifications. With folders of its own for its lists apt needs no rights.
 */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import type { LaunchOptions } from "@playwright/test";

const CACHE = path.resolve(import.meta.dirname, "../../node_modules/.cache/debian-chromium");
const WHOLE = path.join(CACHE, "unpacked");
const ROOT = path.join(CACHE, "root");

/** Null where there is no apt, or it reaches no packages. */
export function debianChromium(): Pick<LaunchOptions, "executablePath" | "env"> | null {
  try {
    if (!fs.existsSync(WHOLE)) unpack();
  } catch {
    return null;
  }
  const libraries = path.join(ROOT, "usr/lib", "x86_64-linux-gnu");
  const found = [libraries, path.join(libraries, "pulseaudio"), process.env.LD_LIBRARY_PATH].filter(Boolean);
  return {
    executablePath: path.join(ROOT, "usr/lib/chromium/chromium"),
    env: { ...(process.env as Record<string, string>), LD_LIBRARY_PATH: found.join(":") },
  };
}

/** Downloads Chromium, and with it what this machine has not got of that which it needs. */
function unpack(): void {
  fs.rmSync(CACHE, { recursive: true, force: true });
  for (const folder of ["lists/partial", "archives/partial", "packages", "root"])
    fs.mkdirSync(path.join(CACHE, folder), { recursive: true });
  const own = ["-qq", "-o", `Dir::State::Lists=${path.join(CACHE, "lists")}`, "-o", `Dir::Cache=${CACHE}`];
  own.push("-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=10", "-o", "Acquire::https::Timeout=10");
  const packages = path.join(CACHE, "packages");
  const apt = (...words: string[]) =>
    execFileSync("apt-get", [...own, ...words], {
      cwd: packages,
      encoding: "utf8",
      timeout: 90_000, // each of its three steps: without a network it would wait for longer than the story
      stdio: ["ignore", "pipe", "ignore"],
    });
  apt("update");
  const plan = apt("--simulate", "install", "--no-install-recommends", "chromium");
  apt("download", ...[...plan.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name ?? ""));
  for (const name of fs.readdirSync(packages)) execFileSync("dpkg", ["-x", path.join(packages, name), ROOT]);
  for (const folder of ["lists", "archives", "packages"]) fs.rmSync(path.join(CACHE, folder), { recursive: true });
  fs.writeFileSync(WHOLE, "");
}
