/** Draws the app's icons from one mark and writes public/icons (run by hand when the mark changes). */
import fs from "node:fs";
import path from "node:path";
import { chromium } from "@playwright/test";
import { findChromium } from "./find-chromium.mjs";

const out = path.resolve(import.meta.dirname, "../public/icons");
const MARK = "M3 9h9.5l5 18.5L22 15h4l4.5 12.5L35.5 9H45l-9.5 31h-7L24 27.5 19.5 40h-7z";

/** `fill` is the share of the square that the mark may cover; `corner` the radius of the square. */
const svg = ({ fill, corner }) => {
  const scale = fill;
  const shift = (48 * (1 - scale)) / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><rect width="48" height="48" rx="${corner}" fill="#0c0e0a"/><g transform="translate(${shift} ${shift}) scale(${scale})"><path d="${MARK}" fill="#ffb01f"/></g></svg>`;
};

const icons = [
  { file: "icon-192.png", size: 192, fill: 0.72, corner: 10 },
  { file: "icon-512.png", size: 512, fill: 0.72, corner: 10 },
  { file: "icon-maskable-512.png", size: 512, fill: 0.56, corner: 0 },
  { file: "apple-touch-icon.png", size: 180, fill: 0.66, corner: 0 },
];

fs.mkdirSync(out, { recursive: true });
fs.writeFileSync(path.join(out, "icon.svg"), `${svg({ fill: 0.76, corner: 10 })}\n`);

const { executablePath, env, args } = await findChromium();
const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", ...args],
  env: { ...process.env, ...env },
});
const page = await browser.newPage();
for (const { file, size, ...shape } of icons) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>*{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg(shape)}`);
  await page.screenshot({ path: path.join(out, file), omitBackground: true });
}
await browser.close();
console.log(`${icons.length + 1} icons in public/icons`);
