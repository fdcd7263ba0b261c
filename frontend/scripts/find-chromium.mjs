/**
 * Finds a browser for the tests: CHROMIUM_PATH, an installed Chromium or Chrome, else the npm
 * package @sparticuz/chromium, which contains a binary (unpacked once into a cache folder,
 * together with the NSS libraries that bare machines lack).
 *
 * `node scripts/find-chromium.mjs` prints the path.
 */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const NAV_ITEMS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/snap/bin/chromium",
  "/opt/google/chrome/chrome",
];

const CACHE = path.resolve(import.meta.dirname, "../node_modules/.cache/chromium");

const isExecutable = (file) => {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
};

function installed() {
  const dirs = (process.env.PATH ?? "").split(path.delimiter).filter(Boolean);
  const candidates = NAMES.flatMap((name) => dirs.map((dir) => path.join(dir, name)));
  return [...candidates, ...NAV_ITEMS].find(isExecutable);
}

/** True when the binary starts at all: a machine without NSS fails here, before any test does. */
function starts(file, env) {
  try {
    execFileSync(file, ["--headless", "--no-sandbox", "--version"], {
      env: { ...process.env, ...env },
      stdio: "ignore",
      timeout: 20_000,
    });
    return true;
  } catch {
    return false;
  }
}

/** Unpacks the browser of the package once into node_modules/.cache, private to this checkout. */
async function unpacked() {
  const home = CACHE;
  const whole = path.join(home, "unpacked");
  if (!fs.existsSync(whole)) fs.rmSync(home, { recursive: true, force: true });
  fs.mkdirSync(home, { recursive: true });

  const tmpdir = process.env.TMPDIR;
  process.env.TMPDIR = home; // where the package unpacks to
  try {
    const { default: chromium, inflate } = await import("@sparticuz/chromium");
    const executablePath = await chromium.executablePath();
    const bin = path.resolve(path.dirname(fileURLToPath(import.meta.resolve("@sparticuz/chromium"))), "../bin");
    const libraries = path.join(await inflate(path.join(bin, "al2023.tar.br")), "lib");
    fs.writeFileSync(whole, "");

    const paths = [libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(":");
    const env = starts(executablePath, {}) ? {} : { LD_LIBRARY_PATH: paths };
    return { executablePath, env, args: ["--no-zygote", "--disable-gpu"] };
  } finally {
    if (tmpdir === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = tmpdir;
  }
}

/** @returns {Promise<{executablePath: string, env: Record<string, string>, args: string[]}>} */
export async function findChromium() {
  const asked = process.env.CHROMIUM_PATH;
  // The path that this script printed before: it still needs its libraries.
  if (asked?.startsWith(CACHE + path.sep)) return unpacked();
  if (asked) {
    if (!isExecutable(asked)) throw new Error(`CHROMIUM_PATH=${asked} is not a program that can be started.`);
    return { executablePath: asked, env: {}, args: [] };
  }
  const found = installed();
  if (found) return { executablePath: found, env: {}, args: [] };
  if (os.platform() !== "linux" || os.arch() !== "x64") {
    throw new Error("No Chromium or Chrome found. Install one, or set CHROMIUM_PATH to its program.");
  }
  return unpacked();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const browser = await findChromium();
  for (const [name, value] of Object.entries(browser.env)) process.stderr.write(`${name}=${value}\n`);
  process.stdout.write(`${browser.executablePath}\n`);
}
